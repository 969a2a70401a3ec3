import type { Addon, Egress, Ingress } from "../../components/platform/addon.ts";
import { networkPolicies } from "../../components/platform/network-policies.ts";
import { typeOf } from "../../policy-pack/inventory/api.ts";
import type { Inventory } from "../../policy-pack/inventory/inventory.ts";
import type { Resource } from "../../policy-pack/inventory/resource.ts";
import { merged, portsInWords, type Reach, reachOf } from "../../policy-pack/report/picture/reach.ts";
import { inventoryOf } from "../policy-pack/judged.ts";
import { chartPath, hasChart, type Rendered, render } from "./render.ts";

/** Where the example's cluster is. */
const ranges = {
    nodeCidrs: ["10.0.0.0/16"],
    controlPlaneCidrs: ["10.0.255.192/28", "10.0.255.208/28", "10.0.255.224/28"],
    apiServerPorts: [443],
    serviceCidr: "172.20.0.0/16",
};

const resource = (type: string, name: string, props: object, ids: string[] = []): Resource => ({
    ...{ urn: `urn:pulumi:test::test::${type}::${name}`, type, name, props, ids },
});

const cloud = [
    resource("aws:ec2/vpc:Vpc", "shop", { cidrBlock: ranges.nodeCidrs[0] }),
    ...ranges.controlPlaneCidrs.map((cidrBlock) =>
        resource("aws:ec2/subnet:Subnet", cidrBlock, { cidrBlock }, [cidrBlock]),
    ),
    resource("aws:eks/cluster:Cluster", "shop", {
        vpcConfig: { subnetIds: ranges.controlPlaneCidrs },
        kubernetesNetworkConfig: { serviceIpv4Cidr: ranges.serviceCidr },
    }),
];

export const resourcesOf = (objects: readonly Rendered[]): Resource[] =>
    objects.map(({ apiVersion, kind, metadata, ...rest }) =>
        resource(typeOf(apiVersion, kind), `${kind} ${metadata.namespace}/${metadata.name}`, { metadata, ...rest }),
    );

const namespace = (name: string, labels?: object): Rendered => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels },
});

/** Namespaces of teams, whose pods no policy is about; one has the labels by which the platform lets teams in. */
const teams = [
    namespace("blog"),
    namespace("team", {
        "production-cluster/sends-traces": "true",
        "production-cluster/gateway": "true",
        "production-cluster/vault": "true",
    }),
];

const inMonitoring = (apiVersion: string, kind: string, name: string, spec: object): Rendered => ({
    ...{ apiVersion, kind, metadata: { name, namespace: "monitoring" }, spec },
});

/** Pods that policies tell from the others of their namespace, where no chart brings them. */
export const knownPods: readonly Rendered[] = [
    inMonitoring("monitoring.coreos.com/v1", "Prometheus", "monitoring-prometheus", {}),
    ...["monitoring-grafana", "monitoring-operator"].map((name) =>
        inMonitoring("apps/v1", "Deployment", name, { template: { spec: { containers: [{ name }] } } }),
    ),
];

/** What there is without any chart. */
export const fewObjects: readonly Rendered[] = [...knownPods, ...teams];

/** The objects of the charts at hand, and those beside them. */
export function objectsOf(addons: readonly Addon[]): Rendered[] {
    const rendered = addons.flatMap((addon) => {
        const { before = [], after = [], values } = addon;
        const chart = hasChart(addon) && chartPath(addon.chart) !== undefined ? render(addon, values) : [];
        return [...chart, ...before, ...after].map(
            (object: Rendered): Rendered => ({
                ...object,
                metadata: { ...object.metadata, namespace: object.metadata.namespace ?? addon.namespace.name },
            }),
        );
    });
    const isThere = rendered.some(({ kind }) => kind === "Prometheus");
    return [...rendered, ...(isThere ? [] : knownPods), ...teams];
}

