import { describe, expect, test } from "vitest";
import { policyIds } from "../../components/security/admission/policies.ts";
import { mistakesOf, right } from "./settings.ts";

/** What is wrong, the change, its path, and words of the answer. Nothing else may be said to be wrong. */
type Wrong = [string, object, string, RegExp];

const role = (name: string, partition = "aws") => `arn:${partition}:iam::111122223333:role/${name}`;
const administrators = (...administratorRoleArns: string[]) => ({ access: { administratorRoleArns } });
const controlPlane = (change: object) => ({ controlPlane: change });
const system = (change: object) => ({ nodes: { system: change } });
const general = (change: object) => ({ nodes: { general: change } });
const addon = { name: "shop", chart: "oci://registry.example.com/charts/shop", version: "1.0.0" };
const ownCharts = (...changes: object[]) => ({ ownCharts: changes.map((change) => ({ ...addon, ...change })) });
const existingVpc = (change: object) => ({
    network: { existing: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2", "subnet-3"], ...change } },
});
const sso = (change: object) => ({
    gitops: {
        ...right.gitops,
        sso: {
            issuer: "https://login.example.com",
            clientId: "argo-cd",
            clientSecretName: "shop/oidc",
            administratorGroup: "platform",
            ...change,
        },
    },
});
const grafana = (change: object, url?: string) => ({
    grafana: {
        ...(url && { url }),
        sso: {
            authorizationUrl: "https://login.example.com/authorize",
            tokenUrl: "https://login.example.com/token",
            userInfoUrl: "https://login.example.com/userinfo",
            clientId: "grafana",
            clientSecretName: "shop/grafana",
            administratorGroup: "platform",
            ...change,
        },
    },
});
const slack = { name: "a", type: "slack", secretName: "shop/slack" };
const mail = { to: ["p@example.com"], from: "q@example.com", smarthost: "smtp.example.com:587", username: "q" };
const receivers = (...changes: object[]) => ({
    alerts: {
        ...right.alerts,
        receivers: changes.map((change) => ({ ...slack, ...change })),
        routes: [{ receiver: "a" }],
    },
});
const routes = (...changes: object[]) => ({
    alerts: { ...right.alerts, routes: changes.map((change) => ({ receiver: "topic", ...change })) },
});
const exempt = (...exemptNamespaces: object[]) => ({
    admission: {
        exemptNamespaces: exemptNamespaces.map((change) => ({
            reason: "old",
            owner: "a",
            until: "9999-12-31",
            ...change,
        })),
    },
});
const publicRanges = (count: number) => Array.from({ length: count }, (_, place) => `51.${place}.0.0/16`);
const privateRanges = (count: number) => Array.from({ length: count }, (_, place) => `10.1.${place}.0/24`);

const repeated: Wrong[] = [
    [
        "an e-mail address in two spellings",
        { alerts: { ...right.alerts, emails: ["p@example.com", "q@example.com", "P@example.com"] } },
        "alerts.emails[2]",
        /repeats \[0\]/,
    ],
    ["a receiver", receivers({}, {}), "alerts.receivers[1]", /routes call it by its name/],
    ["a severity of a route", routes({ severities: ["info", "info"] }), "alerts.routes[0].severities[1]", /repeats/],
    ["an administrator", administrators(role("a"), role("a")), "access.administratorRoleArns[1]", /repeats \[0\]/],
    [
        "a role under two paths, of which an account has one at most",
        administrators(role("team-a/deployer"), role("team-b/deployer")),
        "access.administratorRoleArns[1]",
        /one role of a name, whatever its path/,
    ],
    [
        "a viewer who administers under another path",
        { access: { ...administrators(role("a")).access, viewerRoleArns: [role("viewer"), role("path/A")] } },
        "access.viewerRoleArns[1]",
        /administers already/,
    ],
    [
        "an instance type",
        system({ instanceTypes: ["m7g.large", "m7g.large"] }),
        "nodes.system.instanceTypes[1]",
        /\[0\]/,
    ],
    [
        "an instance category",
        general({ instanceCategories: ["c", "c"] }),
        "nodes.general.instanceCategories[1]",
        /repeats/,
    ],
    [
        "a public range",
        controlPlane({ publicAccessCidrs: ["51.1.0.0/16", "51.1.0.0/16"] }),
        "controlPlane.publicAccessCidrs[1]",
        /repeats/,
    ],
    [
        "a private range, for which EC2 has no second rule",
        controlPlane({ privateAccessCidrs: ["10.1.0.0/16", "10.1.0.0/16"] }),
        "controlPlane.privateAccessCidrs[1]",
        /repeats/,
    ],
    ["an add-on", ownCharts({}, {}), "ownCharts[1]", /name and namespace to itself/],
    ["a need", ownCharts({ needs: ["velero", "velero"] }), "ownCharts[0].needs[1]", /repeats/],
    [
        "an exemption",
        exempt(
            { namespace: "a", policies: ["res-limits"] },
            { namespace: "a", policies: ["no-naked-pods", "res-limits"] },
        ),
        "admission.exemptNamespaces[1].policies[1]",
        /by \[0\] already/,
    ],
];

const tooLong: Wrong[] = [
    ["an add-on of 54 characters", ownCharts({ name: "a".repeat(54) }), "ownCharts[0].name", /1 to 53 .* Helm/],
    ["a role of 65 characters", administrators(role("r".repeat(65))), "access.administratorRoleArns[0]", /IAM role/],
    ["a role without a name", administrators(role("path/")), "access.administratorRoleArns[0]", /IAM role/],
    [
        "a role of a service",
        administrators(role("aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS")),
        "access.administratorRoleArns[0]",
        /IAM role/,
    ],
    ...["aws", "sg", "sg-shop", "sthree", "sthree-shop", "amzn-s3-demo", "xn--shop"].map(
        (name): Wrong => [`a name that AWS keeps for itself, ${name}`, { name }, "name", /AWS's own names/],
    ),
    [
        "a region of 22 characters, which leaves no room in the name of a bucket",
        { region: "eu-northnorthnorthwe-1", zones: ["a", "b", "c"].map((zone) => `eu-northnorthnorthwe-1${zone}`) },
        "region",
        /an AWS region/,
    ],
    [
        "more public ranges than EKS takes",
        controlPlane({ publicAccessCidrs: publicRanges(41) }),
        "controlPlane.publicAccessCidrs",
        /40 ranges/,
    ],
    [
        "more private ranges than a security group has rules",
        controlPlane({ privateAccessCidrs: privateRanges(59) }),
        "controlPlane.privateAccessCidrs",
        /58 ranges/,
    ],
    [
        "more instance types than a node group takes",
        system({ instanceTypes: Array.from({ length: 21 }, (_, place) => `m${place + 1}i.large`) }),
        "nodes.system.instanceTypes",
        /20 instance types/,
    ],
    [
        "more exemptions from a policy than Kubernetes takes conditions",
        exempt(...Array.from({ length: 64 }, (_, place) => ({ namespace: `n${place}`, policies: [policyIds[0]] }))),
        "admission.exemptNamespaces",
        new RegExp(`for ${policyIds[0]}: .* 64 conditions`),
    ],
    [
        "more nodes than the VPC has addresses for",
        { network: { cidr: "10.0.0.0/20" }, ...system({ maxSize: 46 }) },
        "nodes.system.maxSize",
        /addresses for 45 nodes, not 46/,
    ],
    [
        "nodes that hold no Prometheus",
        system({ instanceTypes: ["t4g.small"] }),
        "nodes.system.instanceTypes[0]",
        /2 GiB/,
    ],
    [
        "less memory than one machine",
        general({ instanceCategories: ["r"], memoryLimitGiB: 31 }),
        "nodes.general.memoryLimitGiB",
        /32 or more/,
    ],
    [
        "one subnet for a control plane",
        existingVpc({ intraSubnetIds: ["subnet-9"] }),
        "network.existing.intraSubnetIds",
        /two/,
    ],
];

const contradictory: Wrong[] = [
    [
        "Services in a range that must stay free",
        { network: { reservedCidrs: ["172.16.0.0/12"] } },
        "controlPlane.serviceCidr",
        /overlaps 172\.16\.0\.0\/12/,
    ],
    [
        "Services on the Internet",
        controlPlane({ serviceCidr: "100.64.0.0/16" }),
        "controlPlane.serviceCidr",
        /within 10\.0/,
    ],
    ["a VPC of loopback addresses", { network: { cidr: "127.0.0.0/16" } }, "network.cidr", /a range of hosts/],
    [
        "the VPC among the ranges beside it",
        controlPlane({ privateAccessCidrs: ["10.1.0.0/16", "10.0.0.0/16"] }),
        "controlPlane.privateAccessCidrs[1]",
        /has access already/,
    ],
    [
        "a part of the VPC among the ranges beside it",
        controlPlane({ privateAccessCidrs: ["10.0.8.0/24"] }),
        "controlPlane.privateAccessCidrs[0]",
        /has access already/,
    ],
    ...["10.9.0.0/16", "100.64.0.0/16", "224.0.0.0/16"].map(
        (range): Wrong => [
            `${range} on the Internet`,
            controlPlane({ publicAccessCidrs: [range] }),
            "controlPlane.publicAccessCidrs[0]",
            /a range of the Internet/,
        ],
    ),
    [
        "a role of another partition",
        administrators(role("a"), role("b", "aws-us-gov")),
        "access.administratorRoleArns[1]",
        /of the partition aws-us-gov; eu-west-1 is in aws/,
    ],
    [
        "a replica in another partition",
        { backup: { replicaRegion: "us-gov-west-1" } },
        "backup.replicaRegion",
        /partition/,
    ],
    [
        "an isolated region, whose endpoints have other names",
        { backup: { replicaRegion: "us-iso-east-1" } },
        "backup.replicaRegion",
        /partition aws-iso/,
    ],
    ["a subnet for a VPC", existingVpc({ vpcId: "subnet-1" }), "network.existing.vpcId", /id of a VPC/],
    [
        "one secret for a URL and for a client",
        sso({ clientSecretName: right.alerts.heartbeatUrlSecret }),
        "gitops.sso.clientSecretName",
        /with the key clientSecret/,
    ],
    [
        "one secret for a receiver and for a client",
        {
            ...sso({ clientSecretName: slack.secretName }),
            alerts: receivers({}).alerts,
        },
        "gitops.sso.clientSecretName",
        /is alerts\.receivers\[0\]\.secretName, whose whole text/,
    ],
    [
        "one secret for a receiver and for Grafana's client",
        { ...grafana({ clientSecretName: slack.secretName }), ...receivers({}) },
        "grafana.sso.clientSecretName",
        /give a secret with the key clientSecret/,
    ],
    ["a group with a quote", grafana({ viewerGroup: "dev's" }), "grafana.sso.viewerGroup", /must not have any of '/],
    ["Grafana over HTTP", grafana({}, "http://grafana.example.com"), "grafana.url", /an https:\/\/ URL/],
    ["Grafana's URL with a slash", grafana({}, "https://g.example.com/"), "grafana.url", /end with a slash/],
    [
        "one secret for a receiver and for the dead-man switch",
        receivers({ secretName: right.alerts.heartbeatUrlSecret }),
        "alerts.receivers[0].secretName",
        /dead-man switch/,
    ],
    [
        "a route to nobody",
        routes({ receiver: "b" }),
        "alerts.routes[0].receiver",
        /b is no receiver; allowed are topic$/,
    ],
    [
        "a receiver that no route names",
        { alerts: { ...receivers({}).alerts, routes: [] } },
        "alerts.receivers[0]",
        /no route names it/,
    ],
    [
        "a route behind one that takes all of it",
        routes({ namespaces: ["b", "c"], teams: ["x"] }, { severities: ["info"] }, { namespaces: ["b"], teams: ["x"] }),
        "alerts.routes[2]",
        /takes nothing: \[0\] stands before it/,
    ],
    ["a route for no team", routes({ teams: [] }), "alerts.routes[0].teams", /at least one team/],
    [
        "a severity that there is not",
        routes({ severities: ["page"] }),
        "alerts.routes[0].severities[0]",
        /one of critical/,
    ],
    ["a receiver's name that is taken", receivers({}, { name: "topic" }), "alerts.receivers[1].name", /is taken/],
    ["a receiver that ends", receivers({ type: "opsgenie" }), "alerts.receivers[0].type", /Opsgenie in April 2027/],
    ["the topic once more", receivers({ type: "sns" }), "alerts.receivers[0].type", /by the name topic/],
    [
        "a receiver that there is not",
        receivers({ type: "pager" }),
        "alerts.receivers[0].type",
        /one of slack, pagerduty, msteams, email, webhook/,
    ],
    ["mail without a server", receivers({ type: "email" }), "alerts.receivers[0].email", /is missing: give to, from/],
    [
        "a mail server of Slack",
        receivers({ email: mail }),
        "alerts.receivers[0].email",
        /has no effect: the type is slack/,
    ],
    [
        "a mail server without a port",
        receivers({ type: "email", email: { ...mail, smarthost: "smtp.example.com" } }),
        "alerts.receivers[0].email.smarthost",
        /a host and a port/,
    ],
    [
        "two groups in one",
        sso({ administratorGroup: "a, role:admin" }),
        "gitops.sso.administratorGroup",
        /without commas/,
    ],
    ["a client id that Argo CD takes for a secret", sso({ clientId: "$oidc" }), "gitops.sso.clientId", /without \$/],
    ["a folder outside of the repository", { gitops: { ...right.gitops, path: "a/../../b" } }, "gitops.path", /inside/],
    ["a folder of the root", { gitops: { ...right.gitops, path: "/clusters" } }, "gitops.path", /inside/],
    [
        "an option for a branch",
        { gitops: { ...right.gitops, revision: "--upload-pack=x" } },
        "gitops.revision",
        /a branch/,
    ],
    [
        "two add-ons that need each other",
        ownCharts({ name: "a", needs: ["velero", "b"] }, { name: "b", needs: ["a"] }),
        "ownCharts[0].needs[1]",
        /a needs b needs a;/,
    ],
    ["an add-on that needs itself", ownCharts({ name: "a", needs: ["a"] }), "ownCharts[0].needs[0]", /a needs a;/],
    [
        "a circle behind an add-on that is not in it",
        ownCharts({ name: "a", needs: ["b"] }, { name: "b", needs: ["c"] }, { name: "c", needs: ["b"] }),
        "ownCharts[1].needs[0]",
        /b needs c needs b;/,
    ],
    [
        "a whole reference beside a repository",
        ownCharts({ repository: "https://charts.example.com" }),
        "ownCharts[0].repository",
        /has no effect/,
    ],
    [
        "a tag behind a chart that has a version",
        ownCharts({ chart: "oci://r.example.com/shop:1" }),
        "ownCharts[0].chart",
        /tag/,
    ],
    ["a chart without a name", ownCharts({ chart: "oci://r.example.com/shop/" }), "ownCharts[0].chart", /name/],
];

describe.each([
    ["Given twice", repeated],
    ["Beyond a limit", tooLong],
    ["Two that cannot both hold", contradictory],
])("%s", (_, wrong) => {
    test.each(wrong)("%s is refused at its path, and nothing else is", (_, change, path, words) => {
        const mistakes = mistakesOf({ ...right, ...change });
        expect(mistakes.map((mistake) => mistake.split(": ")[0])).toEqual([path]);
        expect(mistakes[0]).toMatch(words);
    });
});

const credential = "hunter2";
const withCredential: [string, object, string][] = [
    ...[
        `https://bot:${credential}@git.example.com/x.git`,
        `https://${credential}@git.example.com/x.git`,
        `https://git.example.com/x.git?private_token=${credential}`,
        `ssh://git:${credential}@git.example.com/x.git`,
    ].map((repository): [string, object, string] => [repository, { gitops: { repository } }, "gitops.repository"]),
    ["Grafana", grafana({}, `https://me:${credential}@grafana.example.com`), "grafana.url"],
    ["a token endpoint", grafana({ tokenUrl: `https://x.example.com/t?key=${credential}` }), "grafana.sso.tokenUrl"],
    ["an issuer", sso({ issuer: `https://me:${credential}@login.example.com` }), "gitops.sso.issuer"],
    ["a mirror", { chartSource: `oci://me:${credential}@registry.example.com/charts` }, "chartSource"],
    ["a chart", ownCharts({ chart: `oci://me:${credential}@registry.example.com/shop` }), "ownCharts[0].chart"],
    [
        "a chart repository",
        ownCharts({ chart: "shop", repository: `https://me:${credential}@charts.example.com` }),
        "ownCharts[0].repository",
    ],
    [
        "an image registry",
        { admission: { imageRegistries: [`me:${credential}@registry.example.com/*`] } },
        "admission.imageRegistries[0]",
    ],
    [
        "a database among the values of a chart",
        ownCharts({ values: { env: [{ name: "URL", value: `postgres://shop:${credential}@db/shop` }] } }),
        "ownCharts[0].values.env[0].value",
    ],
];

test.each(withCredential)("A credential in %s is refused, and not repeated", (_, change, path) => {
    const mistakes = mistakesOf({ ...right, ...change });
    expect(mistakes.map((mistake) => mistake.split(": ")[0])).toEqual([path]);
    expect(mistakes.join()).not.toContain(credential);
});

const taken: [string, object][] = [
    [
        "a route behind others that take a part of it each",
        routes({ teams: ["a"] }, { namespaces: ["b"], severities: ["critical"] }, { severities: ["info"] }, {}),
    ],
    ["a receiver of mail", receivers({ type: "email", email: mail })],
    ["as many public ranges as EKS takes", controlPlane({ publicAccessCidrs: publicRanges(40) })],
    ["as many private ranges as there are rules", controlPlane({ privateAccessCidrs: privateRanges(58) })],
    ["a range around the VPC", controlPlane({ privateAccessCidrs: ["10.0.0.0/8"] })],
    ["as many nodes as fit", { network: { cidr: "10.0.0.0/20" }, ...system({ maxSize: 45 }) }],
    ["any number of nodes in a given VPC", { ...existingVpc({}), ...system({ maxSize: 450 }) }],
    ["one machine's memory", general({ instanceCategories: ["r"], memoryLimitGiB: 32 })],
    ["roles of one name in two accounts", administrators(role("a"), role("a").replace("1111", "9999"))],
    ["a role below a path", administrators(role(`${"path/".repeat(20)}${"r".repeat(64)}`))],
    ["an add-on of 53 characters", ownCharts({ name: "a".repeat(53) })],
    [
        "an add-on that needs two that need a third",
        ownCharts({ name: "a", needs: ["b", "c"] }, { name: "b", needs: ["c"] }, { name: "c" }),
    ],
    ["the user of SSH", { gitops: { repository: "ssh://git@git.example.com:2222/x.git" } }],
    ["SSH in the words of git", { gitops: { repository: "git@github.com:example/clusters.git" } }],
    ["a password that is only named", ownCharts({ values: { url: "postgres://shop:$(PASSWORD)@db/shop" } })],
    ["a registry with a port", { admission: { imageRegistries: ["localhost:5000/*", "*.example.com/shop/*"] } }],
    [
        "a government region with its roles",
        {
            region: "us-gov-west-1",
            zones: ["a", "b", "c"].map((zone) => `us-gov-west-1${zone}`),
            backup: { replicaRegion: "us-gov-east-1" },
            ...administrators(role("a", "aws-us-gov")),
        },
    ],
    [
        "one namespace that is exempt twice, from different policies",
        exempt({ namespace: "a", policies: ["res-limits"] }, { namespace: "a", policies: ["res-requests"] }),
    ],
];

test.each(taken)("%s is taken", (_, change) => {
    expect(mistakesOf({ ...right, ...change })).toEqual([]);
});
