import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, inject, test, vi } from "vitest";
import { rules } from "../../../policy-pack/rules/index.ts";
import { root } from "../../../sandbox/paths.ts";
import { TestStack } from "../../engine/stack.ts";

/** A preview and an update take 10 seconds together, and longer where the processor is shared. */
const patience = 180_000;

/** The checks that this small program is about; the others would ask for the whole platform. */
const wanted = [
    "eks-secrets-kms",
    "eks-control-plane-logs",
    "eks-endpoint-private-enabled",
    "ns-default-deny",
    "replicas-min",
];
const others = rules.map(({ id }) => id).filter((id) => !wanted.includes(id));

/** Where a finding is, if it is not at the cluster. */
const places: Readonly<Record<string, RegExp>> = { "ns-default-deny": /::team$/, "replicas-min": /Release::operator$/ };

/** What a release is given as a secret, and the others are not. */
const password = "correct-horse-battery-staple";

/** A cluster, a namespace and two releases on it, through a kubeconfig that is unknown at the first preview. */
const program = `
    import * as aws from "@pulumi/aws";
    import * as eks from "@pulumi/eks";
    import * as k8s from "@pulumi/kubernetes";
    import { Config, secret } from "@pulumi/pulumi";

    const left = new Config().requireObject<string[]>("left");
    const has = (part: string) => !left.includes(part);

    const key = new aws.kms.Key("key", { enableKeyRotation: true });
    const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
    const subnetIds = ["a", "b"].map(
        (zone, index) =>
            new aws.ec2.Subnet(zone, {
                vpcId: vpc.id,
                availabilityZone: "eu-west-1" + zone,
                cidrBlock: "10.0." + index + ".0/24",
            }).id,
    );
    const cluster = new eks.Cluster("shop", {
        authenticationMode: eks.AuthenticationMode.Api,
        createOidcProvider: false,
        enabledClusterLogTypes: has("logs") ? ["api", "audit", "authenticator", "controllerManager", "scheduler"] : ["api"],
        encryptionConfigKeyArn: has("key") ? key.arn : undefined,
        endpointPrivateAccess: has("private endpoint"),
        endpointPublicAccess: true,
        name: "shop",
        skipDefaultNodeGroup: true,
        skipDefaultSecurityGroups: true,
        useDefaultVpcCni: true,
        corednsAddonOptions: { enabled: false },
        kubeProxyAddonOptions: { enabled: false },
        subnetIds,
        version: "1.35",
        vpcId: vpc.id,
    });
    const kubernetes = new k8s.Provider("shop", { kubeconfig: cluster.kubeconfigJson });
    const team = new k8s.core.v1.Namespace("team", { metadata: { name: "team" } }, { provider: kubernetes });
    new k8s.helm.v3.Release(
        "operator",
        {
            name: "operator",
            chart: "operator",
            version: "1.0.0",
            namespace: team.metadata.name,
            values: { owner: cluster.name, replicas: has("second operator") ? 2 : 1 },
        },
        { provider: kubernetes },
    );
    new k8s.helm.v3.Release(
        "keeper",
        {
            name: "keeper",
            chart: "operator",
            version: "1.0.0",
            namespace: team.metadata.name,
            values: { owner: secret("${password}"), replicas: 2 },
        },
        { provider: kubernetes },
    );
    if (has("default-deny")) {
        new k8s.networking.v1.NetworkPolicy(
            "default-deny",
            {
                metadata: { name: "default-deny", namespace: team.metadata.name },
                spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
            },
            { provider: kubernetes },
        );
    }
`;

const renders = mkdtempSync(join(inject("scratchFolder"), "renders-"));

beforeAll(() => {
    vi.stubEnv("READINESS_HELM", inject("helm"));
    vi.stubEnv("READINESS_CHARTS", join(root, "tests/cluster/charts"));
    vi.stubEnv("READINESS_RENDERS", renders);
});

const stack = (left: string[]) =>
    new TestStack({
        program: { text: program },
        definition: { name: "team", description: undefined, config: undefined },
        config: { "aws:region": "eu-west-1", "team:left": left },
        policyPack: "policy-pack",
        policyConfig: Object.fromEntries(others.map((id) => [id, "disabled"])),
    });

test(
    "a first preview fails by what was taken out of the program, naming check, resource and what mends it",
    async () => {
        const { exitCode, violations, output } = await stack([
            "key",
            "logs",
            "private endpoint",
            "default-deny",
            "second operator",
        ]).preview();
        const mandatory = violations.filter(({ enforcementLevel }) => enforcementLevel === "mandatory");
        expect(exitCode, output).not.toBe(0);
        expect(mandatory.map(({ policyName }) => policyName).sort()).toEqual([...wanted].sort());
        expect(mandatory.find(({ policyName }) => policyName === "replicas-min")?.message).toMatch(
            /^release team\/operator, Deployment team\/operator: /m,
        );
        for (const { policyName, resourceUrn, message } of mandatory) {
            expect(resourceUrn).toMatch(places[policyName] ?? /aws:eks\/cluster:Cluster::shop/);
            expect(message).toMatch(/\. (Set|Add|Run) /);
        }
    },
    patience,
);

test(
    "nothing is found in a first preview and in the update where nothing is missing, and what is kept has no secret",
    async () => {
        const whole = stack([]);
        const preview = await whole.preview();
        expect(preview.exitCode, preview.output).toBe(0);
        expect(preview.violations).toEqual([]);
        const { exitCode, output } = await whole.up({ skipPreview: true });
        expect(exitCode, output).toBe(0);
        // What goes wrong in the pack's process beside its policies ends no command.
        for (const said of [preview.output, output]) expect(said).not.toMatch(/error/i);
        const files = readdirSync(renders, { recursive: true, encoding: "utf8" }).filter((name) => /json$/.test(name));
        const kept = files.map((name) => readFileSync(join(renders, name), "utf8"));
        expect(kept.filter((text) => text.includes('"operator"')).length).toBeGreaterThan(0);
        expect(kept.filter((text) => text.includes(password) || text.includes('"keeper"'))).toEqual([]);
    },
    patience,
);
