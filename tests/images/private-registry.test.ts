import { output } from "@pulumi/pulumi";
import { expect, test } from "vitest";
import type { Settings } from "../../components/settings.ts";
import { settingsOf } from "../addons/example.ts";
import { right } from "../configuration/settings.ts";
import { record } from "../foundation/recording.ts";

const account = "111122223333";
const repository = (name: string) => `arn:aws:ecr:eu-west-1:${account}:repository/${name}`;

const github = { name: "web", system: "github", subjects: ["repo:example/web:ref:refs/heads/main"] };
const everything = {
    repositories: ["shop/web", "shop/worker"],
    movingTags: ["latest", "branch-*"],
    relays: [{ registry: "example.azurecr.io", secretName: "ecr-pullthroughcache/azure" }],
    pushRoles: [
        github,
        {
            ...github,
            name: "worker",
            subjects: ["repo:example/worker:environment:production"],
            repositories: ["shop/worker"],
        },
        {
            name: "azure",
            system: "azureDevOps",
            organizationId: "0b1c2d3e-0000-1111-2222-333344445555",
            subjects: ["sc://example/shop/push"],
            provider: "given",
        },
    ],
};

const registry = (ecr: object = everything, more: { replicaRegion?: string; allowDeletion?: boolean } = {}) =>
    record(async () => {
        const { PrivateRegistry } = await import("../../components/images/private-registry.ts");
        const settings: Settings = settingsOf({ ...right, registry: { ecr } });
        return new PrivateRegistry("shop", {
            clusterName: "shop",
            region: "eu-west-1",
            accountId: account,
            nodeRoleArn: `arn:aws:iam::${account}:role/path/nodes`,
            keyArn: "arn:aws:kms:eu-west-1:111122223333:key/data",
            ecr: settings.registry.ecr,
            tags: { owner: "platform" },
            allowDeletion: false,
            ...more,
        });
    });

const rules = "aws:ecr/pullThroughCacheRule:PullThroughCacheRule";
const templates = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate";
const statements = (policy: string) => JSON.parse(policy).Statement;

test("Every registry that ECR relays has a rule and a template of its name, and credentials where AWS asks for them", async () => {
    const built = await registry();
    const made = built.of(rules).map(({ inputs }) => inputs);
    expect(Object.fromEntries(made.map((it) => [it.ecrRepositoryPrefix, it.upstreamRegistryUrl]))).toEqual({
        "docker.io": "registry-1.docker.io",
        "ghcr.io": "ghcr.io",
        "quay.io": "quay.io",
        "registry.k8s.io": "registry.k8s.io",
        "public.ecr.aws": "public.ecr.aws",
        "example.azurecr.io": "example.azurecr.io",
    });
    const secrets = made.filter((it) => it.credentialArn).map((it) => it.credentialArn.split(":secret:")[1]);
    expect(secrets.toSorted()).toEqual([
        "ecr-pullthroughcache/azure-a1b2c3",
        "ecr-pullthroughcache/docker-hub-a1b2c3",
        "ecr-pullthroughcache/github-a1b2c3",
    ]);
    const prefixes = built.of(templates).map(({ inputs }) => inputs.prefix);
    expect(prefixes.toSorted()).toEqual([...made.map((it) => it.ecrRepositoryPrefix), "docker.elastic.co"].toSorted());
});

test("Repositories that ECR makes are encrypted and immutable but for the tags that may move; what it cannot relay is pushed", async () => {
    for (const { inputs } of (await registry()).of(templates)) {
        expect(inputs).toMatchObject({
            encryptionConfigurations: [{ encryptionType: "KMS" }],
            imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
            resourceTags: { owner: "platform" },
        });
        expect(inputs.imageTagMutabilityExclusionFilters.map(({ filter }: { filter: string }) => filter)).toEqual([
            "latest",
            "branch-*",
        ]);
        expect(inputs.appliedFors).toContain(
            inputs.prefix === "docker.elastic.co" ? "CREATE_ON_PUSH" : "PULL_THROUGH_CACHE",
        );
    }
    const fixed = await registry({ movingTags: [] });
    expect(fixed.of(templates).map(({ inputs }) => inputs.imageTagMutability)).toContain("IMMUTABLE");
});

