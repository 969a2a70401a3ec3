import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { read } from "../../components/configuration/stack.ts";

const elsewhere = {
    kubeconfig: "~/.kube/config",
    context: "kind-laptop",
    nodeCidrs: ["172.18.0.0/16"],
    serviceCidr: "10.96.0.0/16",
};

const laptop = {
    name: "laptop",
    gitops: { repository: "https://github.com/example/clusters" },
    ownership: { owner: "me", environment: "trial", costCenter: "none" },
    cluster: { existing: elsewhere },
};

const eks = {
    clusterName: "a-cluster-with-a-name-that-is-longer-than-ours",
    vpcId: "vpc-1",
    privateSubnetIds: ["subnet-1", "subnet-2", "subnet-3"],
    securityGroupIds: ["sg-1"],
    nodeRoleArn: "arn:aws:iam::111122223333:role/nodes",
    instanceProfile: "nodes",
};

const onEks = {
    ...laptop,
    region: "eu-west-1",
    zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    alerts: { emails: ["platform@example.com"], heartbeatUrlSecret: "shop/heartbeat" },
    cluster: { existing: { ...elsewhere, eks } },
};

/** Everything that only makes sense for a cluster of its own. */
const ofAWholeCluster = {
    access: { administratorRoleArns: ["arn:aws:iam::111122223333:role/admin"] },
    network: { cidr: "10.1.0.0/16" },
    controlPlane: { logRetentionDays: 400 },
    nodes: { system: { maxSize: 9 } },
};

const mistakesOf = (settings: object, secrets?: string[]): string[] => {
    const config = Object.entries(settings).map(([key, value]) => [
        `shop:${key}`,
        typeof value === "string" ? value : JSON.stringify(value),
    ]);
    return read("shop", Object.fromEntries(config), secrets).mistakes.map(({ path, reason }) => `${path}: ${reason}`);
};
const pathsOf = (settings: object) => mistakesOf(settings).map((mistake) => mistake.split(": ")[0]);

test("A cluster elsewhere needs nothing of AWS, and one on EKS what the platform has there", () => {
    expect(mistakesOf(laptop)).toEqual([]);
    // A removal sets it, whatever the cluster is.
    expect(mistakesOf({ ...laptop, allowDeletion: true })).toEqual([]);
    expect(mistakesOf({ ...laptop, network: {}, nodes: {}, backup: {}, controlPlane: {} })).toEqual([]);
    expect(mistakesOf(onEks)).toEqual([]);
    expect(
        mistakesOf({ ...onEks, nodes: { general: { cpuLimit: 40 } }, backup: { monthlyRetentionYears: 2 } }),
    ).toEqual([]);
    expect(pathsOf({ ...laptop, cluster: onEks.cluster })).toEqual(["region", "zones", "alerts"]);
});

test("Elsewhere than on EKS logs are kept by Elasticsearch, or by nobody", () => {
    expect(mistakesOf({ ...laptop, logs: { store: "elasticsearch", retentionDays: 7 } })).toEqual([]);
    expect(pathsOf({ ...laptop, logs: { store: "elasticsearch", firehose: true } })).toEqual(["logs.firehose"]);
    expect(pathsOf({ ...laptop, logs: { store: "cloudwatch", retentionDays: 7 } })).toEqual([
        "logs.store",
        "logs.retentionDays",
    ]);
});

test("Whatever would have no effect is a mistake, all of them at once, with the reason", () => {
    const { region, zones, alerts } = onEks;
    const all = {
        ...{ region, zones, alerts, ...ofAWholeCluster },
        backup: { replicaRegion: "eu-central-1" },
        primaryStack: "organization/shop/prod",
        accountId: "111122223333",
        gitops: {
            ...laptop.gitops,
            credential: { kind: "https", secretName: "git/shop" },
            sso: {
                issuer: "https://login.example.com",
                clientId: "argo-cd",
                clientSecretName: "shop/oidc",
                administratorGroup: "platform",
            },
        },
        grafana: {
            sso: {
                authorizationUrl: "https://login.example.com/authorize",
                tokenUrl: "https://login.example.com/token",
                userInfoUrl: "https://login.example.com/userinfo",
                clientId: "grafana",
                clientSecretName: "shop/grafana",
                administratorGroup: "platform",
            },
        },
    };
    expect(pathsOf({ ...laptop, ...all }).toSorted()).toEqual(
        [
            ...Object.keys(all).filter((key) => key !== "gitops" && key !== "grafana"),
            ...["gitops.credential", "gitops.sso", "grafana.sso"],
        ].toSorted(),
    );
    for (const mistake of mistakesOf({ ...laptop, ...all })) expect(mistake).toMatch(/has no effect: .*not on EKS/);
    expect(pathsOf({ ...onEks, ...ofAWholeCluster }).toSorted()).toEqual(
        ["access", "controlPlane", "network", "nodes.system"].toSorted(),
    );
    for (const mistake of mistakesOf({ ...onEks, ...ofAWholeCluster })) expect(mistake).toMatch(/owner .* decides/);
});

