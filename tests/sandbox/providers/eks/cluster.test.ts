import { beforeAll, expect, test } from "vitest";
import type { State } from "../../../../sandbox/engine/stack.ts";
import { isRecord } from "../../../../sandbox/providers/values.ts";
import { TestStack } from "../../../engine/stack.ts";
import { children } from "./children.ts";

const program = `
    import * as aws from "@pulumi/aws";
    import * as eks from "@pulumi/eks";
    import * as pulumi from "@pulumi/pulumi";

    const network = (prefix: string, region: string, range: string, opts: pulumi.CustomResourceOptions) => {
        const vpc = new aws.ec2.Vpc(prefix + "vpc", { cidrBlock: range + ".0.0/16" }, opts);
        const subnetIds = ["a", "b", "c"].map((zone, index) =>
            new aws.ec2.Subnet(prefix + "private-" + zone, {
                vpcId: vpc.id, cidrBlock: range + "." + index + ".0/24", availabilityZone: region + zone,
            }, opts).id);
        return { vpcId: vpc.id, subnetIds };
    };
    const bare = {
        authenticationMode: eks.AuthenticationMode.Api,
        createOidcProvider: false,
        skipDefaultNodeGroup: true,
        skipDefaultSecurityGroups: true,
        useDefaultVpcCni: true,
        corednsAddonOptions: { enabled: false },
        kubeProxyAddonOptions: { enabled: false },
    };

    const cluster = new eks.Cluster("prod", {
        ...bare,
        name: "prod",
        ...network("", "us-east-1", "10.0", {}),
        endpointPrivateAccess: true,
        endpointPublicAccess: false,
        enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
        version: "1.35",
        encryptionConfigKeyArn: new aws.kms.Key("key").arn,
        deletionProtection: true,
    });

    const provider = new aws.Provider("elsewhere", { region: "eu-central-1" });
    const own = new eks.Cluster("own", {
        ...bare,
        name: "own",
        ...network("own-", "eu-central-1", "10.1", { provider }),
        publicAccessCidrs: ["203.0.113.0/24"],
        kubernetesServiceIpAddressRange: "172.20.0.0/16",
    }, { providers: { aws: provider }, transforms: [({ type, props, opts }) =>
        type === "aws:eks/cluster:Cluster" ? { props: { ...props, zonalShiftConfig: { enabled: true } }, opts } : undefined] });

    export const kubeconfig = cluster.kubeconfigJson;
    export const { endpoint } = cluster.eksCluster;
    export const coreEndpoint = cluster.core.endpoint;
    export const ownSecurityGroupId = own.clusterSecurityGroupId;
    export const { oidcIssuer, oidcProviderUrl } = own;
`;

let states: readonly State[] = [];
beforeAll(async () => {
    const stack = new TestStack({
        program: { text: program },
        definition: { name: "test", description: undefined, config: undefined },
        config: { "aws:region": "us-east-1" },
    });
    const { exitCode, output } = await stack.up({ skipPreview: true });
    expect(exitCode, output).toBe(0);
    states = await stack.resources();
}, 240_000);

const nameOf = (urn: unknown): string => String(urn).split("::").at(-1) ?? "";
const state = (name: string, type?: string): State => {
    const found = states.find((one) => nameOf(one.urn) === name && (type === undefined || one.type === type));
    if (!found)
        throw new Error(`there is no ${type ?? ""} ${name} among ${states.map(({ urn }) => nameOf(urn)).join(", ")}`);
    return found;
};

/** Expected values with the ids and ARNs that their braces stand for. */
function resolved(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolved);
    if (isRecord(value) && !("asymmetricMatch" in value))
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item)]));
    const [, name, arn] = /^\{([^:}]+)(:arn)?\}$/.exec(String(value)) ?? [];
    if (!name) return value;
    return arn ? state(name).outputs?.arn : state(name).id;
}

/** Inputs without what the aws provider fills in: region, all tags, made-up names. */
const said = ({ urn, inputs = {} }: State): unknown =>
    Object.fromEntries(
        Object.entries(inputs).filter(
            ([key, value]) =>
                !["region", "tagsAll"].includes(key) && !new RegExp(`^${nameOf(urn)}-[0-9a-f]{7}$`).test(String(value)),
        ),
    );

