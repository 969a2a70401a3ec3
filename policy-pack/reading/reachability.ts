import { contains } from "./cidr.ts";
import { type Labels, matches } from "./label-selectors.ts";
import { type Direction, directions, type NetworkPolicySpec, type Peer, type PolicyPort } from "./network-policies.ts";

/** What decides who may reach whom in a cluster. */
export interface Network {
    readonly policies: readonly { readonly namespace: string; readonly spec: NetworkPolicySpec }[];
    /** Labels of the namespaces, beside their name, which Kubernetes makes a label of. */
    readonly namespaces: Readonly<Record<string, Labels>>;
}

/** A pod; or a host, which no policy is about: a node, a pod on the network of its node, an address elsewhere. */
export interface Place {
    /** Where its address is not known, one that it could have. */
    readonly ip: string;
    /** Name of its node. Default: none that is known. */
    readonly node?: string;
    /** Default: it is a host. */
    readonly namespace?: string;
    /** Default: none. */
    readonly labels?: Labels;
    /** Default: none that has a name. */
    readonly ports?: readonly ContainerPort[];
}

export interface ContainerPort {
    readonly name?: string;
    readonly containerPort: number;
    /** Default `TCP`. */
    readonly protocol?: string;
}

export interface PortRange {
    readonly protocol: string;
    readonly first: number;
    readonly last: number;
}

export const everyPort: readonly PortRange[] = ["TCP", "UDP", "SCTP"].map((protocol) => wholeOf(protocol));

/**
 * Whether a connection may be opened, as NetworkPolicies are defined
 * (https://kubernetes.io/docs/concepts/services-networking/network-policies/): who opens it must be allowed to, and who
 * takes it too.
 */
export const mayReach = (network: Network, from: Place, to: Place, port: number, protocol = "TCP"): boolean =>
    reachablePorts(network, from, to).some(
        (range) => range.protocol === protocol && range.first <= port && port <= range.last,
    );

/** The ports that connections may be opened to; ranges may overlap. Two pods are the same one if they are one object. */
export function reachablePorts(network: Network, from: Place, to: Place): readonly PortRange[] {
    // No policy keeps a pod from itself, or from its node.
    if (from === to || isWithinNode(from, to)) return everyPort;
    const opened = allowed(network, "Egress", from, to, to);
    const taken = allowed(network, "Ingress", to, from, to);
    return opened.flatMap((one) => taken.flatMap((other) => intersection(one, other)));
}

const isHost = ({ namespace }: Place): boolean => namespace === undefined;

const isWithinNode = (from: Place, to: Place): boolean =>
    (isHost(from) || isHost(to)) && from.node !== undefined && from.node === to.node;

/** What the policies of a place allow in one direction: everything, where none is about it. */
function allowed(network: Network, direction: Direction, place: Place, peer: Place, called: Place) {
    const about = network.policies.filter(
        ({ namespace, spec }) =>
            namespace === place.namespace &&
            directions(spec).includes(direction) &&
            matches(spec.podSelector, place.labels),
    );
    if (about.length === 0) return everyPort;
    return about.flatMap(({ namespace, spec }) =>
        rulesOf(spec, direction)
            .filter(({ peers }) => peers.length === 0 || peers.some((each) => isPeer(network, namespace, each, peer)))
            .flatMap(({ ports }) => (ports.length === 0 ? everyPort : ports.flatMap((port) => rangesOf(port, called)))),
    );
}

interface Rule {
    readonly peers: readonly Peer[];
    readonly ports: readonly PolicyPort[];
}

const rulesOf = ({ ingress = [], egress = [] }: NetworkPolicySpec, direction: Direction): readonly Rule[] =>
    direction === "Ingress"
        ? ingress.map(({ from = [], ports = [] }) => ({ peers: from, ports }))
        : egress.map(({ to = [], ports = [] }) => ({ peers: to, ports }));

function isPeer(
    { namespaces }: Network,
    home: string,
    { ipBlock, namespaceSelector, podSelector }: Peer,
    { ip, namespace, labels }: Place,
): boolean {
    if (ipBlock) {
        const { cidr, except = [] } = ipBlock;
        return contains(cidr, ip) && !except.some((range) => contains(range, ip));
    }
    if (namespace === undefined) return false;
    const named = { ...namespaces[namespace], "kubernetes.io/metadata.name": namespace };
    const isThere = namespaceSelector ? matches(namespaceSelector, named) : namespace === home;
    return isThere && matches(podSelector, labels);
}

/** A port by its name is that of whoever is called, whose containers may give one name to several ports. */
function rangesOf({ port, endPort, protocol = "TCP" }: PolicyPort, { ports = [] }: Place): readonly PortRange[] {
    if (port === undefined) return [wholeOf(protocol)];
    if (typeof port === "number") return [{ protocol, first: port, last: endPort ?? port }];
    return ports
        .filter((each) => each.name === port && (each.protocol ?? "TCP") === protocol)
        .map(({ containerPort }) => ({ protocol, first: containerPort, last: containerPort }));
}

function wholeOf(protocol: string): PortRange {
    return { protocol, first: 1, last: 65_535 };
}

function intersection(one: PortRange, other: PortRange): PortRange[] {
    const first = Math.max(one.first, other.first);
    const last = Math.min(one.last, other.last);
    return one.protocol === other.protocol && first <= last ? [{ protocol: one.protocol, first, last }] : [];
}
