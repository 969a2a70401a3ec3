import { apiOf } from "../inventory/api.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { known, text } from "../inventory/known.ts";
import { namespaceName, namespaceOf } from "../inventory/namespaces.ts";
import { once } from "../inventory/once.ts";
import type { Resource } from "../inventory/resource.ts";
import { addressAt } from "./cidr.ts";
import { type Labels, matches, type Selector } from "./label-selectors.ts";
import type { NetworkPolicySpec } from "./network-policies.ts";
import { madePods } from "./operators.ts";
import type { ContainerPort, Network, Place } from "./reachability.ts";
import { nodeGroups } from "./subjects.ts";
import { podLabels, podSpec, runningContainers, services, workloadsOf } from "./workloads.ts";

/** The policies and namespaces of a stack. What cannot be read of a policy throws where it is asked for. */
export const networkOf = once((inventory): Network => {
    const policies = inventory.objects("NetworkPolicy", "networking.k8s.io").map((policy) => ({
        get namespace(): string {
            return namespaceOf(inventory, policy);
        },
        get spec(): NetworkPolicySpec {
            return policy.props.spec ?? {};
        },
    }));
    const namespaces = inventory
        .objects("Namespace", "core")
        .map((each): [string, Labels] => [namespaceName(each), each.props.metadata?.labels ?? {}]);
    return {
        policies: policies.map((policy) => plain(policy) ?? policy),
        namespaces: Object.fromEntries(namespaces),
    };
});

const plain = (policy: Network["policies"][number]): Network["policies"][number] | undefined =>
    known(() => ({ namespace: policy.namespace, spec: structuredClone(policy.spec) }));

/** The policies that can be read to their last leaf. */
export const readablePolicies = ({ policies }: Network): Network["policies"] =>
    policies.flatMap((policy) => plain(policy) ?? []);

/** Policies of other kinds, which decide beside these and are not read. */
export const otherPolicies = (inventory: Inventory): readonly Resource[] =>
    inventory.resources.filter(({ type }) => {
        const { group = "", kind = "" } = apiOf(type) ?? {};
        return group !== "networking.k8s.io" && kind.endsWith("NetworkPolicy");
    });

/** Pods of a namespace that policies cannot tell apart. */
export interface Group {
    readonly namespace: string;
    /** Names of what makes them; none where nothing that runs there is in the stack. */
    readonly workloads: readonly string[];
    /** One pod for all of them. */
    readonly pod: Place;
}

/**
 * The pods of a stack, namespace by namespace, those that are like most others first; those on the network of their node
 * are none. A namespace in which nothing is seen has one without labels. `unread` are workloads that cannot be read.
 */
export function groupsOf(inventory: Inventory): { groups: readonly Group[]; unread: number } {
    const network = networkOf(inventory);
    const ip = addressOfPods(inventory);
    const readings = [...ownPods(inventory), ...operatedPods(inventory)];
    const seen = readings.flatMap((pod) => pod ?? []);
    const occupied = new Set(seen.map(({ namespace }) => namespace));
    const empty = Object.keys(network.namespaces).filter((namespace) => !occupied.has(namespace));
    const tell = signature(network);
    const alike = Map.groupBy(seen, ({ namespace, pod }) => `${namespace} ${tell(pod)}`);
    const groups = [
        ...[...alike.values()].flatMap((pods) =>
            pods.slice(0, 1).map(({ namespace, pod }): Group => {
                return { namespace, workloads: pods.map(({ name }) => name), pod: { ...pod, ip } };
            }),
        ),
        ...empty.map((namespace): Group => ({ namespace, workloads: [], pod: { namespace, ip } })),
    ];
    return { groups: groups.sort(order), unread: readings.length - seen.length };
}

const order = (one: Group, other: Group): number =>
    one.namespace.localeCompare(other.namespace) || other.workloads.length - one.workloads.length;

/** Which selectors of the policies select a pod, and its ports whose names they use. */
function signature(network: Network): (pod: Omit<Place, "ip">) => string {
    const policies = readablePolicies(network);
    const rules = policies.flatMap(({ spec: { ingress = [], egress = [] } }) => [...ingress, ...egress]);
    const peers = rules.flatMap(({ from = [], to = [] }) => [...from, ...to]);
    const all = [...policies.map(({ spec }) => spec), ...peers].map(({ podSelector = {} }) => podSelector);
    const selectors = [...new Map(all.map((each): [string, Selector] => [JSON.stringify(each), each])).values()];
    const names = new Set(rules.flatMap(({ ports = [] }) => ports.map(({ port }) => port)));
    return ({ labels, ports = [] }) =>
        JSON.stringify([
            selectors.map((selector) => matches(selector, labels)),
            ports.filter(({ name }) => name !== undefined && names.has(name)),
        ]);
}

interface Pod {
    readonly name: string;
    readonly namespace: string;
    readonly pod: Omit<Place, "ip">;
}

/** Nothing where one cannot be read. */
const ownPods = (inventory: Inventory): readonly (Pod | undefined)[] =>
    [...services(inventory), ...workloadsOf("Job", "CronJob", "Pod")(inventory)]
        .filter((workload) => known(() => !isTest(workload) && !podSpec(workload).hostNetwork) !== false)
        .map((workload) =>
            known(() => {
                const namespace = namespaceOf(inventory, workload);
                const ports = runningContainers(workload).flatMap(({ ports = [] }): ContainerPort[] => ports);
                const pod = structuredClone({ namespace, labels: podLabels(workload), ports });
                return { name: String(workload.props.metadata?.name), namespace, pod };
            }),
        );

const operatedPods = (inventory: Inventory): readonly (Pod | undefined)[] =>
    madePods(inventory).map(({ maker, labels }) =>
        known(() => {
            const namespace = namespaceOf(inventory, maker);
            return { name: String(maker.props.metadata?.name), namespace, pod: { namespace, labels } };
        }),
    );

/** Helm runs it when somebody asks for it. */
const isTest = ({ props }: Resource): boolean => /^test/.test(props.metadata?.annotations?.["helm.sh/hook"] ?? "");

/** An address that pods may have: of a subnet of nodes, of the VPC, or of a private network where neither is known. */
function addressOfPods(inventory: Inventory): string {
    const subnets = nodeGroups(inventory).flatMap((group) =>
        inventory.sources(group, "subnetIds", "aws:ec2/subnet:Subnet"),
    );
    const [cidr = "10.0.0.0/8"] = [...subnets, ...inventory.of("aws:ec2/vpc:Vpc")].flatMap(
        ({ props }) => text(() => props.cidrBlock) ?? [],
    );
    return addressAt(cidr, 10) ?? "10.0.0.10";
}
