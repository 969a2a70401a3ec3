import type { Offers } from "../../../offers.ts";
import type { Ingress, MeshCaller } from "../../../platform/addon.ts";
import type {
    AuthorizationPolicy,
    AuthorizationRule,
    KubernetesObject,
    PeerAuthentication,
} from "../../../platform/kubernetes-object.ts";
import { gatewayRef } from "../../gateway-ref.ts";

const apiVersion = "security.istio.io/v1" as const;

/** Trust domain of a cluster on its own. */
const prometheus = "cluster.local/ns/monitoring/sa/monitoring-prometheus";

type Source = NonNullable<AuthorizationRule["from"]>[number]["source"];

/** Everybody whom network policies let in. */
const anybody: Source = { ipBlocks: ["0.0.0.0/0"] };

/**
 * For the whole mesh: mutual TLS alone, and nobody is let in. What else is let in is added to this.
 *
 * @param root the namespace whose policies are for every other
 * @param gateway where the proxies are that people come in by; which namespaces they may call is in their network
 *     policies. A load balancer has no name in the mesh
 */
export const closed = (
    root: string,
    gateway: NonNullable<Offers["gateway"]>["from"] | undefined,
): (PeerAuthentication | AuthorizationPolicy)[] => [
    {
        apiVersion,
        kind: "PeerAuthentication",
        metadata: { name: "default", namespace: root },
        spec: { mtls: { mode: "STRICT" } },
    },
    policy("default-deny", root, {}),
    ...(typeof gateway === "object"
        ? [policy("gateway", root, { rules: [{ from: [{ source: { namespaces: [gateway.namespace] } }] }] })]
        : []),
];

/** What the network policies of a namespace let in, by who is known in the mesh. */
export const admit = (namespace: string, from: readonly Ingress[]): KubernetesObject[] => [
    policy("declared-flows", namespace, {
        rules: from.flatMap(({ peer, ports }) => {
            const source = sourceOf(peer, namespace);
            return source ? [{ from: [{ source }], ...(ports === "any" ? {} : to(ports)) }] : [];
        }),
    }),
];

/** Nobody of the API server, nodes and ranges speaks mutual TLS; a label of a namespace is no name in it. */
function sourceOf(peer: Ingress["peer"], namespace: string): Source | undefined {
    if (peer === "sameNamespace") return { namespaces: [namespace] };
    if (peer === "metrics") return { principals: [prometheus] };
    return typeof peer === "object" && "namespace" in peer ? { namespaces: [peer.namespace] } : undefined;
}

/** Pods that people, load balancers and programs outside of the mesh call as before. */
export const leaveOpen = (namespace: string, { name, pods, gateway, ports }: MeshCaller): KubernetesObject[] => {
    const selector = { matchLabels: pods };
    // By its pods a policy reaches a Gateway only while a setting of istiod says so.
    const of = gateway ? { targetRefs: [gatewayRef(gateway)] } : { selector };
    return [
        {
            apiVersion,
            kind: "PeerAuthentication",
            metadata: { name, namespace },
            spec: { selector, mtls: { mode: "PERMISSIVE" } },
        },
        policy(name, namespace, { ...of, rules: [{ from: [{ source: anybody }], ...(ports ? to(ports) : {}) }] }),
    ];
};

const to = (ports: readonly number[]): Pick<AuthorizationRule, "to"> => ({
    to: [{ operation: { ports: ports.map(String) } }],
});

const policy = (name: string, namespace: string, spec: AuthorizationPolicy["spec"]): AuthorizationPolicy => ({
    apiVersion,
    kind: "AuthorizationPolicy",
    metadata: { name, namespace },
    spec,
});
