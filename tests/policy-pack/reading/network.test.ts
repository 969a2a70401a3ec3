import { describe, expect, test } from "vitest";
import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { unknown } from "../../../policy-pack/inventory/unknown.ts";
import { reachOf } from "../../../policy-pack/report/picture/reach.ts";
import { inventoryOf } from "../judged.ts";
import { linesOf } from "../reach-lines.ts";

const resource = (type: string, name: string, props: object): Resource => ({
    ...{ urn: `urn:pulumi:test::test::${type}::${name}`, type, name, props },
});

const workload = (namespace: string, name: string, labels: object, spec: object = {}) =>
    resource("kubernetes:apps/v1:Deployment", `${namespace}/${name}`, {
        metadata: { name, namespace },
        spec: { template: { metadata: { labels }, spec: { containers: [{ name }], ...spec } } },
    });

const policy = (namespace: string, name: string, spec: object) =>
    resource("kubernetes:networking.k8s.io/v1:NetworkPolicy", `${namespace}/${name}`, {
        metadata: { name, namespace },
        spec,
    });

const deny = (namespace: string) => policy(namespace, "deny", { podSelector: {}, policyTypes: ["Ingress", "Egress"] });

const release = (namespace: string) =>
    resource("kubernetes:helm.sh/v3:Release", `${namespace}-release`, { chart: "shop", namespace });

/** What is said between pods, or of the outside where asked for. */
function linesFor(resources: Resource[], outside = ""): string[] {
    const reach = reachOf(inventoryOf(resources));
    if (!reach) return [];
    const pods = reach.ends.flatMap(({ name, isOutside }) => (isOutside ? [] : [name]));
    return linesOf(reach).filter((line) => {
        const [from = "", to = ""] = line.split(/ → |: /).map((end) => end.split("/")[0] ?? "");
        return outside ? [from, to].includes(outside) : pods.includes(from) && pods.includes(to);
    });
}

const web = workload("web", "web", { app: "web" });
const bank = workload("bank", "bank", { app: "bank" });

describe("The matrix of who may reach whom", () => {
    test("says nothing where there are no pods", () => {
        expect(reachOf(inventoryOf([resource("aws:s3/bucket:Bucket", "shop", {})]))).toBeUndefined();
    });

    test("is open where there is no policy, and empty where nothing is allowed", () => {
        expect(linesFor([web, bank])).toHaveLength(4);
        expect(linesFor([web, bank, deny("bank")])).toEqual(["web → web: every port"]);
    });

    test("tells pods of a namespace apart where policies do", () => {
        const front = workload("web", "front", { app: "front" });
        const onlyFront = policy("bank", "front", {
            podSelector: {},
            ingress: [
                {
                    from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: "front" } } }],
                    ports: [{ port: 80 }],
                },
            ],
        });
        const lines = linesFor([web, workload("web", "cache", { app: "cache" }), front, bank, onlyFront]);
        expect(lines.filter((line) => /→ bank/.test(line))).toEqual(["web/front → bank: 80"]);
    });

    test("leaves a namespace unknown whose release was not seen inside", () => {
        expect(linesFor([web, bank, deny("bank"), release("bank")])).toEqual([
            "bank → bank: unknown",
            "bank → web: unknown",
            "web → bank: unknown",
            "web → web: every port",
        ]);
    });

    test("leaves unknown what a policy decides that cannot be read", () => {
        const hidden = policy("bank", "hidden", { podSelector: {}, ingress: unknown });
        expect(linesFor([web, bank, hidden])).toEqual([
            "bank → bank: unknown",
            "bank → web: every port",
            "web → bank: unknown",
            "web → web: every port",
        ]);
    });

    test("counts what it does not have: releases of no known namespace, and pods that cannot be read", () => {
        const hidden = workload("web", "hidden", { app: unknown });
        const stray = resource("kubernetes:helm.sh/v3:Release", "stray", { chart: "stray", namespace: unknown });
        expect(reachOf(inventoryOf([web, hidden, stray]))?.unseen).toBe(2);
    });

    test("counts policies of other kinds", () => {
        const other = (type: string) => resource(`kubernetes:${type}`, type, { metadata: { namespace: "web" } });
        const kinds = [
            "cilium.io/v2:CiliumNetworkPolicy",
            "projectcalico.org/v3:GlobalNetworkPolicy",
            "policy.networking.k8s.io/v1alpha1:AdminNetworkPolicy",
        ];
        expect(reachOf(inventoryOf([web, deny("web"), ...kinds.map(other)]))?.unseen).toBe(3);
    });

    test("has no pods on the network of their node, and no tests of Helm", () => {
        const agent = workload("web", "agent", { app: "agent" }, { hostNetwork: true });
        expect(linesFor([agent])).toEqual([]);
        expect(linesFor([agent, web])).toEqual(["web → web: every port"]);
    });
});

