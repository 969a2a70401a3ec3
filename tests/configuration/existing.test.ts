import { expect, test } from "vitest";
import { read } from "../../components/configuration/stack.ts";

const elsewhere = {
    kubeconfig: "~/.kube/config",
    context: "kind-laptop",
    nodeCidr: "172.18.0.0/16",
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

const mistakesOf = (settings: object): string[] => {
    const config = Object.entries(settings).map(([key, value]) => [
        `shop:${key}`,
        typeof value === "string" ? value : JSON.stringify(value),
    ]);
    return read("shop", Object.fromEntries(config)).mistakes.map(({ path, reason }) => `${path}: ${reason}`);
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

test("Whatever would have no effect is a mistake, all of them at once, with the reason", () => {
    const { region, zones, alerts } = onEks;
    const all = {
        ...{ region, zones, alerts, ...ofAWholeCluster },
        backup: { replicaRegion: "eu-central-1" },
        primaryStack: "organization/shop/prod",
        gitops: {
            ...laptop.gitops,
            sso: {
                issuer: "https://login.example.com",
                clientId: "argo-cd",
                clientSecretName: "shop/oidc",
                administratorGroup: "platform",
            },
        },
    };
    expect(pathsOf({ ...laptop, ...all }).toSorted()).toEqual(
        [...Object.keys(all).filter((key) => key !== "gitops"), "gitops.sso"].toSorted(),
    );
    for (const mistake of mistakesOf({ ...laptop, ...all })) expect(mistake).toMatch(/has no effect: .*not on EKS/);
    expect(pathsOf({ ...onEks, ...ofAWholeCluster }).toSorted()).toEqual(
        ["access", "controlPlane", "network", "nodes.system"].toSorted(),
    );
    for (const mistake of mistakesOf({ ...onEks, ...ofAWholeCluster })) expect(mistake).toMatch(/owner .* decides/);
});

const wrong: [string, object, string, RegExp][] = [
    ["a kubeconfig by a relative path", { kubeconfig: "./kubeconfig" }, "kubeconfig", /a path, \/\.\.\. or ~\/\.\.\./],
    ["a path without a context", { context: undefined }, "context", /is missing: .* the name of the context/],
    ["no range of the nodes", { nodeCidr: undefined }, "nodeCidr", /is missing/],
    ["Services among the nodes", { serviceCidr: "172.18.96.0/20" }, "serviceCidr", /a range of their own/],
    ["a key that nobody knows", { contxt: "kind" }, "contxt", /allowed are kubeconfig, context/],
    [
        "fewer subnets than zones",
        { eks: { ...eks, privateSubnetIds: ["subnet-1"] } },
        "eks.privateSubnetIds",
        /3 zones/,
    ],
    ["no security group", { eks: { ...eks, securityGroupIds: [] } }, "eks.securityGroupIds", /at least one/],
    ["an EKS cluster without its role", { eks: { ...eks, nodeRoleArn: undefined } }, "eks.nodeRoleArn", /string/],
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

test("The content of a kubeconfig keeps its current context", () => {
    const existing = { ...elsewhere, kubeconfig: "apiVersion: v1", context: undefined };
    expect(mistakesOf({ ...laptop, cluster: { existing } })).toEqual([]);
});

test("A chart that needs what only EKS can have is refused elsewhere, with the reason", () => {
    const addons = [{ name: "shop", chart: "oci://r/shop", version: "1.0.0", needs: ["velero", "monitoring"] }];
    expect(mistakesOf({ ...laptop, addons })).toEqual([
        "addons: needs velero, which only EKS can have: it keeps the backups on S3",
    ]);
    expect(mistakesOf({ ...onEks, addons })).toEqual([]);
});
