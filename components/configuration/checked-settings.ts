import { InputPropertiesError } from "@pulumi/pulumi";
import type { ProductionClusterArgs } from "../arguments.ts";
import { clusterRelations } from "../relations.ts";
import { clusterSchema, type Settings } from "../settings.ts";
import { clusterName } from "./fields.ts";
import { cannotBeBuilt } from "./mistake.ts";
import { parse } from "./parse.ts";

/** Those of a stack, which are checked with all that only a stack has. */
const checked = new WeakSet<object>();

/** Tells that these settings need not be checked again. */
export function markChecked(settings: Settings): Settings {
    checked.add(settings);
    return settings;
}

/** The settings of a component's arguments. Throws one `InputPropertiesError` that lists every mistake. */
export function settingsOf(name: string, args: ProductionClusterArgs): Settings {
    if (checked.has(args)) return args as Settings;
    const mistakes = (clusterName.safeParse(name).error?.issues ?? []).map(({ message }) => ({
        path: "name",
        reason: message,
    }));
    const parsed = parse(clusterSchema, clusterRelations, args);
    mistakes.push(...parsed.mistakes);
    if (parsed.value && mistakes.length === 0) return parsed.value;
    throw new InputPropertiesError({
        message: cannotBeBuilt(name, mistakes),
        errors: mistakes.map(({ path, reason }) => ({ propertyPath: path, reason })),
    });
}
