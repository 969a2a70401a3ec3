import { describe, expect, test } from "vitest";
import { argumentsHoldCredential, holdsCredential, isCredential } from "../../../policy-pack/reading/credentials.ts";
import { quantity } from "../../../policy-pack/reading/quantity.ts";
import { hours, period, retentionHours } from "../../../policy-pack/reading/schedule.ts";

describe("a credential", () => {
    test.each([
        ["nothing is there", "PASSWORD", undefined, false],
        ["it is empty", "PASSWORD", "", false],
        ["it is one line", "PASSWORD", "hunter2", true],
        ["a text of two lines is called so", "password", "Ask for it\nat the desk", false],
        ["the name speaks of a product", "sealed-secrets", "hunter2", false],
        ["the name points to it", "password-file", "hunter2", false],
        ["the name points to it with an underscore", "password_file", "hunter2", false],
    ])("where %s", (_, name, value, is) => {
        expect(isCredential(name, value)).toBe(is);
    });

    test.each([
        ["the first URL takes a variable and the second does not", "amqp://a:$(B)@c amqp://a:hunter2@c", true],
        ["every URL takes a variable", "amqp://a:$(B)@c", false],
        ["a parameter is one", "https://web/?api_key=hunter2", true],
        ["one line assigns it", "password=hunter2", false],
        ["a property of one line is one", "spring.datasource.password=hunter2", true],
        ["lines assign it", "user=shop\npassword=hunter2", true],
        ["lines assign it from a variable", "user=shop\npassword=$(PASSWORD)", false],
        ["lines assign what is none", "user=shop\nport=fast", false],
    ])("in a text where %s", (_, text, is) => {
        expect(holdsCredential(text)).toBe(is);
    });

    test.each([
        [["--password"], false],
        [["--password", "--verbose"], false],
        [["--password", "hunter2"], true],
        [["-", "hunter2"], false],
        [["--user", "shop"], false],
    ])("of the arguments %j", (words, is) => {
        expect(argumentsHoldCredential(words)).toBe(is);
    });
});

test.each([
    ["1500m", 1.5],
    ["1Gi", 2 ** 30],
    ["1e3", 1000],
    ["2", 2],
    ["lots", Number.NaN],
    ["1Zi", Number.NaN],
    ["", Number.NaN],
])("the quantity %s", (text, number) => {
    expect(quantity(text)).toBe(number);
});

test.each([
    ["@daily", 24],
    ["@every 30h", 30],
    ["@fortnightly", Number.POSITIVE_INFINITY],
    ["constructor", Number.POSITIVE_INFINITY],
    ["0 * * * *", 1],
    ["0 3 * * *", 24],
    ["0 0,12 * * *", 12],
    ["0 8-18/2 * * *", 14],
    ["0 8/4 * * *", 12],
    ["0 8-10 * * *", 22],
    ["0 3 */1 * */1", 24],
    ["0 3 1 * *", 31 * 24],
    ["0 3 * * 0", 7 * 24],
    ["0 3 * 6 *", Number.POSITIVE_INFINITY],
    ["0 3 * *", Number.POSITIVE_INFINITY],
    ["TZ=Europe/Berlin 0 3 * * *", 24],
])("the schedule %s", (schedule, longest) => {
    expect(period(schedule)).toBe(longest);
});

test.each([
    [hours, "30h30m", 30.5],
    [hours, "2d", 0],
    [hours, "5parsecs", 0],
    [retentionHours, "2d", 48],
    [retentionHours, "1w", 168],
])("%o reads the duration %s", (read, duration, sum) => {
    expect(read(duration)).toBe(sum);
});
