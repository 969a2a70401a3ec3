import { availableParallelism } from "node:os";
import { typeOf } from "../inventory/api.ts";
import { type Inventory, inventory } from "../inventory/inventory.ts";
import { namespaceName } from "../inventory/namespaces.ts";
import type { Inside, Release } from "../inventory/release.ts";
import type { Resource } from "../inventory/resource.ts";
import { assumedKubernetes, clusterOf } from "../inventory/scope.ts";
import { isHidden, seal, UnknownValue } from "../inventory/unknown.ts";
import { withUniqueUrns } from "../inventory/urns.ts";
import { type Apis, apisOf } from "./apis.ts";
import { identity } from "./comparison.ts";
import { Helm } from "./helm.ts";
import { KeysOfRelease } from "./keys.ts";
import type { KubernetesObject } from "./manifests.ts";
import { NotRendered } from "./not-rendered.ts";
import { type Destination, Rendering } from "./rendering.ts";
import { type Settings, settingsOf } from "./settings.ts";

/**
 * The inventory of these resources with the objects of their releases. What cannot be rendered says why, and stops
 * nothing. The engine tells resources in an order that no two plans share: by URN, what is told of them first is the same
 * each time.
 */
export async function lookInside(
    given: readonly Resource[],
    settings: Settings = settingsOf(process.env),
): Promise<Inventory> {
    const resources = given.toSorted(({ urn: one }, { urn: other }) => (one < other ? -1 : one > other ? 1 : 0));
    const outside = inventory(resources);
    const insides = new Map<string, Inside>();
    const helm = new Helm(settings);
    const attempt = async <T>({ resource }: Release, work: () => T | Promise<T>): Promise<T | undefined> => {
        try {
            return await work();
        } catch (error) {
            insides.set(resource.urn, { unseen: reason(error) });
            return undefined;
        }
    };

    const unseen = outside.releases.filter((release) => release.unseen !== undefined);
    const found = await each(unseen, (release) =>
        attempt(release, () => new Rendering(release, destinationOf(outside, release), settings)),
    );
    const ready = await each(found, (rendering) =>
        attempt(rendering.release, async () => ({ rendering, definitions: await rendering.definitions(helm) })),
    );
    const apisFor = apisByCluster(outside, ready);

    const objects = await each(ready, ({ rendering }) =>
        attempt(rendering.release, async () => {
            const apis = apisFor(rendering.release.resource);
            const objects = await rendering.objects(helm, apis);
            const keys = new KeysOfRelease(() => rendering.keys(helm, apis));
            insides.set(rendering.release.resource.urn, { defaults: (await rendering.contents).values });
            return objects.map((object) => ({ ...toResource(rendering, object), keys: keys.of(identity(object)) }));
        }),
    );
    // Releases of one name on two clusters, and objects whose names are not known, must not be taken for each other.
    return inventory([...resources, ...withUniqueUrns(objects.flat())], insides);
}

/** The APIs of the cluster that a release is on: of its own CRDs, and of those that could be on any cluster. */
function apisByCluster(all: Inventory, ready: readonly Ready[]): (release: Resource) => Apis {
    const own = all
        .objects("CustomResourceDefinition")
        .map((resource) => ({ resource, definitions: [resource.props] }));
    const brought = ready.map(({ rendering, definitions }) => ({
        resource: rendering.release.resource,
        definitions,
    }));
    const sources = [...own, ...brought].map((each) => ({ ...each, cluster: clusterOf(all, each.resource) }));
    const made = new Map<Resource | undefined, Apis>();
    return (release) => {
        const cluster = clusterOf(all, release);
        const here = sources.filter((source) => !cluster || !source.cluster || source.cluster === cluster);
        const apis = made.get(cluster) ?? apisOf(here.flatMap(({ definitions }) => definitions));
        made.set(cluster, apis);
        return apis;
    };
}

/** A release, and the CRDs that it brings. */
interface Ready {
    readonly rendering: Rendering;
    readonly definitions: readonly KubernetesObject[];
}

/** As many at once as there are processors; what gives nothing is left out. */
async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R | undefined>): Promise<R[]> {
    const results: (R | undefined)[] = [];
    const queue = items.entries();
    const worker = async () => {
        for (const [index, item] of queue) results[index] = await work(item);
    };
    await Promise.all(Array.from({ length: availableParallelism() }, worker));
    return results.filter((result) => result !== undefined);
}

/** A chart is a file that anybody may have written: what is wrong with it stops no run, and is not quoted. */
function reason(error: unknown): string {
    if (error instanceof NotRendered || error instanceof UnknownValue) return error.message;
    if (error instanceof TypeError) return "its inputs have a shape that cannot be read";
    const { code } = error as NodeJS.ErrnoException;
    if (code) return `its chart cannot be read (${code})`;
    throw error;
}

/** A namespace that is not known yet is the one that it was made from. */
function destinationOf(all: Inventory, { resource }: Release): Destination {
    const cluster = clusterOf(all, resource);
    const version = cluster && !isHidden(cluster.props, "version") ? String(cluster.props.version) : "";
    const [made] = isHidden(resource.props, "namespace")
        ? all.sources(resource, "namespace", "kubernetes:core/v1:Namespace")
        : [];
    return {
        kubernetes: /^\d+\.\d+$/.test(version) ? version : assumedKubernetes,
        namespace: made ? namespaceName(made) : resource.props.namespace || "default",
    };
}

/** The object as the resource that it would be without the release; its name says where it comes from. */
function toResource({ release, name, namespace }: Rendering, object: KubernetesObject): Resource {
    const { apiVersion, kind, metadata } = object;
    const type = typeOf(apiVersion, kind);
    const { urn: parent, provider } = release.resource;
    const place = [metadata.namespace, metadata.name]
        .map((part) => (typeof part === "string" ? part : ""))
        .filter(Boolean);
    const called = `release ${namespace}/${name}, ${kind} ${place.join("/")}`;
    const [stack, project, types] = parent.split("::");
    return {
        urn: `${stack}::${project}::${types}$${type}::${called}`,
        type,
        name: called,
        props: seal(object),
        parent,
        release: parent,
        provider,
    };
}