test.each(children)("$type $name is registered below $parent", ({ type, name, parent, after = [], inputs }) => {
    const child = state(name, type);
    expect(nameOf(child.parent)).toBe(parent);
    const names = new Set(children.map((other) => other.name));
    const waitsFor =
        (child.dependencies as string[] | undefined)?.map(nameOf).filter((other) => names.has(other)) ?? [];
    expect([...new Set(waitsFor)].sort()).toEqual([...after].sort());
    if (inputs) expect(said(child)).toEqual(resolved(inputs));
});

test("nothing else is registered for these components", () => {
    const parts = new Set(children.map(({ type, name }) => `${type} ${name}`));
    const within = (child: State): boolean =>
        nameOf(child.parent) !== "test-test" && !nameOf(child.urn).startsWith("own") && child.parent !== undefined;
    const strange = states.filter(within).map(({ type, urn }) => `${type} ${nameOf(urn)}`);
    expect(strange.filter((part) => !parts.has(part))).toEqual([]);
});

test("without a provider of its own, a component uses the default one of the version that it was made with", () => {
    expect(nameOf(String(state("prod-eksCluster").provider).replace(/::[^:]*$/, ""))).toBe("default_7_25_0");
    expect(state("default_7_25_0", "pulumi:providers:aws").inputs).toMatchObject({ region: "us-east-1" });
});

test("the kubeconfig names the cluster and holds no credential", () => {
    const { outputs = {} } = state("test-test");
    const kubeconfig = JSON.parse(String(outputs.kubeconfig));
    expect(kubeconfig.clusters[0].cluster.server).toBe(outputs.endpoint);
    expect(outputs.coreEndpoint).toBe(outputs.endpoint);
    expect(kubeconfig.users).toEqual([
        {
            name: "aws",
            user: {
                exec: {
                    apiVersion: "client.authentication.k8s.io/v1beta1",
                    command: "aws",
                    args: ["--region", "us-east-1", "eks", "get-token", "--cluster-name", "prod", "--output", "json"],
                    env: [
                        {
                            name: "KUBERNETES_EXEC_INFO",
                            value: '{"apiVersion": "client.authentication.k8s.io/v1beta1"}',
                        },
                    ],
                },
            },
        },
    ]);
    const own = state("prod-eks-k8s").inputs?.kubeconfig;
    expect(JSON.parse(String(own))).toEqual(kubeconfig);
});

test("the security group of a cluster is the one that EKS makes", () => {
    const { outputs = {} } = state("test-test");
    const { vpcConfig } = state("own-eksCluster").outputs as { vpcConfig: { clusterSecurityGroupId: string } };
    expect(outputs.ownSecurityGroupId).toBe(vpcConfig.clusterSecurityGroupId);
});

test("a provider and transforms that are handed to a component reach its children", () => {
    const parts = states.filter(({ urn, type }) => /::own-|\$own/.test(urn) && type.startsWith("aws:eks"));
    expect(parts.map(({ provider }) => nameOf(String(provider).replace(/::[^:]*$/, "")))).toEqual(
        parts.map(() => "elsewhere"),
    );
    expect(state("own-eksCluster").inputs).toMatchObject({
        region: "eu-central-1",
        zonalShiftConfig: { enabled: true },
        kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "172.20.0.0/16" },
    });
});

test("what is not said stays as weak as with the real component", () => {
    const { inputs = {} } = state("own-eksCluster");
    const { vpcConfig } = inputs as { vpcConfig: Record<string, unknown> };
    expect(vpcConfig).not.toHaveProperty("endpointPublicAccess");
    for (const property of ["encryptionConfig", "enabledClusterLogTypes", "deletionProtection"])
        expect(inputs).not.toHaveProperty(property);
});

test("the issuer is named, though no OIDC provider is made", () => {
    const { outputs = {} } = state("test-test");
    expect(outputs.oidcProviderUrl).toBe(`https://${outputs.oidcIssuer}`);
});
