import { expect, test } from "vitest";
import { read } from "../../components/configuration/stack.ts";
import { serverCertificate } from "../configuration/certificates.ts";
import { elsewhere, handedOver, right } from "../configuration/settings.ts";

const mistakesOf = (registry: object, more: object = {}) => {
    const { mistakes } = read("shop-clusters", handedOver({ ...right, ...more, registry }));
    return mistakes.map(({ path, reason }) => `${path} ${reason}`);
};
const uuid = "0b1c2d3e-0000-1111-2222-333344445555";
const project = "9a8b7c6d-0000-1111-2222-333344445555";
const push = (system: string, subject: string, more: object = {}) => ({
    ecr: { repositories: ["shop/web"], pushRoles: [{ name: "web", system, subjects: [subject], ...more }] },
});

const pem = (what: string) => `-----BEGIN ${what}-----\nMA==\n-----END ${what}-----\n`;
const verified = (given: object) => ({
    verify: [{ name: "shop", images: ["ghcr.io/example/*"], denyFrom: "2027-03-01", ...given }],
});
const privateHost = (given: object = {}) => ({
    privateHosts: [{ host: "images.example.com", cidrs: ["10.20.0.0/24"], ...given }],
});

test.each([
    push("github", "repo:example/web:ref:refs/heads/main"),
    push("github", "repo:example/web:ref:refs/tags/v*"),
    push("github", "repo:example/web:environment:production"),
    push("gitlab", "project_path:example/team/web:ref_type:tag:ref:v1"),
    push("circleci", `org/${uuid}/project/${project}/user/*`, { organizationId: uuid }),
    push("azureDevOps", "sc://example/shop/push", { organizationId: uuid }),
    { existing: { host: "images.example.com:8443", paths: { "docker.io": "hub/remote" } } },
    verified({ key: pem("PUBLIC KEY"), denyFrom: "2027-03-01 00:00:00 +0000 UTC" }),
    { ...verified({ key: pem("PUBLIC KEY"), images: ["*.example.com/shop/*"] }), ...privateHost() },
    { trivy: true, ...privateHost({ host: "images.example.com:8443" }) },
    { existing: { host: "images.example.com:65535" } },
    ...["nginx:latest", "redis:7", "busybox@sha256:ab*", "images.example.com:8443/shop/*", "*.example.com:8443/*"].map(
        (image) => verified({ key: pem("PUBLIC KEY"), images: [image] }),
    ),
    {
        trivy: true,
        existing: { host: "images.example.com:8443" },
        privateHosts: ["images.example.com", "images.example.com:8443"].map((host) => ({
            host,
            cidrs: ["10.20.0.0/24"],
        })),
    },
    { ecr: { relays: [{ registry: "registry.gitlab.com", secretName: "ecr-pullthroughcache/gitlab" }] } },
])("%j is right", (registry) => {
    expect(mistakesOf(registry)).toEqual([]);
});

