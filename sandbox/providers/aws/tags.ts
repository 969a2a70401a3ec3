import { at } from "../checks.ts";
import type { Failure } from "../cloud.ts";
import { asRecord, type Values } from "../values.ts";

const limits = { tags: 50, key: 128, value: 256 };

/**
 * Letters, digits, white space and `_.:/=+-@`:
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 */
const spelling = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export function tagFailures(inputs: Values): Failure[] {
    const tags = asRecord(inputs.tagsAll ?? inputs.tags);
    const failures = at({ tags }, "tags.*").flatMap(([property, value]) => {
        const reason = tagFault(property.slice("tags.".length), value);
        return reason ? [{ property, reason }] : [];
    });
    const count = Object.keys(tags).length;
    if (count > limits.tags) failures.push({ property: "tags", reason: `at most ${limits.tags} tags, not ${count}` });
    return failures;
}

function tagFault(key: string, value: unknown): string | undefined {
    if (key.toLowerCase().startsWith("aws:")) return `the key ${key} is AWS's own: no tag key starts with aws:`;
    if (key.length === 0 || key.length > limits.key) return `a tag key has 1 to ${limits.key} characters`;
    if (String(value).length > limits.value) return `the value of ${key} has at most ${limits.value} characters`;
    return spelling.test(key) && spelling.test(String(value))
        ? undefined
        : `the tag ${key} may hold letters, digits, spaces and _ . : / = + - @`;
}
