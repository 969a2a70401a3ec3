import { expect, test } from "vitest";
import { matches, type Selector } from "../../../policy-pack/reading/label-selectors.ts";

const labels = { app: "shop", tier: "web" };

test.each<[string, Selector | undefined, boolean]>([
    ["all labels are there", { matchLabels: { app: "shop", tier: "web" } }, true],
    ["one label is another", { matchLabels: { app: "shop", tier: "cache" } }, false],
    ["it asks for nothing", {}, true],
    ["there is none", undefined, true],
    ["a key exists", expression("app", "Exists"), true],
    ["a key does not exist", expression("team", "Exists"), false],
    ["a key must not exist, and does not", expression("team", "DoesNotExist"), true],
    ["a key must not exist, and does", expression("app", "DoesNotExist"), false],
    ["a value is among those", expression("tier", "In", "cache", "web"), true],
    ["a value is not among those", expression("tier", "In", "cache"), false],
    ["a key is not there, and an empty value is asked for", expression("team", "In", ""), false],
    ["a value must not be among those, and is not", expression("tier", "NotIn", "cache"), true],
    ["a value must not be among those, and is", expression("tier", "NotIn", "web"), false],
    ["a key is not there, and its value must not be among those", expression("team", "NotIn", ""), true],
    [
        "its labels match, and its expressions do not",
        { matchLabels: { app: "shop" }, ...expression("x", "Exists") },
        false,
    ],
    [
        "its expressions match, and its labels do not",
        { matchLabels: { app: "bank" }, ...expression("app", "Exists") },
        false,
    ],
])("a label selector where %s", (_, selector, isMatch) => {
    expect(matches(selector, labels)).toBe(isMatch);
});

function expression(key: string, operator: string, ...values: string[]) {
    return { matchExpressions: [{ key, operator, values }] };
}