const subject = "registry.ecr.pushRoles[0].subjects[0]";
test.each<[string, object, RegExp]>([
    ["registry.verify[0]", verified({}), /exactly one signer/],
    ["registry.verify[0]", verified({ key: pem("PUBLIC KEY"), certificate: serverCertificate }), /exactly one signer/],
    ["registry.verify[0].scan", verified({ certificate: serverCertificate, scan: {} }), /Notation signs no/],
    ["registry.verify[0].key", verified({ key: pem("PRIVATE KEY") }), /public key/],
    ["registry.verify[0].images[0]", verified({ key: pem("PUBLIC KEY"), images: ["*"] }), /a reference/],
    ["registry.verify[0].denyFrom", verified({ key: pem("PUBLIC KEY"), denyFrom: "2027-02-30" }), /a day/],
    ["registry.privateHosts[0]", privateHost(), /no effect/],
    [
        "registry.privateHosts[0]",
        { ...verified({ key: pem("PUBLIC KEY") }), ...privateHost({ host: "images.example.com" }) },
        /no effect/,
    ],
    [
        "registry.privateHosts[0]",
        {
            ...verified({ key: pem("PUBLIC KEY"), images: ["images.example.com/shop/*"] }),
            ...privateHost({ host: "images.example.com:8443" }),
        },
        /another port than images.example.com,/,
    ],
    [
        "registry.privateHosts[0]",
        {
            trivy: true,
            ...verified({ key: pem("PUBLIC KEY"), images: ["images.example.com:8443/shop/*"] }),
            ...privateHost(),
        },
        /another port than images.example.com:8443,/,
    ],
    [
        "registry.privateHosts[0]",
        { trivy: true, existing: { host: "images.example.com:8443" }, ...privateHost() },
        /another port than images.example.com:8443,/,
    ],
    ...["images.example.com:*/shop/*", "images.example.com:99999/shop/*", "images.example.com:0/shop/*"].map(
        (image): [string, object, RegExp] => [
            "registry.verify[0].images[0]",
            verified({ key: pem("PUBLIC KEY"), images: [image] }),
            /not in its port/,
        ],
    ),
    [
        "registry.verify[0].images[0]",
        verified({ key: pem("PUBLIC KEY"), images: ["images.example*shop/*"] }),
        /in the registry's name alone/,
    ],
    ...["images.example.com", "images.example.com:8443", "*.example.com:8443", "localhost:5000"].map(
        (image): [string, object, RegExp] => [
            "registry.verify[0].images[0]",
            verified({ key: pem("PUBLIC KEY"), images: [image] }),
            /names a registry and no image in it; give [\w.*:]+\/\* /,
        ],
    ),
    ["registry.privateHosts[0].host", { trivy: true, ...privateHost({ host: "images.example.com:0" }) }, /8443/],
    ["registry.existing.host", { existing: { host: "images.example.com:99999" } }, /8443/],
    ["registry.privateHosts[0].cidrs", { trivy: true, ...privateHost({ cidrs: [] }) }, /must name a range/],
    ["registry.privateHosts[0].cidrs[0]", { trivy: true, ...privateHost({ cidrs: ["10.20.0.1"] }) }, /an IPv4 range/],
    [subject, push("github", "repo:example/*:ref:refs/heads/main"), /more than one project/],
    [subject, push("github", "repo:example/web:*"), /such as repo:example/],
    [subject, push("github", "repo:example/web:pull_request"), /such as repo:example/],
    [subject, push("gitlab", "project_path:example/*:ref_type:branch:ref:main"), /more than one project/],
    [subject, push("circleci", `org/${project}/project/${uuid}/user/*`, { organizationId: uuid }), /circleci/],
    [subject, push("azureDevOps", "sc://example/*/push", { organizationId: uuid }), /azureDevOps/],
    ["registry.ecr.pushRoles[0].organizationId", push("azureDevOps", "sc://example/shop/push"), /is missing/],
    [
        "registry.ecr.pushRoles[0].organizationId",
        push("github", "repo:example/web:environment:x", { organizationId: uuid }),
        /no effect/,
    ],
    [
        "registry.ecr.pushRoles[0].repositories[0]",
        push("github", "repo:example/web:environment:x", { repositories: ["shop/api"] }),
        /not among/,
    ],
    [
        "registry.ecr.pushRoles",
        { ecr: { pushRoles: [{ name: "web", system: "github", subjects: ["repo:example/web:environment:x"] }] } },
        /nothing to push to/,
    ],
    ["registry.ecr.repositories[0]", { ecr: { repositories: ["docker.io/mine"] } }, /images of docker.io/],
    ["registry.ecr.repositories[0]", { ecr: { repositories: ["Shop"] } }, /name of a repository/],
    ["registry.ecr.dockerHubSecret", { ecr: { dockerHubSecret: "docker-hub" } }, /ecr-pullthroughcache/],
    [
        "registry.ecr.relays[0].registry",
        { ecr: { relays: [{ registry: "docker.elastic.co", secretName: "ecr-pullthroughcache/x" }] } },
        /gitlab/,
    ],
    ["registry.ecr.movingTags[0]", { ecr: { movingTags: ["a*b*c*"] } }, /two \*/],
    ["registry.allowUpstream", { existing: { host: "images.example.com" }, allowUpstream: true }, /contradicts/],
    ["registry.existing.host", { existing: { host: "https://images.example.com/x" } }, /without https/],
])("%s is told where it is wrong: %j", (path, registry, says) => {
    const [told, ...others] = mistakesOf(registry);
    expect(others).toEqual([]);
    expect(told?.split(" ")[0]).toBe(path);
    expect(told).toMatch(says);
});

