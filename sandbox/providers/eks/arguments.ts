import * as pulumi from "@pulumi/pulumi";
import { isRecord } from "../values.ts";

/** Arguments of a component that are simulated: with any value, or with one only, as others make further resources. */
export interface Simulated {
    readonly any: readonly string[];
    readonly only: Readonly<Record<string, unknown>>;
}

/**
 * Refuses at once, each with its path, the arguments that the real component takes and the sandbox does not simulate.
 */
export function requireSimulated(component: string, args: object, { any, only }: Simulated): void {
    const given = Object.entries(args).filter(([, value]) => value !== undefined);
    const unknown = given.map(([key]) => key).filter((key) => !any.includes(key) && !(key in only));
    const other = Object.entries(only).filter(
        ([key, value]) => !matches((args as Record<string, unknown>)[key], value),
    );
    const errors = [
        ...unknown.map((propertyPath) => ({
            propertyPath,
            reason: `the sandbox does not simulate it; it knows ${[...any, ...Object.keys(only)].join(", ")}`,
        })),
        ...other.map(([propertyPath, value]) => ({
            propertyPath,
            reason: `the sandbox simulates ${JSON.stringify(value)} only: no stack of this repository plans another`,
        })),
    ];
    if (errors.length > 0)
        throw new pulumi.InputPropertiesError({ message: `The arguments of ${component} are refused.`, errors });
}

/** Whether a value is as it has to be; an object may say more, as the SDK fills in defaults. */
const matches = (value: unknown, wanted: unknown): boolean =>
    isRecord(wanted)
        ? isRecord(value) && Object.entries(wanted).every(([key, it]) => value[key] === it)
        : value === wanted;
