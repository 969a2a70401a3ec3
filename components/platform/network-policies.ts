import { Address4 } from "ip-address";
import type { Addon, Egress, Ingress } from "./addon.ts";
import type { Host } from "./host.ts";
import { privateRanges, within } from "./ip-ranges.ts";

/** Address of the EKS Pod Identity agent on every node (link-local), where pods fetch their AWS credentials. */
const podIdentityAgent = { cidr: "169.254.170.23/32", port: 80 };

export interface NetworkPolicySpec {
    name: string;
    annotations?: Record<string, string>;
    spec: { podSelector: object; policyTypes: string[]; ingress?: Rule[]; egress?: Rule[] };
}

interface Rule {
    from?: object[];
    to?: object[];
    ports?: { port: number; protocol: string }[];
}

type Ranges = Pick<Host, "nodeCidrs" | "controlPlaneCidrs" | "apiServerPorts" | "serviceCidr">;

/**
 * The network policies of an add-on's namespace: everything is denied, then DNS and the declared flows are allowed.
 * Flows to the Internet are a policy of their own that carries their reasons.
 */
export function networkPolicies(addon: Addon, ranges: Ranges): NetworkPolicySpec[] {
    const { from, to } = addon.traffic;
    const declared = to.filter((flow) => internetReason(flow) === undefined);
    const internet = to.filter((flow) => internetReason(flow) !== undefined);
    return [
        ...closed(),
        ...(from.length > 0
            ? [policy("allow-ingress", ["Ingress"], { ingress: from.map((flow) => ingress(flow, ranges)) })]
            : []),
        ...(declared.length > 0
            ? [policy("allow-egress", ["Egress"], { egress: declared.flatMap((flow) => egress(flow, ranges)) })]
            : []),
        ...(internet.length > 0
            ? [
                  {
                      ...policy("allow-internet", ["Egress"], { egress: internet.map(beyond) }),
                      annotations: { [reasonAnnotation]: internet.map(internetReason).join(" ") },
                  },
              ]
            : []),
    ];
}

/** What every namespace begins with: nobody is reached and nobody comes, but for DNS. */
export const closed = (): NetworkPolicySpec[] => [
    policy("default-deny", ["Ingress", "Egress"], {}),
    policy("allow-dns", ["Egress"], { egress: [dns] }),
];

/** Why an object is weaker than the rest of the platform. */
export const reasonAnnotation = "production-cluster/reason";

const policy = (
    name: string,
    policyTypes: string[],
    rules: { ingress?: Rule[]; egress?: Rule[] },
): NetworkPolicySpec => ({
    name,
    spec: { podSelector: {}, policyTypes, ...rules },
});

const dns: Rule = {
    to: [{ ...namespaced("kube-system"), podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }],
    ports: [
        { port: 53, protocol: "UDP" },
        { port: 53, protocol: "TCP" },
    ],
};

const ingress = ({ peer, ports: allowed }: Ingress, ranges: Ranges): Rule => ({
    from: sources(peer, ranges),
    ...(allowed === "any" ? {} : ports(allowed)),
});

function sources(peer: Ingress["peer"], { nodeCidrs, controlPlaneCidrs }: Ranges): object[] {
    if (peer === "apiServer") return controlPlaneCidrs.map(block);
    if (peer === "nodes") return nodeCidrs.map(block);
    if (peer === "sameNamespace") return [{ podSelector: {} }];
    if (peer !== "metrics") {
        if ("cidrs" in peer) return peer.cidrs.map(block);
        return "namespace" in peer ? [namespaced(peer.namespace)] : [namespacesWith(peer.namespacesWith)];
    }
    return [{ ...namespaced("monitoring"), podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } } }];
}

function egress({ peer, ports: allowed }: Egress, ranges: Ranges): Rule[] {
    const { nodeCidrs, controlPlaneCidrs, apiServerPorts, serviceCidr } = ranges;
    if (peer === "kubeApi")
        return [{ to: [...controlPlaneCidrs, firstAddress(serviceCidr)].map(block), ...ports(apiServerPorts) }];
    if (peer === "aws")
        return [
            { to: nodeCidrs.map((cidr) => blockWithout(cidr, controlPlaneCidrs)), ...ports([443]) },
            { to: [block(podIdentityAgent.cidr)], ...ports([podIdentityAgent.port]) },
        ];
    if (peer === "nodes") return [{ to: nodeCidrs.map(block), ...ports(allowed) }];
    if (peer === "sameNamespace") return [{ to: [{ podSelector: {} }], ...ports(allowed) }];
    if (peer === "everyNamespace") return [{ to: [{ namespaceSelector: {} }], ...ports(allowed) }];
    if ("internet" in peer) return [];
    if ("cidrs" in peer) return [{ to: peer.cidrs.map(block), ...ports(allowed) }];
    const to = "namespace" in peer ? namespaced(peer.namespace) : namespacesWith(peer.namespacesWith);
    return [{ to: [to], ...ports(allowed) }];
}

const beyond = (flow: Egress): Rule => ({
    to: [{ ipBlock: { cidr: "0.0.0.0/0", except: privateRanges } }],
    ...ports(flow.ports),
});

const internetReason = ({ peer }: Egress): string | undefined =>
    typeof peer === "object" && "internet" in peer ? peer.internet : undefined;

const ports = (allowed?: number[]): Pick<Rule, "ports"> =>
    allowed ? { ports: allowed.map((port) => ({ port, protocol: "TCP" })) } : {};

const block = (cidr: string) => ({ ipBlock: { cidr } });

/** A range without those that are a part of it: the endpoints of AWS stand among the nodes, beside the control plane. */
function blockWithout(cidr: string, others: string[]) {
    const except = others.filter((other) => other !== cidr && within(other, cidr));
    return { ipBlock: { cidr, ...(except.length > 0 && { except }) } };
}

function namespaced(name: string) {
    return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } };
}

const namespacesWith = (label: string) => ({ namespaceSelector: { matchLabels: { [label]: "true" } } });

const firstAddress = (cidr: string): string => `${new Address4(cidr).startAddressExclusive().correctForm()}/32`;
