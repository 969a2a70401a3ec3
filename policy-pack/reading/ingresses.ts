import type { Inventory } from "../inventory/inventory.ts";
import { once } from "../inventory/once.ts";
import type { Resource } from "../inventory/resource.ts";
import { annotationsOf } from "./subjects.ts";

export const ingresses = (inventory: Inventory) => inventory.objects("Ingress", "networking.k8s.io");

/** Name of the class of an Ingress, in the field or in the annotation that was before it; empty where it has none. */
export const classOf = (ingress: Resource): string =>
    ingress.props.spec?.ingressClassName ?? annotationsOf(ingress)["kubernetes.io/ingress.class"] ?? "";

/** Where a path leads. */
export interface Backend {
    service?: { name: string; port?: { name?: string; number?: number } };
}

interface IngressRule {
    host?: string;
    http?: { paths?: { path?: string; backend?: Backend }[] };
}

const rulesOf = ({ props }: Resource): IngressRule[] => props.spec?.rules ?? [];
export const hostsOf = (ingress: Resource) => rulesOf(ingress).map(({ host }) => host);

/** All paths of an Ingress with their backends, whatever the host. */
export const backendsOf = (ingress: Resource): readonly { path?: string; backend: Backend }[] =>
    rulesOf(ingress).flatMap(({ http }) => (http?.paths ?? []).map(({ path, backend = {} }) => ({ path, backend })));

/** Where certificate authorities look for what proves the ownership of a host, in plain HTTP (RFC 8555, 8.3). */
const challenges = "/.well-known/acme-challenge/";

export const isChallenge = (path: string | undefined): boolean => path?.startsWith(challenges) ?? false;

/** Whether an Ingress is there for a certificate to come, and for nothing else, such as cert-manager makes. */
export function servesChallenges(ingress: Resource): boolean {
    const paths = backendsOf(ingress);
    return paths.length > 0 && paths.every(({ path }) => isChallenge(path));
}

/** What a controller takes together with the Ingress of the same host, as one: a share of the traffic, or the host. */
const companions: Readonly<Record<string, string>> = {
    "nginx.ingress.kubernetes.io/canary": "true",
    "nginx.org/mergeable-ingress-type": "master",
};

const isCompanion = (ingress: Resource): boolean =>
    Object.entries(companions).some(([annotation, value]) => annotationsOf(ingress)[annotation] === value);

/** Hosts and paths that an Ingress takes for itself, each with the class: another controller has others. */
export function pathsOf(ingress: Resource): readonly string[] {
    if (isCompanion(ingress)) return [];
    const name = classOf(ingress);
    return rulesOf(ingress).flatMap(({ host, http }) =>
        (http?.paths ?? [{}]).map(({ path }) => `${name} ${host}${path ?? "/"}`),
    );
}

/** By how many Ingresses each host and path is taken. */
export const pathsOfAll = once((inventory): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>();
    const paths = ingresses(inventory).flatMap((ingress) => [...new Set(pathsOf(ingress))]);
    for (const path of paths) counts.set(path, (counts.get(path) ?? 0) + 1);
    return counts;
});
