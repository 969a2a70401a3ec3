import { type CustomResourceOptions, type Resource, RunError } from "@pulumi/pulumi";
import type { Addon } from "./addon.ts";
import type { Host } from "./host.ts";
import { Installation } from "./installation.ts";
import { crdRelease } from "./release.ts";

/**
 * Installs add-ons: first the CRDs of all of them, then each add-on after what it needs. Throws before anything is made
 * when `needs` cannot be met.
 */
export function install(name: string, addons: Addon[], host: Host, parent: Resource): void {
    const ordered = inOrder(addons);
    const inCluster = { parent, provider: host.kubernetes, deletedWith: host.cluster };
    const crds = crdReleases(name, ordered, host, inCluster);
    const installed = new Map<string, Installation>();
    for (const addon of ordered) {
        const needs = (addon.needs ?? []).flatMap((need) => installed.get(need) ?? []);
        const dependsOn = [...host.ready, ...crds, ...needs.flatMap(({ needed }) => needed)];
        const ownsAwsResources = addon.ownsAwsResources || needs.some((need) => need.ownsAwsResources);
        const args = { addon, host, dependsOn, ownsAwsResources };
        installed.set(addon.name, new Installation(`${name}-${addon.name}`, args, { parent }));
    }
}

/**
 * One release a chart, however many add-ons bring it: it stays when another one brings it from now on. Once it had the name
 * of the add-on.
 */
function crdReleases(name: string, addons: Addon[], host: Host, opts: CustomResourceOptions): Resource[] {
    const bringing = addons.flatMap(({ name: addon, crds }) => (crds ? [{ addon, crds }] : []));
    return [...Map.groupBy(bringing, ({ crds }) => crds.chart.name)].flatMap(([chart, [first, ...others]]) => {
        if (!first) return [];
        const callers = [...[first, ...others].map(({ addon }) => addon), ...(first.crds.namedBefore ?? [])];
        const aliases = [...new Set(callers)].map((addon) => ({ name: `${name}-${addon}-crds` }));
        return [crdRelease(`${name}-${chart}`, first.crds, host, { ...opts, aliases })];
    });
}

/**
 * The add-ons, each after all that it needs; otherwise in the order given. Throws on an unknown need and on a circle.
 */
export function inOrder(addons: Addon[]): Addon[] {
    const byName = new Map(addons.map((addon) => [addon.name, addon]));
    const ordered = new Set<Addon>();
    const visit = (addon: Addon, path: string[]): void => {
        if (path.includes(addon.name)) {
            throw new RunError(`Add-ons need each other in a circle: ${[...path, addon.name].join(" needs ")}`);
        }
        for (const need of addon.needs ?? []) {
            const needed = byName.get(need);
            if (!needed) {
                throw new RunError(
                    `Add-on "${addon.name}" needs "${need}", which is not among: ${[...byName.keys()].join(", ")}`,
                );
            }
            visit(needed, [...path, addon.name]);
        }
        ordered.add(addon);
    };
    for (const addon of addons) visit(addon, []);
    return [...ordered];
}
