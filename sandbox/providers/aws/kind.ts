import { at, type Check, type Checks } from "../checks.ts";
import type { Failure } from "../cloud.ts";
import type { Values } from "../values.ts";
import type { Scope, World } from "./world.ts";

/**
 * What the simulation knows of a type of AWS resource beyond what its SDK says. Texts in braces are filled in from the
 * inputs and from `{id}`, `{region}`, `{account}`, and from `{hash}` (17 hex digits), `{uuid}` and `{suffix}` (6 hex
 * digits), which are made from the URN and the immutable inputs: the same plan makes the same ids.
 */
export interface Kind {
    /** Default `{hash}`. */
    id?: string | ((facts: Facts) => string);
    /** What follows `arn:aws:`. */
    arn?: string;
    /** Default: `region`. */
    scope?: Scope;
    /** No two can share this. Default: `id`, where it is made of inputs alone. */
    unique?: string;
    /** The property that gets a name where the program gives none, and the longest name. Default: `name`, 255. */
    named?: [property: string, longest: number, letters?: "small"];
    checks?: Checks;
    /** What is wrong between properties. */
    relations?(inputs: Values): Failure[];
    /** Properties that no update can change, beside the name and the region. */
    immutable?: string[];
    /** Properties that name things which must exist, and the short type of those. */
    refersTo?: Record<string, string>;
    /** The references whose targets cannot be deleted before this. */
    occupies?: string[];
    /** Facts for others to be checked against, beside the references. */
    records?: string[];
    /** What AWS would refuse because of what is there already. */
    refuses?(inputs: Values, world: World, id: string): string | undefined;
    /** Things that AWS makes and removes along with it: short type to id. */
    createsAlong?: Record<string, string>;
    /** Types that vanish with it, and the property by which they name it. */
    deletesAlong?: Record<string, string>;
    /** Outputs that every update makes anew. */
    recomputed?: string[];
    /** Outputs that are neither inputs nor the ARN. */
    outputs?(facts: Facts): Values;
}

export type Kinds = Record<string, Kind>;

/** A failure unless exactly one of the properties is given. */
export function exactlyOne(inputs: Values, what: string, properties: string[]): Failure[] {
    const given = properties.filter((property) => inputs[property] !== undefined);
    if (given.length === 1) return [];
    const reason = `${what} is needed, exactly one of ${properties.join(", ")}${given.length > 0 ? `, not ${given.join(" and ")}` : ""}`;
    return [{ property: given[0] ?? properties[0] ?? "", reason }];
}

/** What ids, ARNs and outputs are made of. */
export interface Facts extends Values {
    id: string;
    region: string;
    account: string;
    hex: string;
    hash: string;
    uuid: string;
    suffix: string;
    /** 1, and one more with every update. */
    revision: number;
}

/** Fills in the braces of a text; what an input does not say stays empty. */
export const filled = (text: string, facts: Values): string =>
    text.replace(/\{(\w+)\}/g, (_, key: string) => String(facts[key] ?? ""));

/** Everything that no update can change. */
export const immutable = (kind: Kind): string[] => [...(kind.immutable ?? []), (kind.named ?? ["name"])[0], "region"];

/** The inputs that no update can change: with others, it is another thing. */
export const identityOf = (inputs: Values, kind: Kind): unknown =>
    immutable(kind).map((path) => (path === "region" ? undefined : at(inputs, path)));

/** `aws:ec2/subnet:Subnet` is `ec2.Subnet`. */
export function shortType(token: string): string {
    const [, module = "", name = ""] = token.split(":");
    return `${module.split("/")[0]}.${name}`;
}

export const arn: Check = (value) =>
    /^arn:aws[\w-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws|[\w-]*):.+$/.test(String(value))
        ? undefined
        : "an ARN such as arn:aws:iam::111122223333:role/name";