test("Images whose signatures are verified lie in an ECR that the cluster's roles read, where they lie in one", () => {
    const told = (image: string, more: object = {}) =>
        mistakesOf(verified({ key: pem("PUBLIC KEY"), images: [`${image}/shop/*`] }), more);
    const mine = { accountId: "111122223333" };
    for (const image of [
        ...["111122223333.dkr.ecr.eu-west-1.amazonaws.com", "111122223333.dkr-ecr.eu-west-1.on.aws"],
        ...["444455556666.dkr.ecr.eu-west-1.amazonaws.com", "111122223333.dkr.ecr.us-east-1.amazonaws.com"],
        ...["444455556666.dkr-ecr.us-east-1.on.aws", "*.dkr.ecr.*.amazonaws.com", "ghcr.io"],
        ...["1111*.dkr.ecr.eu-*.amazonaws.com", "444455556666.dkr.ecr-fips.us-east-1.amazonaws.com"],
        ...["444455556666.dkr.ecr.us-east-1.amazonaws.com:443", "*.ecr.example.com", "*.dkr-images.example.com"],
    ])
        expect(told(image, mine)).toEqual([]);
    expect(told("444455556666.dkr.ecr.*.amazonaws.com")).toEqual([]);
    for (const [image, says] of [
        ["444455556666.dkr.ecr.*.amazonaws.com", /leaves one of them open/],
        ["*.dkr-ecr.us-east-1.on.aws", /leaves one of them open/],
        ["4444*.dkr.ecr.eu-west-1.amazonaws.com", /leaves one of them open/],
        ["111122223333.dkr.ecr.us-*.amazonaws.com", /leaves one of them open/],
        ["*.dkr.ecr.*.amazonaws.eu", /those of eu-west-1 end in amazonaws\.com$/],
        ["444455556666.dkr-ecr.us-east-1.amazonaws.com", /end in on\.aws$/],
        ["444455556666.dkr.ecr.us-east-1.amazonaws.com:8443", /at port 443/],
        ["444455556666.dkr.ecr.us-east-1.*", /may lie in ECR/],
        ["444455556666.dkr.ecr*.amazonaws.com", /may lie in ECR/],
        ["444455556666.*", /may lie in ECR/],
        ["444455556666.dkr.ecr.us-east-1.amazonaws.com*", /may lie in ECR/],
        ["*.ecr.us-east-1.amazonaws.com", /may lie in ECR/],
        ["*.dkr*.amazonaws.com", /may lie in ECR/],
        ["444455556666.dkr.ecr.cn-north-1.amazonaws.com.cn", /of the partition aws-cn/],
        ["444455556666.dkr.ecr.us-gov-west-1.amazonaws.com", /of the partition aws-us-gov/],
        ["444455556666.dkr.ecr.eu-west-1.amazonaws.com.cn", /end in amazonaws\.com$/],
        ["444455556666.dkr.ecr.eu-west.amazonaws.com", /eu-west is no region/],
        ["shop.dkr.ecr.eu-west-1.amazonaws.com", /not with shop/],
    ] as const) {
        const [mistake = "", ...others] = told(image, mine);
        expect(others).toEqual([]);
        expect(mistake).toMatch(/^registry\.verify\[0\]\.images\[0\] /);
        expect(mistake).toMatch(says);
    }
    const registry = verified({ key: pem("PUBLIC KEY"), images: ["*.dkr.ecr.*.amazonaws.com/shop/*"] });
    const { mistakes } = read("shop-clusters", handedOver({ ...elsewhere, registry }));
    expect(mistakes).toEqual([{ path: "registry.verify[0].images[0]", reason: expect.stringContaining("not on EKS") }]);
});

test.each([
    ["the restore test", "backup.restoreTest.image", (image: string) => ({ restoreTest: { image } })],
    [
        "a database that is dumped",
        "backup.dumps[0].image",
        (image: string) => ({
            dumps: [
                {
                    ...{ name: "orders", engine: "postgresql", host: "orders.example.com", database: "orders", image },
                    ...{ credentialSecretName: "rds/orders", namespace: "shop" },
                },
            ],
        }),
    ],
])("The image of %s comes from where admission takes images from", (_, path, backup) => {
    const image = (host: string) => `${host}/own@sha256:${"0".repeat(64)}`;
    const told = (host: string, more: object = {}) =>
        read("shop-clusters", handedOver({ ...right, ...more, backup: backup(image(host)) })).mistakes;
    expect(told("111122223333.dkr.ecr.eu-west-1.amazonaws.com")).toEqual([]);
    expect(told("registry.example.com").map((mistake) => mistake.path)).toEqual([path]);
    expect(told("registry.example.com", { admission: { imageRegistries: ["registry.example.com/*"] } })).toEqual([]);
    expect(told("registry.example.com", { registry: { allowUpstream: true } })).toEqual([]);
});
