import type { Inventory } from "../inventory/inventory.ts";
import { text } from "../inventory/known.ts";
import type { Resource } from "../inventory/resource.ts";
import { addressAfter, addressAt, contains } from "./cidr.ts";
import { readablePolicies } from "./network.ts";
import type { Network, Place } from "./reachability.ts";

/** Whom pods talk to beside each other. */
export interface Outside {
    readonly name: string;
    readonly detail: string;
    /** Whether connections begin there. */
    readonly opens: boolean;
    /** One for each part of it that policies tell from the others. */
    readonly places: readonly Place[];
}

const metadataService = ["169.254.169.254", "fd00:ec2::254"];
const linkLocal = ["169.254.0.0/16", "fe80::/10"];
const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];
/** Ranges in which no host is (RFC 6890). */
const hostless = ["0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3"];

/** Every address is of the first of these that has it: what is the API server's is the VPC's no more. */
export function outsideOf(inventory: Inventory, network: Network, pods: string): readonly Outside[] {
    const vpc = inventory.of("aws:ec2/vpc:Vpc").flatMap(cidrOf);
    const kinds = [
        { name: "Instance metadata", detail: "IMDS", opens: false, has: metadataService },
        { name: "Link-local", detail: "agents of the node", opens: true, has: linkLocal },
        { name: "API server", detail: "and its webhooks", opens: true, has: apiServer(inventory) },
        { name: "VPC", detail: "nodes, balancers, AWS", opens: true, has: vpc },
        { name: "Private networks", detail: "", opens: true, has: privateRanges },
        { name: "Internet", detail: "", opens: true, has: ["0.0.0.0/0", "2000::/3"] },
    ];
    const blocks = readablePolicies(network).flatMap(({ spec: { ingress = [], egress = [] } }) =>
        [...ingress, ...egress]
            .flatMap(({ from = [], to = [] }) => [...from, ...to])
            .flatMap(({ ipBlock }) => (ipBlock ? [ipBlock.cidr, ipBlock.except ?? []].flat() : [])),
    );
    const ranges = [...blocks, ...hostless, ...kinds.flatMap(({ has }) => has)];
    const starts = ranges
        .flatMap((range) => [addressAt(range, 0), addressAfter(range)])
        .filter((ip) => ip !== undefined);
    const parts = Map.groupBy(new Set(starts), (ip) =>
        isIn(hostless, ip) ? undefined : kinds.find(({ has }) => isIn(has, ip)),
    );
    const found = kinds.map((kind) => ({ ...kind, places: (parts.get(kind) ?? []).map((ip): Place => ({ ip })) }));
    const dns = { name: "kube-system", detail: "DNS", opens: false, places: [{ ...kubeDns, ip: pods }] };
    return [dns, ...found.filter(({ places }) => places.length > 0)].reverse();
}

const isIn = (ranges: readonly string[], ip: string): boolean => ranges.some((range) => contains(range, ip));

const kubeDns = {
    namespace: "kube-system",
    labels: { "k8s-app": "kube-dns", "eks.amazonaws.com/component": "coredns" },
    ports: [
        { name: "dns", containerPort: 53, protocol: "UDP" },
        { name: "dns-tcp", containerPort: 53, protocol: "TCP" },
    ],
};

/** The subnets of the control plane, and the first address of Services, which is the API server's. */
const apiServer = (inventory: Inventory): string[] =>
    inventory.of("aws:eks/cluster:Cluster").flatMap((cluster) => {
        const subnets = inventory.sources(cluster, "vpcConfig", "aws:ec2/subnet:Subnet").flatMap(cidrOf);
        const services = text(() => cluster.props.kubernetesNetworkConfig.serviceIpv4Cidr);
        return [...subnets, services && addressAt(services, 1)].filter((range) => range !== undefined);
    });

const cidrOf = ({ props }: Resource): string[] => [text(() => props.cidrBlock) ?? []].flat();
