import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { ProductionClusterArgs } from "../../../components/index.ts";
import { settingsOf } from "../../../sandbox/engine/stack-files.ts";
import { root } from "../../../sandbox/paths.ts";
import { answers } from "../../../sandbox/providers/aws/answers.ts";
import { shortType } from "../../../sandbox/providers/aws/kind.ts";
import { kinds as awsKinds } from "../../../sandbox/providers/aws/kinds.ts";
import { addonVersions } from "../../../sandbox/providers/aws/lookups.ts";
import { chartName } from "../../../sandbox/providers/kubernetes/chart-name.ts";
import { finalizedBy, groupsOfCharts, kindsInVpc } from "../../../sandbox/providers/kubernetes/custom-resources.ts";
import { gvkOf } from "../../../sandbox/providers/kubernetes/gvk.ts";
import { kinds as kubernetesKinds } from "../../../sandbox/providers/kubernetes/kinds.ts";
import { kinds as randomKinds } from "../../../sandbox/providers/random/cloud.ts";
import { kubeconfig, type Registration, record } from "../../foundation/recording.ts";
import { children } from "./eks/children.ts";

/** The arguments that a stack file gives, and what a standby reads of its primary. */
function argumentsOf(stack: string): ProductionClusterArgs {
    const entries = Object.entries(settingsOf(stack).config ?? {});
    const {
        name: _,
        primaryStack,
        standby,
        ...args
    } = Object.fromEntries(entries.map(([key, it]) => [key.split(":")[1], it]));
    const primary = {
        clusterName: "primary",
        backupBucket: "primary",
        backupKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/0b1c",
        backupPasswordSecret: "primary/x",
        ...standby,
    };
    return { ...args, ...(primaryStack !== undefined && { standby: primary }) } as unknown as ProductionClusterArgs;
}

const eks = {
    clusterName: "theirs",
    vpcId: "vpc-1",
    privateSubnetIds: ["subnet-1", "subnet-2", "subnet-3"],
    securityGroupIds: ["sg-1"],
    nodeRoleArn: "arn:aws:iam::000000000000:role/nodes",
    instanceProfile: "nodes",
};
const { access: _, network: __, ...prod } = argumentsOf("prod");

/**
 * The stacks of this repository, and the platform on an EKS cluster of somebody else; `sandbox` plans less than `prod`.
 */
const configurations: ProductionClusterArgs[] = [
    argumentsOf("prod"),
    {
        ...argumentsOf("dr"),
        gateway: { engine: "traefik" },
        dns: {
            zones: [{ id: "Z0EXAMPLE", domain: "example.com" }],
            failover: [
                {
                    ...{ host: "shop.example.com", path: "/healthz" },
                    ...{ primaryTarget: "one.example.com", standbyTarget: "two.example.com" },
                },
            ],
        },
    },
    {
        ...argumentsOf("prod"),
        detection: { securityHub: "stack", auditTrail: true },
        network: { policyEngine: "cilium", defaultDeny: true },
        logs: { firehose: true },
        vault: {},
        metrics: { history: "amp", cloudWatch: true },
        certificates: { loadBalancerHosts: ["shop.example.com"] },
        dns: { zones: [{ id: "Z0EXAMPLE", domain: "example.com" }] },
        gateway: { engine: "nginx", hosts: ["shop.example.com"] },
    },
    {
        ...argumentsOf("prod"),
        network: { policyEngine: "calico", defaultDeny: true },
        certificates: { issuer: "letsencrypt" },
        dns: { zones: [{ id: "Z0EXAMPLE", domain: "example.com" }] },
        gateway: { hosts: ["shop.example.com"] },
        mesh: { engine: "linkerd" },
        ownCharts: [
            { name: "web", chart: "web", version: "1.0.0", repository: "https://charts.example.com", ports: [8080] },
        ],
        edge: {
            engine: "cloudfront",
            hosts: ["shop.example.com"],
            failover: {
                paths: ["/assets/*"],
                originId: "vo_0123456789abcdef",
                originHost: "shop-in-0a1b.elb.eu-central-1.amazonaws.com",
            },
        },
    },
    {
        ...argumentsOf("prod"),
        certificates: { issuer: "letsencrypt" },
        dns: { zones: [{ id: "Z0EXAMPLE", domain: "example.com" }] },
        gateway: { hosts: ["shop.example.com"] },
        mesh: { engine: "istio", egress: [{ host: "api.example.com", namespaces: ["web"] }] },
        edge: { engine: "apiGateway", hosts: ["shop.example.com"] },
    },
    {
        ...prod,
        // Where S3 has no namespaces of accounts.
        region: "me-central-1",
        zones: ["a", "b", "c"].map((zone) => `me-central-1${zone}`),
        admission: { engine: "gatekeeper" },
        cluster: { existing: { kubeconfig, nodeCidrs: ["10.0.0.0/16"], serviceCidr: "172.20.0.0/16", eks } },
    },
];

