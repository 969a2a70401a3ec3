import { apiOf, kindKey } from "../inventory/api.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { once } from "../inventory/once.ts";
import type { Release } from "../inventory/release.ts";
import type { Resource } from "../inventory/resource.ts";
import { UnknownValue } from "../inventory/unknown.ts";
import { releasesOf } from "./installed.ts";

/** Versions of APIs that a chart no longer serves, by the first of its versions without them, and where that is said. */
const gone: readonly { api: string; chart: string; since: string }[] = [
    // https://karpenter.sh/docs/upgrading/upgrade-guide/#upgrading-to-110
    { api: "karpenter.sh/v1beta1", chart: "karpenter", since: "1.1.0" },
    { api: "karpenter.k8s.aws/v1beta1", chart: "karpenter", since: "1.1.0" },
    // https://github.com/external-secrets/external-secrets/releases/tag/v0.17.0
    { api: "external-secrets.io/v1beta1", chart: "external-secrets", since: "0.17.0" },
    // https://cert-manager.io/docs/releases/release-notes/release-notes-1.6/
    { api: "cert-manager.io/v1alpha2", chart: "cert-manager", since: "1.6.0" },
    { api: "cert-manager.io/v1alpha3", chart: "cert-manager", since: "1.6.0" },
    { api: "cert-manager.io/v1beta1", chart: "cert-manager", since: "1.6.0" },
];

interface Definition {
    readonly group?: string;
    readonly names?: { readonly kind?: string };
    readonly versions?: readonly { readonly name?: string; readonly served?: boolean }[];
}

/** Versions that the definitions of the stack serve, by `group/Kind`. */
const servedBy = once((inventory): ReadonlyMap<string, ReadonlySet<string>> => {
    const found = new Map<string, Set<string>>();
    for (const { props } of inventory.objects("CustomResourceDefinition", "apiextensions.k8s.io")) {
        const { group, names, versions = [] } = attempt(() => read(props.spec)) ?? {};
        const key = `${group}/${names?.kind}`;
        const own = found.get(key) ?? new Set();
        for (const version of versions) if (version.served !== false && version.name) own.add(version.name);
        if (versions.length > 0) found.set(key, own);
    }
    return found;
});

/** All at once, so that a part that is not known yet leaves the whole definition out. */
const read = ({ group, names, versions = [] }: Definition = {}): Definition => ({
    group,
    names: { kind: names?.kind },
    versions: versions.map(({ name, served }) => ({ name, served })),
});

/** Whether something in the stack tells which versions of the API of an object are served. */
export const isDefined = (inventory: Inventory, object: Resource): boolean =>
    servedBy(inventory).has(kindKey(object.type)) || goneIn(inventory, object) !== undefined;

/** Why the API of an object is not served; nothing where it is. */
export function notServed(inventory: Inventory, object: Resource): string | undefined {
    const { group, version = "" } = apiOf(object.type) ?? {};
    const versions = servedBy(inventory).get(kindKey(object.type));
    if (versions && !versions.has(version)) return `${group}/${version} is not served by its CustomResourceDefinition`;
    const chart = goneIn(inventory, object);
    return versions || !chart ? undefined : `${group}/${version} is gone since ${chart.chart} ${chart.since}`;
}

function goneIn(inventory: Inventory, { type }: Resource) {
    const { group, version } = apiOf(type) ?? {};
    const found = gone.find(({ api }) => api === `${group}/${version}`);
    return found && releasesOf(inventory, found.chart).some((release) => isSince(release, found.since))
        ? found
        : undefined;
}

function isSince({ resource }: Release, since: string): boolean {
    const version: unknown = attempt(() => resource.props.version);
    return typeof version === "string" && /^v?\d+(\.\d+)*/.test(version) && compare(version, since) >= 0;
}

const compare = (one: string, other: string): number =>
    one.replace(/^v/, "").localeCompare(other, "en", { numeric: true });

function attempt<T>(look: () => T): T | undefined {
    try {
        return look();
    } catch (error) {
        if (error instanceof UnknownValue || error instanceof TypeError) return undefined;
        throw error;
    }
}
