import type { Entry } from "../account.ts";
import type { Resource } from "../cloud.ts";
import { hexOf, uuidOf } from "../digest.ts";
import type { Values } from "../values.ts";
import { type Facts, filled, identityOf, shortType } from "./kind.ts";
import { kindOf } from "./kinds.ts";

/** Where a thing is. */
export interface Location {
    readonly region: string;
    readonly account: string;
}

/** What texts in braces are filled in with; what exists keeps the hash that it was made with. */
export function factsOf(resource: Resource, inputs: Values, { region, account }: Location, made?: Entry): Facts {
    const identity = identityOf(inputs, kindOf(shortType(resource.type)));
    const hex = String(made?.hex ?? hexOf(resource.urn, account, region, identity));
    return {
        path: "/",
        ...inputs,
        id: "",
        region,
        account,
        hex,
        hash: hex.slice(0, 17),
        uuid: uuidOf(hex),
        suffix: hex.slice(-6),
        revision: Number(made?.revision ?? 1),
    };
}

export function idOf(resource: Resource, facts: Facts): string {
    const { id = "{hash}" } = kindOf(shortType(resource.type));
    return typeof id === "string" ? filled(id, facts) : id(facts);
}

/** What no other thing of the type can have: a name, or else the id. */
export function keyOf(resource: Resource, facts: Facts): { text: string; named: boolean } {
    const { id = "{hash}", unique } = kindOf(shortType(resource.type));
    const named = unique ?? (typeof id === "string" && !/\{(hash|uuid|suffix)\}/.test(id) ? id : undefined);
    const text = named && filled(named, facts).trim();
    return text ? { text, named: true } : { text: idOf(resource, facts), named: false };
}