test("What is one for a region stays when the stack goes; with given none of it is made", async () => {
    const shared = (built: Awaited<ReturnType<typeof registry>>) =>
        built.all.filter(({ type }) =>
            /PullThrough|Template|RegistryScanning|ReplicationConf|Enabler|OpenId/.test(type),
        );
    const made = shared(await registry(everything, { replicaRegion: "eu-central-1" }));
    expect(made.length).toBe(6 + 7 + 1 + 1 + 1 + 1);
    expect(made.filter(({ kept }) => !kept)).toEqual([]);
    const given = await registry({ ...everything, shared: "given", pushRoles: [] }, { replicaRegion: "eu-central-1" });
    expect(shared(given)).toEqual([]);
    expect(given.of("aws:ecr/repository:Repository")).toHaveLength(2);
    expect(given.one("aws:iam/rolePolicy:RolePolicy", "shop-relay").inputs.role).toBe("nodes");
});

test("Nodes fetch through the relays and make no other repository", async () => {
    const { inputs } = (await registry()).one("aws:iam/rolePolicy:RolePolicy", "shop-relay");
    const [statement, ...others] = statements(inputs.policy);
    expect(others).toEqual([]);
    expect(statement.Action).toEqual(["ecr:BatchImportUpstreamImage", "ecr:CreateRepository", "ecr:TagResource"]);
    expect(statement.Resource.toSorted()).toEqual(
        ["docker.io", "example.azurecr.io", "ghcr.io", "public.ecr.aws", "quay.io", "registry.k8s.io"].map((name) =>
            repository(`${name}/*`),
        ),
    );
});

test("Own repositories are encrypted by the cluster's key, protected, and have a lifecycle", async () => {
    const built = await registry();
    for (const { inputs, protect } of built.of("aws:ecr/repository:Repository")) {
        expect(inputs.encryptionConfigurations).toEqual([
            { encryptionType: "KMS", kmsKey: "arn:aws:kms:eu-west-1:111122223333:key/data" },
        ]);
        expect(protect).toBe(true);
    }
    expect(built.of("aws:ecr/lifecyclePolicy:LifecyclePolicy")).toHaveLength(2);
    const removable = await registry(everything, { allowDeletion: true });
    const [own] = removable.of("aws:ecr/repository:Repository");
    expect(own?.protect).toBe(false);
    expect(own?.inputs.forceDelete).toBe(true);
});

test("A push role trusts one audience and the subjects it names, and pushes to its repositories alone", async () => {
    const built = await registry();
    const trustOf = (name: string) => {
        const [statement] = statements(built.one("aws:iam/role:Role", `push-${name}`).inputs.assumeRolePolicy);
        return { provider: statement.Principal.Federated, ...statement.Condition };
    };
    expect(built.of("aws:iam/openIdConnectProvider:OpenIdConnectProvider").map(({ inputs }) => inputs)).toEqual([
        { url: "https://token.actions.githubusercontent.com", clientIdLists: ["sts.amazonaws.com"] },
    ]);
    expect(trustOf("web")).toEqual({
        provider: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
        StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
        StringLike: { "token.actions.githubusercontent.com:sub": ["repo:example/web:ref:refs/heads/main"] },
    });
    const { inputs, ignoreChanges } = built.one("aws:iam/role:Role", "push-web");
    expect([inputs.name, ignoreChanges]).toEqual(["shop-eu-west-1-push-web", ["name"]]);
    // Pipelines are given what the stack tells, not a name that somebody composes.
    const told = await new Promise((resolve) => output(built.outputs.pushRoleArns).apply(resolve));
    expect(told).toEqual({
        web: "arn:shop-push-web",
        worker: "arn:shop-push-worker",
        azure: "arn:shop-push-azure",
    });
    const issuer = "vstoken.dev.azure.com/0b1c2d3e-0000-1111-2222-333344445555";
    expect(trustOf("azure")).toEqual({
        provider: `arn:aws:iam::${account}:oidc-provider/${issuer}`,
        StringEquals: { [`${issuer}:aud`]: "api://AzureADTokenExchange" },
        StringLike: { [`${issuer}:sub`]: ["sc://example/shop/push"] },
    });
    const pushed = (name: string) => {
        const policy = statements(built.one("aws:iam/rolePolicy:RolePolicy", `push-${name}`).inputs.policy);
        return policy.find(({ Action }: { Action: string[] }) => Action.includes("ecr:PutImage")).Resource;
    };
    expect(pushed("web")).toEqual([repository("shop/web"), repository("shop/worker")]);
    expect(pushed("worker")).toEqual([repository("shop/worker")]);
});
