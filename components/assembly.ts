import type { Part, PartOutputs, Platform } from "./part.ts";
import type { Addon } from "./platform/addon.ts";
import { dashboardConfigMap } from "./platform/dashboard.ts";
import { withBothSides } from "./platform/flows.ts";
import { mergedValues } from "./platform/merged-values.ts";
import { packagedRunbooks, prometheusRule } from "./platform/rules.ts";
import type { Selection } from "./selection.ts";
import type { Settings } from "./settings.ts";

/** Second pass: the add-ons, with the flows between them, and what they tell the user of the stack. */
export function assemble(
    { parts, offers, exemptions }: Selection,
    settings: Settings,
    cluster: Pick<Platform, "profile" | "eks">,
): { addons: Addon[]; outputs: PartOutputs } {
    const secretReaders = parts.flatMap(({ namespace, reads }) =>
        namespace && reads ? [{ namespace: namespace.name, secretNames: reads(settings) }] : [],
    );
    const platform = { ...cluster, offers, exemptions, secretReaders };
    const built = parts.flatMap((part) => {
        const { name, namespace } = part;
        const addon = build(part, settings, platform);
        if (addon && namespace) return [{ name, namespace, addon }];
        if (addon || namespace) throw new Error(`${name} has no namespace to run in, or one in which nothing runs`);
        return [];
    });
    const runbooks = settings.alerts?.runbookUrl ?? packagedRunbooks;
    const addons = built.map(
        ({ name, namespace, addon: { outputs: _, rules = [], dashboards = [], values = {}, ...addon } }) => ({
            ...addon,
            name,
            namespace,
            after: [
                ...(addon.after ?? []),
                ...(rules.length > 0 ? [prometheusRule({ name, namespace }, rules, runbooks)] : []),
                ...dashboards.map((dashboard) => dashboardConfigMap({ name, namespace }, dashboard)),
            ],
            values: mergedValues(
                values,
                Object.hasOwn(settings.chartValues, name) ? settings.chartValues[name] : undefined,
            ),
        }),
    );
    return { addons: withBothSides(addons), outputs: Object.assign({}, ...built.map(({ addon }) => addon.outputs)) };
}

function build(part: Part, settings: Settings, platform: Platform) {
    if (part.onlyOnEks === undefined) return part.addon(settings, platform);
    if (!platform.eks) throw new Error(`${part.name} is there on EKS only: ${part.onlyOnEks}`);
    return part.addon(settings, { ...platform, eks: platform.eks });
}