type Wrong = [string, object, string, RegExp];

const wrong: Wrong[] = [
    ...["./kubeconfig", "kubeconfig.yaml", "config/kind.yaml", "kind-laptop", "hunter2\n", "~", "~me/config"].map(
        (kubeconfig): Wrong => [
            `${JSON.stringify(kubeconfig)} for a kubeconfig`,
            { kubeconfig, context: undefined },
            "kubeconfig",
            /^[^"]* is not allowed: give a path, which begins with \/ or ~\/, or the content/,
        ],
    ),
    ["a path without a context", { context: undefined }, "context", /is missing: .* the name of the context/],
    ["no list of the nodes' ranges", { nodeCidrs: undefined }, "nodeCidrs", /is missing: give a list/],
    ["no range of the nodes", { nodeCidrs: [] }, "nodeCidrs", /at least one range/],
    ["Services among the nodes", { serviceCidr: "172.18.96.0/20" }, "serviceCidr", /a range of their own/],
    [
        "Services in a second range of the nodes",
        { nodeCidrs: ["172.18.0.0/16", "10.96.0.0/12"] },
        "serviceCidr",
        /overlaps the range of the nodes 10\.96\.0\.0\/12;/,
    ],
    ["a flag for a label", { nodeSelector: { dedicated: true } }, "nodeSelector.dedicated", /^[^:]*: true .*"true" in/],
    ["a sentence for a label", { nodeSelector: { pool: "x y z" } }, "nodeSelector.pool", /value of a Kubernetes label/],
    ["a sentence for the key of a label", { nodeSelector: { "bad key": "" } }, 'nodeSelector["bad key"]', /<name>/],
    ...["bad-key!", "a/b/c", "/pool", "pool-", "p".repeat(64)].map(
        (key): Wrong => [
            `${key} for the key of a label`,
            { nodeSelector: { [key]: "" } },
            `nodeSelector.${key}`,
            /<name>/,
        ],
    ),
    ["a list of labels", { nodeSelector: ["pool"] }, "nodeSelector", /give a map of labels/],
    ["a key that nobody knows", { contxt: "kind" }, "contxt", /allowed are kubeconfig, context/],
    [
        "fewer subnets than zones",
        { eks: { ...eks, privateSubnetIds: ["subnet-1"] } },
        "eks.privateSubnetIds",
        /3 zones/,
    ],
    ["no security group", { eks: { ...eks, securityGroupIds: [] } }, "eks.securityGroupIds", /at least one/],
    [
        "a subnet given twice",
        { eks: { ...eks, privateSubnetIds: ["subnet-1", "subnet-2", "subnet-1"] } },
        "eks.privateSubnetIds[2]",
        /repeats \[0\]/,
    ],
    [
        "an EKS cluster without its role",
        { eks: { ...eks, nodeRoleArn: undefined } },
        "eks.nodeRoleArn",
        /missing: give the ARN/,
    ],
    [
        "a role by its name",
        { eks: { ...eks, nodeRoleArn: "nodes" } },
        "eks.nodeRoleArn",
        /"nodes" is not allowed: give the ARN of an IAM role/,
    ],
    [
        "a role of another partition",
        { eks: { ...eks, nodeRoleArn: "arn:aws-us-gov:iam::111122223333:role/nodes" } },
        "eks.nodeRoleArn",
        /of the partition aws-us-gov/,
    ],
    [
        "a cluster by its ARN",
        { eks: { ...eks, clusterName: "arn:aws:eks:eu-west-1:111122223333:cluster/theirs" } },
        "eks.clusterName",
        /the name of an EKS cluster/,
    ],
    [
        "a security group twice",
        { eks: { ...eks, securityGroupIds: ["sg-1", "sg-1"] } },
        "eks.securityGroupIds[1]",
        /repeats \[0\]/,
    ],
    ["a range of the nodes twice", { nodeCidrs: ["172.18.0.0/16", "172.18.0.0/16"] }, "nodeCidrs[1]", /repeats \[0\]/],
    [
        "an instance profile by its ARN",
        { eks: { ...eks, instanceProfile: "arn:aws:iam::111122223333:instance-profile/nodes" } },
        "eks.instanceProfile",
        /the name of an instance profile/,
    ],
];

test.each(wrong)("%s is named with its path and what is allowed", (_, change, path, allowed) => {
    const existing = { ...onEks.cluster.existing, ...change };
    const mistakes = mistakesOf({ ...onEks, cluster: { existing } });
    expect(mistakes).toEqual([expect.stringMatching(allowed)]);
    expect(mistakes[0]?.startsWith(`cluster.existing.${path}: `)).toBe(true);
});

const token = "c2VjcmV0";
const confidential: [string, object][] = [
    ["a kubeconfig in base64", { cluster: { existing: { ...elsewhere, kubeconfig: `QXBp/${token}` } } }],
    ["a kubeconfig as a map", { cluster: { existing: { ...elsewhere, kubeconfig: { token } } } }],
    ["a kubeconfig in the wrong place", { cluster: { existing: token } }],
    [
        "a URL for the name of the secret that holds it",
        { alerts: { ...onEks.alerts, heartbeatUrlSecret: `https://${token}` } },
    ],
    ["a repository with a password", { gitops: { repository: `http://me:${token}@example.com/clusters` } }],
];

test.each(confidential)("A message repeats nothing of %s", (_, change) => {
    const mistakes = mistakesOf({ ...onEks, ...change });
    expect(mistakes).toEqual([expect.stringMatching(/is not allowed: give/)]);
    expect(mistakes.join()).not.toMatch(/c2Vj|QXBp/);
});

const content = "apiVersion: v1\nusers: [{ name: me, user: { token: c2VjcmV0 } }]\n";
const withContent = (kubeconfig: string) => ({
    ...laptop,
    cluster: { existing: { ...elsewhere, kubeconfig, context: undefined } },
});

test.each([
    ["YAML", content],
    ["JSON", JSON.stringify({ apiVersion: "v1" })],
])("The content of a kubeconfig as %s keeps its current context", (_, kubeconfig) => {
    expect(mistakesOf(withContent(kubeconfig), ["shop:cluster"])).toEqual([]);
});

test("Content that is no secret of the stack is refused with the command that makes it one, and not repeated", () => {
    const [mistake, ...others] = mistakesOf(withContent(content), ["shop:alerts"]);
    expect(others).toEqual([]);
    expect(mistake).toMatch(/^cluster\.existing\.kubeconfig: .*plain text.*config set --secret --path 'shop:cluster\./);
    expect(mistake).not.toMatch(/c2Vj|apiVersion/);
    expect(mistakesOf(laptop, []), "a path").toEqual([]);
});

test("Labels of nodes are taken as Kubernetes takes them", () => {
    const nodeSelector = { "node-role.kubernetes.io/worker": "", Pool_1: "a.B-c" };
    expect(mistakesOf({ ...laptop, cluster: { existing: { ...elsewhere, nodeSelector } } })).toEqual([]);
});

test("A chart that needs what only EKS can have is refused elsewhere, with the reason", () => {
    const ownCharts = [{ name: "shop", chart: "oci://r/shop", version: "1.0.0", needs: ["velero", "monitoring"] }];
    expect(mistakesOf({ ...laptop, ownCharts })).toEqual([
        "ownCharts[0].needs[0]: velero is not on this cluster: it keeps the backups on S3",
    ]);
    expect(mistakesOf({ ...onEks, ownCharts })).toEqual([]);
});

test("The stack files of docs/existing-cluster.md are right configurations", () => {
    const guide = readFileSync(new URL("../../docs/existing-cluster.md", import.meta.url), "utf8");
    const files = [...guide.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => parse(text ?? "").config);
    expect(files).toHaveLength(2);
    for (const config of files) {
        const settings = Object.entries(config).map(([key, value]) => [key.replace("production-cluster:", ""), value]);
        expect(mistakesOf(Object.fromEntries(settings))).toEqual([]);
    }
});
