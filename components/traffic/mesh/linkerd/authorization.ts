import type { Ingress, MeshCaller } from "../../../platform/addon.ts";
import type {
    KubernetesObject,
    LinkerdAuthorizationPolicy,
    LinkerdServer,
    NetworkAuthentication,
} from "../../../platform/kubernetes-object.ts";
import { podMonitor } from "../../../platform/pods.ts";
import { namespaces, proxyPorts } from "./linkerd.ts";

const group = "policy.linkerd.io";
const apiVersion = `${group}/v1alpha1` as const;

/** Protocols in which the server speaks first, or the client says nothing by which one knows it: the chart's list. */
const opaque = new Set([25, 587, 3306, 4444, 5432, 6379, 9300, 11_211]);

/**
 * What the network policies of a namespace let in, by who is known in the mesh. Nobody is let in to a port that no flow
 * names. Prometheus is outside of the mesh: to what it reads whoever gets there is let in, and the network policies say
 * that it alone does.
 */
export function admit(namespace: string, from: readonly Ingress[]): KubernetesObject[] {
    const declared = new Map<number, string[]>();
    const scraped = new Set<number>();
    for (const { peer, ports } of from) {
        if (ports === "any") continue;
        if (peer === "metrics") for (const port of ports) scraped.add(port);
        const caller = callerOf(peer, namespace);
        if (caller === undefined) continue;
        for (const port of ports) declared.set(port, [...(declared.get(port) ?? []), caller]);
    }
    return [
        ...[...declared].flatMap(([port, callers]) => knownOnly(namespace, port, callers)),
        ...readable(namespace, [...scraped]),
        proxies(namespace),
    ];
}

/** Pods that people and load balancers call: what is for them passes the proxy, which has its metrics alone. */
export const leaveOpen = (namespace: string, { pods }: MeshCaller): KubernetesObject[] => [
    ...readable(namespace, [proxyPorts.metrics], pods),
    proxies(namespace),
];

/** Nobody of the API server, nodes and ranges speaks mutual TLS; a label of a namespace is no name in the mesh. */
function callerOf(peer: Ingress["peer"], namespace: string): string | undefined {
    if (peer === "sameNamespace") return namespace;
    return typeof peer === "object" && "namespace" in peer ? peer.namespace : undefined;
}

function knownOnly(namespace: string, port: number, callers: readonly string[]): KubernetesObject[] {
    const name = nameOf(port);
    return [
        server(namespace, port),
        {
            apiVersion,
            kind: "MeshTLSAuthentication",
            metadata: { name, namespace },
            spec: { identityRefs: [...new Set(callers)].map((caller) => ({ kind: "Namespace", name: caller })) },
        },
        policy(namespace, port, { group, kind: "MeshTLSAuthentication", name }),
    ];
}

const readable = (
    namespace: string,
    ports: readonly number[],
    pods?: Readonly<Record<string, string>>,
): KubernetesObject[] => [
    anybody(namespace),
    ...ports.flatMap((port) => [
        server(namespace, port, pods),
        policy(namespace, port, { group, kind: "NetworkAuthentication", name: anybodyName }),
    ]),
];

const nameOf = (port: number): string => `port-${port}`;

const server = (namespace: string, port: number, pods?: Readonly<Record<string, string>>): LinkerdServer => ({
    apiVersion: `${group}/v1beta3`,
    kind: "Server",
    metadata: { name: nameOf(port), namespace },
    spec: {
        podSelector: pods ? { matchLabels: pods } : {},
        port,
        proxyProtocol: opaque.has(port) ? "opaque" : "unknown",
        accessPolicy: "deny",
    },
});

const policy = (
    namespace: string,
    port: number,
    authentication: LinkerdAuthorizationPolicy["spec"]["targetRef"],
): LinkerdAuthorizationPolicy => ({
    apiVersion,
    kind: "AuthorizationPolicy",
    metadata: { name: nameOf(port), namespace },
    spec: {
        targetRef: { group, kind: "Server", name: nameOf(port) },
        requiredAuthenticationRefs: [authentication],
    },
});

const anybodyName = "anybody";

const anybody = (namespace: string): NetworkAuthentication => ({
    apiVersion,
    kind: "NetworkAuthentication",
    metadata: { name: anybodyName, namespace },
    spec: { networks: [{ cidr: "0.0.0.0/0" }] },
});

/** The label is the injector's. */
const proxies = (namespace: string) =>
    podMonitor(
        { name: "linkerd-proxies", namespace, labels: { "linkerd.io/control-plane-ns": namespaces.controlPlane } },
        { portNumber: proxyPorts.metrics },
    );
