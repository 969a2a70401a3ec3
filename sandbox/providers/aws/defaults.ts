import { Refusal, type Resource } from "../cloud.ts";
import { hexOf } from "../digest.ts";
import { asRecord, hasUnknown, isRecord, isUnknown, unknownValue, type Values } from "../values.ts";
import { identityOf, type Kind } from "./kind.ts";

/** Policies that a program may give as objects, and AWS gets as text. */
const documents = ["policy", "assumeRolePolicy"];

/**
 * What the real provider fills in before it checks: the region, a name with a random end (here the same for the same
 * plan), policies as text, and all tags, with the provider's default tags below the resource's own.
 */
export function completed(
    resource: Resource,
    inputs: Values,
    before: Values | undefined,
    kind: Kind,
    known: Set<string>,
    settings: Values,
): Values {
    const complete = { ...inputs };
    if (known.has("region") && settings.region !== undefined) complete.region ??= settings.region;
    for (const property of documents) {
        const document = complete[property];
        if (isRecord(document)) complete[property] = hasUnknown(document) ? unknownValue : JSON.stringify(document);
    }
    if (known.has("tags")) {
        const tags = { ...asRecord(asRecord(settings.defaultTags).tags), ...asRecord(inputs.tags) };
        complete.tagsAll = isUnknown(inputs.tags) ? unknownValue : tags;
    }
    const [property] = kind.named ?? ["name"];
    if (known.has(property) && complete[property] === undefined)
        complete[property] = before?.[property] ?? generated(resource, complete, kind);
    return complete;
}

/** Whether the name is one that was made here. */
export function isGenerated({ name }: Resource, kind: Kind, inputs: Values): boolean {
    const [property] = kind.named ?? ["name"];
    const [made, prefix] = [String(inputs[property]), String(inputs[`${property}Prefix`] ?? `${name}-`).toLowerCase()];
    return made.toLowerCase().startsWith(prefix) && /^[0-9a-f]{7}$/.test(made.slice(prefix.length));
}

function generated({ urn, name }: Resource, inputs: Values, kind: Kind): string {
    const [property, longest, letters] = kind.named ?? ["name", 255];
    const made = `${inputs[`${property}Prefix`] ?? `${name}-`}${hexOf(urn, identityOf(inputs, kind)).slice(0, 7)}`;
    if (made.length > longest)
        throw new Refusal(
            `${property}: the name made for it, ${made}, is longer than ${longest} characters; give it one, or the resource a shorter name`,
        );
    return letters === "small" ? made.toLowerCase() : made;
}
