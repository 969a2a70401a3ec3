import { z } from "zod";
import { idsOf } from "../../inventory/ids.ts";
import type { Resource } from "../../inventory/resource.ts";
import { seal } from "../../inventory/unknown.ts";
import { urnParts } from "../urn.ts";

/** A field that may be left out; what writes states for others spells that as `null` too. */
const given = <T extends z.ZodType>(field: T) => field.nullish().transform((value) => value ?? undefined);

/** What is read of the engine's record of a resource; it is the same in a state file and in `pulumi preview --json`. */
export const engineRecord = z.object({
    urn: z.string().startsWith("urn:pulumi:"),
    type: z.string(),
    id: given(z.string()),
    inputs: given(z.record(z.string(), z.unknown())),
    outputs: given(z.record(z.string(), z.unknown())),
    parent: given(z.string()),
    provider: given(z.string()),
    propertyDependencies: given(z.record(z.string(), z.array(z.string()).nullable())),
    dependencies: given(z.array(z.string())),
    deletedWith: given(z.string()),
    custom: given(z.boolean()),
    /** Replaced, and waiting to be deleted. */
    delete: given(z.boolean()),
    /** Read by the program, owned by somebody else: it has outputs only. */
    external: given(z.boolean()),
});

export type EngineRecord = z.output<typeof engineRecord>;

/**
 * The resource as the policy pack sees it: its inputs, or the outputs where the program only reads it. Secrets,
 * encrypted or shown, and unknown values become leaves that throw when read.
 */
export function toResource(entry: EngineRecord): Resource {
    const dependencies = Object.entries(entry.propertyDependencies ?? {});
    const outputs = seal(entry.outputs ?? {});
    return {
        urn: entry.urn,
        type: entry.type,
        name: urnParts(entry.urn).name,
        props: entry.external ? outputs : seal(entry.inputs ?? {}),
        parent: entry.parent || undefined,
        provider: entry.provider?.replace(/::[^:]*$/, ""),
        dependencies: Object.fromEntries(dependencies.map(([property, urns]) => [property, urns ?? []])),
        order: {
            after: entry.dependencies ?? [],
            deletedWith: entry.deletedWith || undefined,
            custom: entry.custom ?? false,
        },
        ids: [...new Set([entry.id ?? "", ...idsOf(outputs)])].filter(Boolean),
        ...(entry.type === "pulumi:pulumi:Stack" && { outputs }),
    };
}

/** `project/stack`, from the first URN. */
export function stackName(entries: readonly EngineRecord[]): string {
    const { project, stack } = urnParts(entries[0]?.urn ?? "");
    return project ? `${project}/${stack}` : "empty stack";
}