/** Who may reach whom by the policies that become of add-ons, as the installation makes them, and by those among objects. */
export function reach(addons: readonly Addon[], objects: readonly Rendered[]): Reach {
    const own = addons.flatMap((addon): Rendered[] => [
        namespace(addon.namespace.name, addon.namespace.labels),
        ...networkPolicies(addon, ranges).map(({ name, spec }) => ({
            apiVersion: "networking.k8s.io/v1",
            kind: "NetworkPolicy",
            metadata: { name, namespace: addon.namespace.name },
            spec,
        })),
    ]);
    return reachIn(inventoryOf([...cloud, ...resourcesOf([...own, ...objects])]));
}

export function reachIn(inventory: Inventory): Reach {
    const found = reachOf(inventory);
    if (!found) throw new Error("there are no pods");
    return found;
}

type Flow = Ingress | Egress;

/** What both sides of a pair of add-ons declare, as lines, without a look at any policy. */
export const declaredLines = (addons: readonly Addon[]): string[] => {
    const ends = addons.flatMap(({ namespace: { name }, traffic }) => [
        { name, traffic, namespace: name, isPrometheus: false },
        ...(name === "monitoring"
            ? [{ name: `${name}/prometheus`, traffic, namespace: name, isPrometheus: true }]
            : []),
    ]);
    return ends.flatMap((from) =>
        ends.flatMap((to) => {
            const called = from.traffic.to.filter(({ peer }) => leadsTo(peer, from.namespace, to.namespace));
            const taken = to.traffic.from.filter(({ peer }) =>
                peer === "metrics" ? from.isPrometheus : leadsTo(peer, to.namespace, from.namespace),
            );
            const ports = called.flatMap((one) => taken.flatMap((other) => common(portsOf(one), portsOf(other))));
            if (ports.length === 0) return [];
            return [`${from.name} → ${to.name}: ${ports.includes("any") ? "every port" : inWords(ports as number[])}`];
        }),
    );
};

const leadsTo = (peer: Flow["peer"], home: string, other: string): boolean =>
    peer === "sameNamespace"
        ? home === other
        : typeof peer === "object" && "namespace" in peer && peer.namespace === other;

type Port = number | "any";

function common(some: readonly Port[], others: readonly Port[]): readonly Port[] {
    if (some.includes("any")) return others;
    return others.includes("any") ? some : some.filter((port) => others.includes(port));
}

const inWords = (ports: readonly number[]): string =>
    portsInWords(merged(ports.map((port) => ({ protocol: "TCP", first: port, last: port }))));

/** One port of one peer that an add-on declares, and the add-ons without it. */
export interface Removal {
    readonly name: string;
    readonly namespace: string;
    readonly addons: readonly Addon[];
}

/** All that can be taken out of what is declared; a peer that is declared twice counts once. */
export const removals = (addons: readonly Addon[]): Removal[] =>
    addons.flatMap((addon) =>
        (["from", "to"] as const).flatMap((direction) => {
            const flows: readonly Flow[] = addon.traffic[direction];
            const units = new Set(flows.flatMap((flow) => portsOf(flow).map((port) => `${peerOf(flow)}, ${port}`)));
            return [...units].map((unit) => {
                const left = flows.flatMap((flow) => without(flow, unit));
                const changed = { ...addon, traffic: { ...addon.traffic, [direction]: left } };
                return {
                    name: `${addon.name} ${direction} ${unit}`,
                    namespace: addon.namespace.name,
                    addons: addons.map((each) => (each === addon ? changed : each)),
                };
            });
        }),
    );

const portsOf = ({ ports = "any" }: Flow): readonly Port[] => (ports === "any" ? ["any"] : ports);

/** Why the Internet is reached is no part of who it is. */
function peerOf({ peer }: Flow): string {
    if (typeof peer === "string") return peer;
    return "internet" in peer ? "the Internet" : Object.entries(peer).flat().join(" ");
}

function without(flow: Flow, unit: string): Flow[] {
    const ports = portsOf(flow).filter((port) => `${peerOf(flow)}, ${port}` !== unit);
    if (ports.length === 0) return [];
    return [ports.includes("any") ? flow : { ...flow, ports: ports.filter((port) => port !== "any") }];
}
