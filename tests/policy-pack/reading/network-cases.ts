import fc from "fast-check";
import type { Labels, Selector } from "../../../policy-pack/reading/label-selectors.ts";
import type { NetworkPolicySpec, Peer, PolicyPort, PolicyRule } from "../../../policy-pack/reading/network-policies.ts";
import type { ContainerPort, Network, Place } from "../../../policy-pack/reading/reachability.ts";

/** Whether traffic is allowed, in a cluster of few namespaces, labels, addresses and ports: policies meet what they name. */
export interface NetworkCase extends Network {
    readonly from: Place;
    readonly to: Place;
    readonly port: number;
    readonly protocol: string;
}

const namespaceNames = ["shop", "bank"];
const values = ["", "web", "db"];
const keys = ["app", "tier", "constructor"];
const addresses = ["10.0.0.5", "10.0.0.6", "10.0.1.7", "192.0.2.1", "169.254.169.254", "2001:db8::1"];
/** Ranges, and what may be left out of them. */
const ranges: Readonly<Record<string, readonly string[]>> = {
    "10.0.0.5/32": [],
    "10.0.0.4/31": ["10.0.0.5/32"],
    "10.0.0.0/8": ["10.0.0.0/24", "10.0.1.0/24"],
    "0.0.0.0/0": ["10.0.0.0/8", "169.254.0.0/16", "192.0.2.1/32"],
    "::/0": ["2001:db8::/32"],
};
const portNames = ["http", "metrics"];
/** Where policies' ports begin and end, and what is beside them. */
const called = [1, 52, 53, 54, 80, 443, 444, 8080, 8081, 65_535];
const named = [53, 80, 443, 8080];
const protocols = ["TCP", "UDP", "SCTP"];

const some = <Value>(values: readonly Value[]) => fc.constantFrom(...values);
const either = <Value>(usual: fc.Arbitrary<Value>, weight: number, ...others: fc.Arbitrary<Value>[]) =>
    fc.oneof({ arbitrary: usual, weight }, ...others);
const few = <Value>(arbitrary: fc.Arbitrary<Value>, maxLength: number, minLength = 0) =>
    fc.array(arbitrary, { minLength, maxLength });
const left = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

const labels: fc.Arbitrary<Labels> = fc.dictionary(some(keys), some(values), { maxKeys: 2, noNullPrototype: true });

const expression = fc.oneof(
    fc.record({ key: some(keys), operator: some(["In", "NotIn"]), values: few(some(values), 2, 1) }),
    fc.record({ key: some(keys), operator: some(["Exists", "DoesNotExist"]) }),
);

const byLabels = fc.record<Selector>(
    { matchLabels: labels, matchExpressions: few(expression, 2) },
    { requiredKeys: [] },
);
const podSelector = either<Selector>(byLabels, 2, fc.constant({}));
const byName = some(namespaceNames).map((name): Selector => ({ matchLabels: { "kubernetes.io/metadata.name": name } }));
const namespaceSelector = fc.oneof(byLabels, byName, fc.constant<Selector>({}));

const peer: fc.Arbitrary<Peer> = fc.oneof(
    fc.record({ podSelector }),
    fc.record({ namespaceSelector }),
    fc.record({ podSelector, namespaceSelector }),
    some(Object.entries(ranges)).chain(([cidr, within]) =>
        fc.record({ ipBlock: fc.record({ cidr: fc.constant(cidr), except: fc.subarray([...within]) }) }),
    ),
);

const port: fc.Arbitrary<PolicyPort> = fc.oneof(
    fc.record<PolicyPort>(
        { port: some<number | string>([...named, ...portNames, ...portNames]), protocol: some(protocols) },
        { requiredKeys: ["port"] },
    ),
    fc.record<PolicyPort>({ protocol: some(protocols) }, { requiredKeys: [] }),
    fc
        .tuple(some(named), some([0, 1, 363, 8027]), left(some(protocols)))
        .map(([first, more, protocol]): PolicyPort => ({ port: first, endPort: first + more, protocol })),
);

const rule = (direction: "from" | "to"): fc.Arbitrary<PolicyRule> =>
    fc.record<PolicyRule>({ [direction]: few(peer, 2), ports: few(port, 2) }, { requiredKeys: [] });

const spec: fc.Arbitrary<NetworkPolicySpec> = fc.record<NetworkPolicySpec>(
    {
        podSelector,
        policyTypes: some([[], ["Ingress"], ["Egress"], ["Ingress", "Egress"]]),
        ingress: few(rule("from"), 2),
        egress: few(rule("to"), 2),
    },
    { requiredKeys: ["podSelector"] },
);

const containerPort: fc.Arbitrary<ContainerPort> = fc.record<ContainerPort>(
    { name: some(portNames), containerPort: some(named), protocol: some(protocols) },
    { requiredKeys: ["containerPort"] },
);

const node = some(["one", "two"]);
const pod = fc.record<Place>(
    { namespace: some(namespaceNames), labels, ports: few(containerPort, 3), ip: some(addresses), node },
    { requiredKeys: ["namespace", "ip"] },
);
const host = fc.record<Place>({ ip: some(addresses), node }, { requiredKeys: ["ip"] });
const place = either(pod, 4, host);

/** Who is called, and where: as often as not at a port of its own. */
const call = place.chain((to) => {
    const own = (to.ports ?? []).map(({ containerPort, protocol = "TCP" }) => ({ port: containerPort, protocol }));
    const any = fc.record({ port: some(called), protocol: either(fc.constant("TCP"), 3, some(protocols)) });
    return fc.record({ to: fc.constant(to), at: own.length > 0 ? fc.oneof(any, some(own)) : any });
});

export const networkCase: fc.Arbitrary<NetworkCase> = fc
    .record({
        namespaces: fc.record(Object.fromEntries(namespaceNames.map((name) => [name, labels]))),
        policies: few(fc.record({ namespace: some(namespaceNames), spec }), 5),
        from: place,
        call,
        isSame: fc.nat(19).map((turn) => turn === 0),
    })
    .map(({ from, call: { to, at }, isSame, ...network }) => ({ ...network, from, to: isSame ? from : to, ...at }));