describe("The outside", () => {
    const subnet = (id: string, cidrBlock: unknown): Resource => ({
        ...resource("aws:ec2/subnet:Subnet", id, { cidrBlock }),
        ids: [id],
    });
    const cloud = [
        resource("aws:ec2/vpc:Vpc", "shop", { cidrBlock: "10.0.0.0/16" }),
        resource("aws:ec2/vpc:Vpc", "other", { cidrBlock: unknown }),
        subnet("intra", "10.0.255.0/28"),
        subnet("hidden", unknown),
        subnet("private", "10.0.32.0/19"),
        resource("aws:eks/cluster:Cluster", "shop", {
            vpcConfig: { subnetIds: ["intra", "hidden"] },
            kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/16" },
        }),
        resource("aws:eks/cluster:Cluster", "other", { kubernetesNetworkConfig: unknown }),
        resource("aws:eks/nodeGroup:NodeGroup", "system", { subnetIds: ["private"] }),
    ];
    const both = ["Ingress", "Egress"];
    const to = (cidr: string, ...except: string[]) =>
        policy("web", "out", {
            podSelector: {},
            policyTypes: both,
            egress: [{ to: [{ ipBlock: except.length > 0 ? { cidr, except } : { cidr } }], ports: [{ port: 443 }] }],
        });
    /** Whom pods of a namespace reach at port 443 beside the DNS, where a policy leads them to a range. */
    const reached = (...range: [string, ...string[]]) =>
        linesFor([...cloud, web, to(...range)], "web").map((line) => line.replace(/web → (.*): 443/, "$1"));

    test.each<[string, ...string[]][]>([
        [["198.51.100.7/32"], ["Internet"]],
        [["2001:db8::/32"], ["Internet"]],
        [
            ["0.0.0.0/0", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"],
            ["Internet"],
        ],
        [
            ["0.0.0.0/0", "1.0.0.0/8"],
            ["Internet", "Private networks", "VPC", "API server", "Link-local", "Instance metadata", "kube-system"],
        ],
        [["::/0"], ["Internet", "Private networks", "Link-local", "Instance metadata"]],
        [["10.3.0.0/16"], ["Private networks"]],
        [["172.31.0.0/16"], ["Private networks"]],
        [["172.20.9.0/24"], ["Private networks"]],
        [["192.168.7.0/24"], ["Private networks"]],
        [["100.64.0.0/16"], ["Private networks"]],
        [["fd12::/16"], ["Private networks"]],
        [["10.0.7.0/24"], ["VPC"]],
        [["10.0.255.0/28"], ["API server"]],
        [["172.20.0.1/32"], ["API server"]],
        [["169.254.170.23/32"], ["Link-local"]],
        [["fe80::/64"], ["Link-local"]],
        [["169.254.0.0/16", "169.254.169.254/32"], ["Link-local"]],
        [["169.254.169.254/32"], ["Instance metadata"]],
        [["fd00:ec2::254/128"], ["Instance metadata"]],
        [["10.0.32.0/24"], ["VPC", "kube-system"]],
        ...[
            "0.0.0.0/8",
            "127.0.0.0/8",
            "224.0.0.0/4",
            "255.0.0.0/8",
            "::1/128",
            "5000::/8",
            "8000::/8",
            "c000::/8",
            "e000::/8",
        ].map((range): [[string], string[]] => [[range], []]),
    ] as never)("is told apart by ranges: %j", (range: [string, ...string[]], ends: string[]) => {
        expect(reached(...range)).toEqual(ends);
    });

    test("opens connections, but for what only answers", () => {
        const reach = reachOf(inventoryOf([...cloud, web]));
        const opening = reach?.ends.flatMap(({ name, isOutside }, index) =>
            isOutside && reach.cells[index]?.length ? [name] : [],
        );
        expect(opening).toEqual(["Internet", "Private networks", "VPC", "API server", "Link-local"]);
    });

    test("is let in by range, too, and where no VPC is known, nothing is of it", () => {
        const from = policy("web", "in", {
            podSelector: {},
            policyTypes: both,
            ingress: [{ from: [{ ipBlock: { cidr: "198.51.100.7/32" } }] }],
        });
        expect(linesFor([web, from], "web")).toEqual(["Internet → web: every port"]);
        const ends = reachOf(inventoryOf([web]))?.ends.map(({ name }) => name);
        expect(ends).toEqual(["web", "Internet", "Private networks", "Link-local", "Instance metadata", "kube-system"]);
    });

    test("has the DNS, which is known by its labels and by the names of its ports", () => {
        const dns = (port: string | number, protocol: string) =>
            policy("web", "dns", {
                podSelector: {},
                policyTypes: both,
                egress: [
                    {
                        to: [
                            {
                                namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
                                podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
                            },
                        ],
                        ports: [{ port, protocol }],
                    },
                ],
            });
        expect(linesFor([web, dns("dns", "UDP")], "web")).toEqual(["web → kube-system: UDP 53"]);
        expect(linesFor([web, dns("dns-tcp", "TCP")], "web")).toEqual(["web → kube-system: 53"]);
    });
});

describe("Pods", () => {
    test("go by the names of their ports where policies do", () => {
        const port = (name: string, containerPort: number) => ({
            containers: [{ name: "web", ports: [{ name, containerPort }] }],
        });
        const named = policy("web", "named", { podSelector: {}, ingress: [{ ports: [{ port: "http" }] }] });
        const pods = [
            workload("web", "a", {}, port("http", 80)),
            workload("web", "b", {}, port("http", 8080)),
            workload("web", "c", {}, port("other", 90)),
        ];
        const lines = linesFor([...pods, bank, named]).filter((line) => line.startsWith("bank → web"));
        expect(lines).toEqual(["bank → web: 80", "bank → web/b: 8080"]);
    });

    test("are those that operators make, of jobs, and in namespaces where nothing is seen; those of Helm's tests are not", () => {
        const prometheus = resource("kubernetes:monitoring.coreos.com/v1:Prometheus", "prometheus", {
            metadata: { name: "shop", namespace: "monitoring" },
        });
        const empty = resource("kubernetes:core/v1:Namespace", "empty", { metadata: { name: "empty" } });
        const job = { ...workload("jobs", "job", {}), type: "kubernetes:batch/v1:Job" };
        const tested = workload("tests", "test", {});
        tested.props.metadata.annotations = { "helm.sh/hook": "test" };
        const ends = reachOf(inventoryOf([prometheus, empty, job, tested]))?.ends.filter(({ isOutside }) => !isOutside);
        expect(ends?.map(({ name }) => name)).toEqual(["empty", "jobs", "monitoring"]);
        const scraped = policy("jobs", "scraped", {
            podSelector: {},
            ingress: [
                {
                    from: [
                        {
                            namespaceSelector: {},
                            podSelector: { matchLabels: { "operator.prometheus.io/name": "shop" } },
                        },
                    ],
                },
            ],
        });
        expect(linesFor([prometheus, job, scraped])).toContain("monitoring → jobs: every port");
    });

    test("are let in by labels of their namespace, and by its name where it has none", () => {
        const home = resource("kubernetes:core/v1:Namespace", "web", {
            metadata: { name: "web", labels: { team: "shop" } },
        });
        const plain = resource("kubernetes:core/v1:Namespace", "plain", { metadata: { name: "plain" } });
        const admitting = (matchLabels: object) =>
            policy("bank", "in", { podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels } }] }] });
        const into = (matchLabels: object) =>
            linesFor([home, plain, web, bank, admitting(matchLabels)]).filter((line) => line.includes("→ bank"));
        expect(into({ team: "shop" })).toEqual(["web → bank: every port"]);
        expect(into({ "kubernetes.io/metadata.name": "plain" })).toEqual(["plain → bank: every port"]);
    });

    test("of a namespace are together, most of them first, whoever comes first", () => {
        const only = policy("web", "only", { podSelector: { matchLabels: { app: "a" } }, policyTypes: ["Ingress"] });
        const pods = [
            workload("web", "web-a", { app: "a" }),
            workload("web", "web-b", { app: "b" }),
            workload("web", "web-c", { app: "c" }),
        ];
        const ends = reachOf(inventoryOf([...pods, bank, only]))?.ends.filter(({ isOutside }) => !isOutside);
        expect(ends?.map(({ name, detail }) => [name, detail])).toEqual([
            ["bank", ""],
            ["web", ""],
            ["web", "a"],
        ]);
    });
});
