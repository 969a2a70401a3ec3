import { apiOf, kindKey } from "../inventory/api.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { once } from "../inventory/once.ts";
import type { Release } from "../inventory/release.ts";
import type { Resource } from "../inventory/resource.ts";
import { UnknownValue } from "../inventory/unknown.ts";
import { nameOf } from "./image-references.ts";
import { addon } from "./subjects.ts";
import { type System, type SystemName, systemOf } from "./systems.ts";
import { podTemplate, workloadsOf } from "./workloads.ts";

/** What is there of a system, by the way that it was installed. */
export interface Installed {
    /** Charts of it, as releases or entrusted to an installer. */
    readonly releases: readonly Release[];
    /** Workloads that run it and that no such release holds: plain objects, or those of another chart. */
    readonly workloads: readonly Resource[];
    readonly addons: readonly Resource[];
}

/** Charts of any of these names, whoever installs them. */
export function releasesOf(inventory: Inventory, ...charts: string[]): readonly Release[] {
    return [...inventory.releases, ...inventory.entrusted].filter(
        ({ chart }) => chart !== undefined && charts.includes(chart),
    );
}

export function installedOf(inventory: Inventory, name: SystemName): Installed {
    const { charts, images = [], addons = [], beside } = systemOf(name);
    const releases = releasesOf(inventory, ...charts);
    const named = new Set(releases.map(({ resource }) => resource.urn));
    const found = images.flatMap((image) => running(inventory).get(lastOf(image))?.filter(runs(image)) ?? []);
    const workloads = [...new Set(found)].filter(
        (workload) => !named.has(workload.release ?? "") && !beside?.test(wordsOf(workload)),
    );
    return { releases, workloads, addons: addons.flatMap((each) => addon(inventory, each) ?? []) };
}

/** Objects of a kind that no chart of the system brings, which is judged by its values. */
export function ownObjects(inventory: Inventory, name: SystemName, kind: string, group: string): readonly Resource[] {
    const named = new Set(releasesOf(inventory, ...systemOf(name).charts).map(({ resource }) => resource.urn));
    return inventory.objects(kind, group).filter(({ release = "" }) => !named.has(release));
}

/** Whether a system is there in any way that can be seen. */
export function isInstalled(inventory: Inventory, name: SystemName): boolean {
    const { releases, workloads, addons } = installedOf(inventory, name);
    return releases.length + workloads.length + addons.length > 0;
}

/** An object that only this system serves: whoever installs it, it is in the cluster. */
export function traceOf({ resources }: Inventory, name: SystemName): Resource | undefined {
    const { apis = [] }: System = systemOf(name);
    return resources.find(({ type }) => {
        const { group = "" } = apiOf(type) ?? {};
        return apis.includes(group) || apis.includes(kindKey(type));
    });
}

const kinds = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod"] as const;

/** Workloads by the last part of the repositories of their main images. */
const running = once((inventory): ReadonlyMap<string, Resource[]> => {
    const index = new Map<string, Resource[]>();
    for (const workload of workloadsOf(...kinds)(inventory)) {
        for (const last of new Set(repositoriesOf(workload).map(lastOf))) {
            index.set(last, [...(index.get(last) ?? []), workload]);
        }
    }
    return index;
});

const lastOf = (repository: string): string => repository.slice(repository.lastIndexOf("/") + 1);

/** Whether a workload runs an image, from whatever registry: mirrors keep the end of its name. */
const runs =
    (image: string) =>
    (workload: Resource): boolean =>
        repositoriesOf(workload).some((each) => each === image || each.endsWith(`/${image}`));

/** Repositories of the main containers, as far as they can be read. */
const repositoriesOf = (workload: Resource): string[] =>
    mainContainers(workload).flatMap((container) => {
        const image = attempt(() => container.image);
        return typeof image === "string" ? nameOf(image) : [];
    });

/** The name of a workload with the command of its main containers. */
export const wordsOf = (workload: Resource): string =>
    [
        attempt(() => workload.props.metadata?.name) ?? workload.name,
        ...mainContainers(workload).flatMap((container) => [
            ...(attempt(() => container.command) ?? []),
            ...(attempt(() => container.args) ?? []),
        ]),
    ].join(" ");

interface Container {
    readonly image?: unknown;
    readonly command?: string[];
    readonly args?: string[];
}

function mainContainers(workload: Resource): readonly Container[] {
    const list: unknown = attempt(() => podTemplate(workload).spec?.containers);
    return Array.isArray(list) ? list.filter((each) => typeof each === "object" && each !== null) : [];
}

/** What cannot be read, or has a shape that no API server takes, tells nothing. */
function attempt<T>(read: () => T): T | undefined {
    try {
        return read();
    } catch (error) {
        if (error instanceof UnknownValue || error instanceof TypeError) return undefined;
        throw error;
    }
}
