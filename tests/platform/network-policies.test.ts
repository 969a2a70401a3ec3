import { expect, test } from "vitest";
import type { Addon, Traffic } from "../../components/platform/addon.ts";
import { networkPolicies } from "../../components/platform/network-policies.ts";

const ranges = {
    nodeCidrs: ["10.0.0.0/16"],
    controlPlaneCidrs: ["10.0.255.0/28"],
    apiServerPorts: [443],
    serviceCidr: "172.20.0.0/16",
};
const policiesOf = (traffic: Traffic) => networkPolicies({ traffic } as Addon, ranges);
const everyPeer: Traffic = {
    from: [
        { peer: "apiServer", ports: [9443] },
        { peer: "metrics", ports: [8080] },
        { peer: "nodes", ports: [10250] },
        { peer: "sameNamespace", ports: "any" },
        { peer: { namespace: "argo-cd" }, ports: [80] },
    ],
    to: [
        { peer: "kubeApi" },
        { peer: "aws" },
        { peer: "nodes", ports: [10250] },
        { peer: "sameNamespace" },
        { peer: { namespace: "loki" }, ports: [80] },
        { peer: { internet: "clones repositories from Git hosts" }, ports: [443] },
    ],
};

test("An add-on that declares nothing can only ask for names", () => {
    const [deny, dns, ...others] = policiesOf({ from: [], to: [] });
    expect(deny?.spec).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    expect(dns?.spec.egress?.[0]?.ports?.map(({ port }) => port)).toEqual([53, 53]);
    expect(others).toEqual([]);
});

test("Every rule names its peers: an empty peer list would allow everybody", () => {
    for (const { spec } of policiesOf(everyPeer))
        for (const rule of [...(spec.ingress ?? []), ...(spec.egress ?? [])])
            expect((rule.from ?? rule.to)?.length).toBeGreaterThan(0);
});

test("No declared flow but the Internet's reaches beyond the VPC, and that one says why", () => {
    const open = policiesOf(everyPeer).filter(({ spec }) => JSON.stringify(spec).includes("0.0.0.0/0"));
    expect(open.map(({ name, annotations }) => [name, annotations])).toEqual([
        ["allow-internet", { "production-cluster/reason": "clones repositories from Git hosts" }],
    ]);
    expect(JSON.stringify(open[0]?.spec)).toContain('"except":["10.0.0.0/8"');
});

test("Several flows to the Internet are one policy, with each port and each reason", () => {
    const to = [
        { peer: { internet: "Tells people." }, ports: [443] },
        { peer: { internet: "Sends mail." }, ports: [587] },
    ];
    const [open, ...others] = policiesOf({ from: [], to }).slice(2);
    expect(open?.annotations).toEqual({ "production-cluster/reason": "Tells people. Sends mail." });
    expect(open?.spec.egress?.flatMap(({ ports = [] }) => ports.map(({ port }) => port))).toEqual([443, 587]);
    expect(others).toEqual([]);
});

test("The API server is reached at its interfaces and at the first address of the Service range", () => {
    const allowed = policiesOf({ from: [], to: [{ peer: "kubeApi" }] }).at(-1)?.spec.egress;
    expect(allowed).toEqual([
        {
            to: [{ ipBlock: { cidr: "10.0.255.0/28" } }, { ipBlock: { cidr: "172.20.0.1/32" } }],
            ports: [{ port: 443, protocol: "TCP" }],
        },
    ]);
});

test("Every range of the nodes counts where a flow names nodes, or AWS, whose endpoints stand among them", () => {
    const nodeCidrs = ["10.1.0.0/16", "100.64.0.0/16"];
    const blocks = nodeCidrs.map((cidr) => ({ ipBlock: { cidr } }));
    const traffic: Traffic = { from: [{ peer: "nodes", ports: [10250] }], to: [{ peer: "nodes" }, { peer: "aws" }] };
    const [ingress, egress] = networkPolicies({ traffic } as Addon, { ...ranges, nodeCidrs }).slice(-2);
    expect(ingress?.spec.ingress?.map(({ from }) => from)).toEqual([blocks]);
    expect(egress?.spec.egress?.map(({ to }) => to).slice(0, 2)).toEqual([blocks, blocks]);
});

test("AWS stands among the nodes, and not where the control plane is, unless both have one range", () => {
    const blockOf = (controlPlaneCidrs: string[]) =>
        networkPolicies({ traffic: { from: [], to: [{ peer: "aws" }] } } as unknown as Addon, {
            ...ranges,
            controlPlaneCidrs,
        }).at(-1)?.spec.egress?.[0]?.to;
    expect(blockOf(["10.0.255.0/28", "10.9.0.0/28"])).toEqual([
        { ipBlock: { cidr: "10.0.0.0/16", except: ["10.0.255.0/28"] } },
    ]);
    expect(blockOf(["10.0.0.0/16"])).toEqual([{ ipBlock: { cidr: "10.0.0.0/16" } }]);
});

test("Each declared flow adds to what is allowed", () => {
    const size = (traffic: Traffic) => JSON.stringify(policiesOf(traffic)).length;
    for (const flow of everyPeer.from)
        expect(size({ from: [flow], to: [] })).toBeGreaterThan(size({ from: [], to: [] }));
    for (const flow of everyPeer.to) expect(size({ from: [], to: [flow] })).toBeGreaterThan(size({ from: [], to: [] }));
});
