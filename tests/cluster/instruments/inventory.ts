import { json } from "node:stream/consumers";
import type { Api } from "../../../kubernetes/api.ts";
import { describe, type KubernetesObject } from "../../../kubernetes/kubernetes-object.ts";

/** What comes and goes by itself. */
const fleeting = ["Event", "Lease", "EndpointSlice", "Pod"];

/** What `apidiscovery.k8s.io` says of a group. */
interface Group {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly {
        readonly version: string;
        readonly resources: readonly { readonly responseKind: { readonly kind: string }; readonly verbs: string[] }[];
    }[];
}

/** All objects on the cluster, of every kind that can be listed: `apps/v1 Deployment kyverno/reports`. */
export async function inventoryOf(api: Api): Promise<string[]> {
    const kinds = (await Promise.all(["/api", "/apis"].map((path) => kindsAt(api, path)))).flat();
    const lists = await Promise.all(kinds.map(({ apiVersion, kind }) => api.list(apiVersion, kind)));
    return lists
        .flat()
        .filter((object) => !isMade(object))
        .map(describe)
        .toSorted();
}

async function kindsAt(api: Api, path: string): Promise<{ apiVersion: string; kind: string }[]> {
    const accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    const { items } = (await json(await api.request("GET", path, undefined, { accept }))) as { items: Group[] };
    return items.flatMap(({ metadata: { name }, versions: [preferred] }) =>
        (preferred?.resources ?? [])
            .filter(({ verbs, responseKind }) => verbs.includes("list") && !fleeting.includes(responseKind.kind))
            .map(({ responseKind: { kind } }) => ({
                apiVersion: [name, preferred?.version].filter(Boolean).join("/"),
                kind,
            })),
    );
}

/** The API server makes an APIService for the group of each CRD, and takes it away with it. */
const isMade = ({ metadata }: KubernetesObject): boolean =>
    metadata.labels?.["kube-aggregator.kubernetes.io/automanaged"] !== undefined;