let planned: readonly Registration[] = [];
beforeAll(async () => {
    for (const args of configurations) {
        const { all } = await record(async () => {
            const { ProductionCluster } = await import("../../../components/index.ts");
            new ProductionCluster("shop", args);
        });
        planned = [...planned, ...all];
    }
});

const ofProvider = (name: string): string[] => [
    ...new Set([...planned, ...children].map(({ type }) => type).filter((type) => type.startsWith(`${name}:`))),
];
const inputsOf = (type: string) => planned.filter((it) => it.type === type).map(({ inputs }) => inputs);
const addons = () => inputsOf("aws:eks/addon:Addon").map(({ addonName }) => String(addonName));

test("every simulated kind of AWS is planned by some configuration, and every planned one is simulated", () => {
    // Made by controllers in the cluster, whose things keep a subnet from being deleted; by the stacks of examples.
    const unplanned = ["ec2.NetworkInterface", "backup.VaultPolicy"];
    const types = ofProvider("aws").map(shortType);
    expect(Object.keys(awsKinds).sort()).toEqual([...types, ...unplanned].sort());
});

test("every EKS add-on with versions is planned by some configuration", () => {
    expect(Object.keys(addonVersions).sort()).toEqual([...new Set(addons())].sort());
});

test("every kind of Kubernetes with rules of its own is planned by some configuration", () => {
    const gvks = ofProvider("kubernetes").map(gvkOf);
    const kinds = gvks.map(({ kind }) => kind);
    expect(Object.keys(kubernetesKinds).filter((kind) => !kinds.includes(kind))).toEqual([]);
    expect(kindsInVpc.filter((it) => !gvks.some(({ kind, group }) => it === `${kind}.${group}`))).toEqual([]);
    expect(Object.keys(finalizedBy).filter((it) => !gvks.some(({ group }) => it === group))).toEqual([]);
});

test("every chart whose custom resources are known is installed by some configuration, or is an EKS add-on", () => {
    const charts = inputsOf("kubernetes:helm.sh/v3:Release").map(({ chart }) => chartName(chart));
    const installed = new Set([...charts, ...addons()]);
    expect(Object.keys(groupsOfCharts).filter((chart) => !installed.has(chart))).toEqual([]);
});

test("every simulated random value and component is planned by some configuration", () => {
    expect(ofProvider("random").toSorted()).toEqual(Object.keys(randomKinds).toSorted());
    expect(ofProvider("eks")).toEqual(expect.arrayContaining(["eks:index:Cluster"]));
});

test("every answered look-up is made by the program, or by the simulated component of EKS", () => {
    const files = globSync(["index.ts", "components/**/*.ts", "sandbox/providers/eks/*.ts"], { cwd: root });
    const sources = files.map((file) => readFileSync(join(root, file), "utf8")).join("\n");
    expect(
        Object.keys(answers).filter((name) => !new RegExp(`[.:]${name}\\b|\\.${name}Output\\b`).test(sources)),
    ).toEqual([]);
});
