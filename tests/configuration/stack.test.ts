import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { read } from "../../components/configuration/stack.ts";
import { stackSchema } from "../../components/settings.ts";
import { handedOver, mistakesOf, right } from "./settings.ts";

/** What is wrong, the one place, its path, and words of the answer that say what is allowed. */
type Wrong = [string, object, string, RegExp];

const dump = {
    ...{ name: "orders", engine: "mysql", host: "orders.example.com", database: "orders" },
    credentialSecretName: "shop/orders",
};

const wrong: Wrong[] = [
    ["a key that nobody knows", { regoin: "eu-west-1" }, "regoin", /allowed are name, primaryStack, region/],
    [
        "a nested key that nobody knows",
        { network: { cird: "10.0.0.0/16" } },
        "network.cird",
        /allowed are cidr, reserved/,
    ],
    ["a name in capitals", { name: "Shop" }, "name", /1 to 20 of a-z/],
    ["a name that is too long for IAM", { name: "s".repeat(21) }, "name", /1 to 20/],
    ["a region that is none", { region: "europe" }, "region", /must be an AWS region, such as/],
    ["a region without Pod Identity", { region: "us-iso-east-1" }, "region", /aws-iso, which has no EKS Pod Identity/],
    ["a region of China", { region: "cn-north-1" }, "region", /aws-cn, which has other names of VPC endpoints/],
    ["a text where a list belongs", { zones: "eu-west-1a" }, "zones", /give a list/],
    ["two zones", { zones: ["eu-west-1a", "eu-west-1b"] }, "zones", /three or four/],
    [
        "five zones",
        { zones: ["a", "b", "c", "d", "e"].map((letter) => `eu-west-1${letter}`) },
        "zones",
        /three or four/,
    ],
    [
        "a viewer who administers",
        { access: { ...right.access, viewerRoleArns: right.access.administratorRoleArns } },
        "access.viewerRoleArns[0]",
        /each role once/,
    ],
    ["a zone given twice", { zones: ["eu-west-1a", "eu-west-1a", "eu-west-1b"] }, "zones[1]", /repeats \[0\]/],
    [
        "a zone of another region",
        { zones: ["eu-west-1a", "eu-west-1b", "us-east-1c"] },
        "zones[2]",
        /us-east-1c is not in/,
    ],
    ["a Kubernetes version out of support", { kubernetesVersion: "1.29" }, "kubernetesVersion", /one of 1\.35, 1\.36/],
    ["no administrator", { access: { administratorRoleArns: [] } }, "access.administratorRoleArns", /at least one/],
    [
        "a user where a role belongs",
        { access: { administratorRoleArns: ["arn:aws:iam::111122223333:user/eve"] } },
        "access.administratorRoleArns[0]",
        /the ARN of an IAM role/,
    ],
    [
        "an address that is no e-mail",
        { alerts: { ...right.alerts, emails: ["platform"] } },
        "alerts.emails[0]",
        /an e-mail address/,
    ],
    ["a repository over http", { gitops: { repository: "http://x/y" } }, "gitops.repository", /over https or ssh/],
    ["a VPC range that is too small", { network: { cidr: "10.0.0.0/24" } }, "network.cidr", /from \/16 to \/20/],
    ["a VPC range with host bits", { network: { cidr: "10.0.1.0/16" } }, "network.cidr", /first address/],
    [
        "a VPC range that overlaps a reserved one",
        { network: { cidr: "10.0.0.0/16", reservedCidrs: ["10.0.128.0/20"] } },
        "network.cidr",
        /overlaps the reserved range 10\.0\.128\.0\/20/,
    ],
    [
        "Services inside the VPC range",
        { controlPlane: { serviceCidr: "10.0.128.0/20" } },
        "controlPlane.serviceCidr",
        /a range of their own/,
    ],
    [
        "the endpoint open to the world",
        { controlPlane: { publicAccessCidrs: ["0.0.0.0/0"] } },
        "controlPlane.publicAccessCidrs[0]",
        /from \/16 to \/32/,
    ],
    ["a week of logs", { controlPlane: { logRetentionDays: 7 } }, "controlPlane.logRetentionDays", /one of 90, 120/],
    ["the store of logs as a word", { logs: "cloudwatch" }, "logs", /is a map now; give the word to logs\.store/],
    ["a store of logs that there is not", { logs: { store: "splunk" } }, "logs.store", /one of loki, elasticsearch, /],
    [
        "days that a log group cannot have",
        { logs: { store: "cloudwatch", retentionDays: 100 } },
        "logs.retentionDays",
        /90, 120, .*; give one of them/,
    ],
    [
        "a size of Elasticsearch beside Loki",
        { logs: { elasticsearch: { volumeGiB: 500 } } },
        "logs.elasticsearch",
        /where logs\.store is elasticsearch/,
    ],
    [
        "an archive by Firehose behind Fluentd",
        { logs: { aggregator: "fluentd", firehose: true } },
        "logs.firehose",
        /Fluentd's image has no plugin for Data Firehose/,
    ],
    ["a number as text", { nodes: { system: { minSize: "3" } } }, "nodes.system.minSize", /a whole number/],
    ["fewer nodes than zones", { nodes: { system: { minSize: 2 } } }, "nodes.system.minSize", /3 or more/],
    ["no room to grow", { nodes: { system: { minSize: 6 } } }, "nodes.system.maxSize", /more than minSize/],
    [
        "two architectures in one group",
        { nodes: { system: { instanceTypes: ["m7g.large", "m7i.large"] } } },
        "nodes.system.instanceTypes",
        /one architecture/,
    ],
    [
        "an admission policy that there is not",
        { admission: { auditOnly: ["res-limit"] } },
        "admission.auditOnly[0]",
        /"res-limit" is not allowed: give one of res-requests, res-limits, /,
    ],
    [
        "defaults of namespaces where nobody makes them",
        { admission: { engine: "gatekeeper", namespaceDefaults: true } },
        "admission.namespaceDefaults",
        /changes objects and makes none/,
    ],
    [
        "an exempt namespace without a reason",
        {
            admission: {
                exemptNamespaces: [
                    { namespace: "legacy", policies: ["res-limits"], owner: "shop", until: "2027-06-30" },
                ],
            },
        },
        "admission.exemptNamespaces[0].reason",
        /is missing/,
    ],
    [
        "an exempt namespace without an end",
        {
            admission: {
                exemptNamespaces: [{ namespace: "legacy", policies: ["res-limits"], reason: "old", owner: "a" }],
            },
        },
        "admission.exemptNamespaces[0].until",
        /is missing/,
    ],
    [
        "an exempt namespace for no policy",
        {
            admission: {
                exemptNamespaces: [
                    { namespace: "legacy", policies: [], reason: "old", owner: "a", until: "2027-06-30" },
                ],
            },
        },
        "admission.exemptNamespaces[0].policies",
        /at least one id/,
    ],
    [
        "an engine that there is not",
        { admission: { engine: "opa" } },
        "admission.engine",
        /one of native, kyverno, gatekeeper/,
    ],
    ["a replica in the same region", { backup: { replicaRegion: "eu-west-1" } }, "backup.replicaRegion", /another one/],
    [
        "a dump of a database that nobody gets to",
        { backup: { dumps: [dump] } },
        "backup.dumps[0].cidrs",
        /or the namespace/,
    ],
    [
        "a dump of a database that is in two places",
        { backup: { dumps: [{ ...dump, cidrs: ["10.1.0.0/24"], namespace: "shop" }] } },
        "backup.dumps[0].namespace",
        /give one of them/,
    ],
    [
        "room for a dump that nobody restores",
        { backup: { dumps: [{ ...dump, namespace: "shop", proof: "read", restoredSizeGiB: 9 }] } },
        "backup.dumps[0].restoredSizeGiB",
        /has no effect/,
    ],
    [
        "a dump from a socket",
        { backup: { dumps: [{ ...dump, host: "/run/postgresql", cidrs: ["10.1.0.0/24"] }] } },
        "backup.dumps[0].host",
        /name or the IPv4 address/,
    ],
    [
        "a dump of what is an option of the program",
        { backup: { dumps: [{ ...dump, database: "--all-databases", namespace: "shop" }] } },
        "backup.dumps[0].database",
        /name of a database/,
    ],
    [
        "two dumps in one folder",
        { backup: { dumps: [1, 2].map((port) => ({ ...dump, port, namespace: "shop" })) } },
        "backup.dumps[1]",
        /folder of that name/,
    ],
    ["a chart source that is a guess", { chartSource: "ghcr.io/x" }, "chartSource", /upstream, oci:/],
    [
        "an add-on without a version",
        { ownCharts: [{ name: "a", chart: "a" }] },
        "ownCharts[0].version",
        /exact chart version/,
    ],
    [
        "an add-on that takes a platform name",
        { ownCharts: [{ name: "velero", chart: "oci://r/a", version: "1.0.0" }] },
        "ownCharts[0].name",
        /velero is taken/,
    ],
    ...["argocd", "kube-system", "default"].map(
        (name): Wrong => [
            `an add-on in the namespace ${name}`,
            { ownCharts: [{ name, chart: "oci://r/a", version: "1.0.0" }] },
            "ownCharts[0].name",
            new RegExp(`${name} is taken`),
        ],
    ),
    [
        "an owner that is no label",
        { ownership: { ...right.ownership, owner: "platform@example.com" } },
        "ownership.owner",
        /label/,
    ],
    [
        "an add-on that needs what is not there",
        { ownCharts: [{ name: "a", chart: "oci://r/a", version: "1.0.0", needs: ["velro"] }] },
        "ownCharts[0].needs[0]",
        /velro is no part; allowed are .*velero/,
    ],
    [
        "an add-on without a repository",
        { ownCharts: [{ name: "a", chart: "a", version: "1.0.0" }] },
        "ownCharts[0].repository",
        /give a repository, or chart as oci/,
    ],
    ["a yes where true belongs", { allowDeletion: "yes" }, "allowDeletion", /true or false/],
    [
        "a standby without a primary",
        { ownership: { ...right.ownership, environment: "standby" } },
        "primaryStack",
        /<organization>\/<project>\/<stack>/,
    ],
    [
        "a standby that is told half of what it must know",
        {
            standby: {
                clusterName: "other",
                backupBucket: "other-replica",
                backupKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1",
            },
        },
        "standby.backupPasswordSecret",
        /give it, or primaryStack/,
    ],
    ["a primary that is no stack", { primaryStack: "prod" }, "primaryStack", /<organization>\/<project>\/<stack>/],
    [
        "an existing VPC with one subnet",
        { network: { existing: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1"] } } },
        "network.existing.privateSubnetIds",
        /for each of the 3 zones/,
    ],
    [
        "an existing VPC with one subnet twice",
        { network: { existing: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2", "subnet-1"] } } },
        "network.existing.privateSubnetIds[2]",
        /repeats \[0\]/,
    ],
];

test("A right configuration has no mistake", () => {
    expect(mistakesOf(right)).toEqual([]);
});

test.each(wrong)("%s is named with its path and what is allowed", (_, change, path, allowed) => {
    const mistakes = mistakesOf({ ...right, ...change });
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(new RegExp(`^${path.replace(/[[\].]/g, "\\$&")}: `));
    expect(mistakes[0]).toMatch(allowed);
});

test.each(Object.keys(right))("A missing %s is said to be missing", (key) => {
    const { [key as keyof typeof right]: _, ...rest } = right;
    expect(mistakesOf(rest)).toEqual([expect.stringMatching(new RegExp(`^${key}: is missing`))]);
});

test("Mistakes in every corner are listed at once, those between fields too", () => {
    const broken = {
        ...right,
        regoin: "eu-west-1",
        zones: ["eu-west-1a", "eu-west-1b"],
        kubernetesVersion: "1.29",
        network: { cidr: "10.0.0.0/16", reservedCidrs: ["10.0.128.0/20"], cird: "" },
        nodes: { system: { minSize: "3" } },
        ownership: { ...right.ownership, environment: "standby" },
    };
    const paths = read("shop-clusters", handedOver(broken)).mistakes.map(({ path }) => path);
    expect(paths.toSorted()).toEqual([
        "kubernetesVersion",
        "network.cidr",
        "network.cird",
        "nodes.system.minSize",
        "primaryStack",
        "regoin",
        "zones",
    ]);
});

test("A setting that had another name is told the new one", () => {
    expect(mistakesOf({ ...right, addons: [], charts: { source: "upstream" } })).toEqual([
        "addons: is called ownCharts",
        "charts: is called chartSource",
    ]);
});

test("A stack is no standby of itself", () => {
    const standby = handedOver({ ...right, primaryStack: "organization/shop-clusters/dr" });
    const pathsIn = (stack: string) =>
        read("shop-clusters", standby, undefined, stack).mistakes.map(({ path }) => path);
    expect(pathsIn("organization/shop-clusters/dr")).toEqual(["primaryStack"]);
    expect(pathsIn("organization/shop-clusters/prod")).toEqual([]);
});

test("Keys of other projects are none of its business", () => {
    expect(read("shop-clusters", { ...handedOver(right), "aws:region": "us-east-1" }).mistakes).toEqual([]);
});

test.each(["prod", "dr", "sandbox"])("Pulumi.%s.yaml is a right configuration", (stack) => {
    const { config } = parse(readFileSync(new URL(`../../Pulumi.${stack}.yaml`, import.meta.url), "utf8"));
    const settings = Object.fromEntries(
        Object.entries(config).map(([key, value]) => [key.replace("production-cluster:", ""), value]),
    );
    expect(mistakesOf(settings)).toEqual([]);
});

test("Pulumi.yaml names every setting: those with a default as such, all others in its comment", () => {
    const text = readFileSync(new URL("../../Pulumi.yaml", import.meta.url), "utf8");
    const withDefault = Object.keys(parse(text).config).filter((key) => !key.startsWith("pulumi:"));
    const required = [...text.matchAll(/^ {2}# {3}(\w+) +(?:text|list|map) /gm)].map(([, key = ""]) => key);
    expect([...withDefault, ...required].toSorted()).toEqual(Object.keys(stackSchema.shape).toSorted());
    const wanted: (string | undefined)[] = [
        "accountId",
        "primaryStack",
        "certificates",
        "dns",
        "domain",
        "edge",
        "standby",
        "vault",
    ];
    expect(required.filter((key) => !wanted.includes(key)).toSorted()).toEqual(Object.keys(right).toSorted());
});
