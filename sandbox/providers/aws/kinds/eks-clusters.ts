import { ipv4Range, listOf, matching, oneOf } from "../../checks.ts";
import type { Failure } from "../../cloud.ts";
import { asList, asRecord, type Values } from "../../values.ts";
import { arn, type Kinds } from "../kind.ts";
import { kubernetesVersions } from "../lookups.ts";
import type { World } from "../world.ts";

const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** Control planes: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html */
export const eksClusters: Kinds = {
    "eks.Cluster": {
        id: "{name}",
        arn: "eks:{region}:{account}:cluster/{name}",
        named: ["name", 100],
        immutable: [
            ...["roleArn", "bootstrapSelfManagedAddons", "kubernetesNetworkConfig.serviceIpv4Cidr"],
            ...["kubernetesNetworkConfig.ipFamily", "accessConfig.bootstrapClusterCreatorAdminPermissions"],
            ...["encryptionConfig.provider.keyArn", "outpostConfig"],
        ],
        checks: {
            name: matching(
                /^[0-9A-Za-z][A-Za-z0-9\-_]{0,99}$/,
                "1 to 100 letters, digits, - and _, the first a letter or digit",
            ),
            version: oneOf(...kubernetesVersions),
            roleArn: arn,
            "enabledClusterLogTypes[]": oneOf(...logTypes),
            "accessConfig.authenticationMode": oneOf("API", "API_AND_CONFIG_MAP", "CONFIG_MAP"),
            "encryptionConfig.provider.keyArn": arn,
            "encryptionConfig.resources[]": oneOf("secrets"),
            "upgradePolicy.supportType": oneOf("STANDARD", "EXTENDED"),
            "kubernetesNetworkConfig.serviceIpv4Cidr": ipv4Range(12, 24),
            "kubernetesNetworkConfig.ipFamily": oneOf("ipv4", "ipv6"),
            "vpcConfig.publicAccessCidrs[]": ipv4Range(),
            "vpcConfig.securityGroupIds": listOf(0, 5),
        },
        relations: endpointFailures,
        refersTo: {
            roleArn: "iam.Role",
            "vpcConfig.subnetIds[]": "ec2.Subnet",
            "vpcConfig.securityGroupIds[]": "ec2.SecurityGroup",
            "encryptionConfig.provider.keyArn": "kms.Key",
        },
        occupies: ["vpcConfig.subnetIds[]", "vpcConfig.securityGroupIds[]"],
        records: ["name", "version", "accessConfig", "deletionProtection", "enabledClusterLogTypes"],
        refuses: (inputs, world) => endpointFault(inputs) ?? zonesFault(inputs, world) ?? upgradeFault(inputs, world),
        createsAlong: { "ec2.SecurityGroup": "sg-{hash}" },
        deletesAlong: {
            "eks.Addon": "clusterName",
            "eks.AccessEntry": "clusterName",
            "eks.AccessPolicyAssociation": "clusterName",
            "eks.PodIdentityAssociation": "clusterName",
        },
        outputs: ({ region, hash, version }) => ({
            ...apiServerOf(region, hash),
            identities: [{ oidcs: [{ issuer: `https://oidc.eks.${region}.amazonaws.com/id/${hash.toUpperCase()}` }] }],
            vpcConfig: { clusterSecurityGroupId: `sg-${hash}` },
            version: version ?? kubernetesVersions.at(-2),
            platformVersion: "eks.1",
            status: "ACTIVE",
            createdAt: "2026-01-01T00:00:00Z",
        }),
    },
};

/** URL and certificate authority (PEM) of an API server on this machine, where the control plane has one. */
const { SANDBOX_API_SERVER: endpoint, SANDBOX_API_AUTHORITY: authority = "" } = process.env;

/** Nowhere, unless there is a real one: RFC 2606 keeps .invalid free, so nobody ever answers there. */
const apiServerOf = (region: string, hash: string) => ({
    endpoint: endpoint ?? `https://${hash}.${region}.eks.invalid`,
    certificateAuthority: {
        data: Buffer.from(endpoint === undefined ? `simulated ${hash}` : authority).toString("base64"),
    },
});

/** The number after the dot of a Kubernetes version. */
export const minor = (version: unknown): number => Number(String(version).split(".")[1] ?? Number.NaN);

function endpointFailures({ vpcConfig }: Values): Failure[] {
    const { endpointPublicAccess = true, publicAccessCidrs } = asRecord(vpcConfig);
    return endpointPublicAccess === false && asList(publicAccessCidrs).length > 0
        ? [{ property: "vpcConfig.publicAccessCidrs", reason: "ranges are for a public endpoint; this one is private" }]
        : [];
}

/** Refused by the API and not by the provider, so that a preview lets policies have their say first. */
function endpointFault({ vpcConfig }: Values): string | undefined {
    const { endpointPublicAccess = true, endpointPrivateAccess = false } = asRecord(vpcConfig);
    return endpointPublicAccess === false && endpointPrivateAccess === false
        ? "vpcConfig.endpointPrivateAccess must be true where endpointPublicAccess is false: the endpoint is private, public or both"
        : undefined;
}

function zonesFault({ vpcConfig }: Values, world: World): string | undefined {
    const subnets = asList(asRecord(vpcConfig).subnetIds).map((id) => world.find("ec2.Subnet", String(id)));
    const zones = new Set(subnets.map((subnet) => subnet?.availabilityZone));
    if (zones.size < 2)
        return `vpcConfig.subnetIds must be in at least two availability zones, not only in ${[...zones].join()}`;
    return new Set(subnets.map((subnet) => subnet?.vpcId)).size > 1
        ? "vpcConfig.subnetIds must all be in the same VPC"
        : undefined;
}

/** EKS goes up one minor version at a time, and never back; access by the API is not given up again. */
function upgradeFault({ name, version, accessConfig }: Values, world: World): string | undefined {
    const now = world.find("eks.Cluster", String(name));
    if (!now) return undefined;
    const step = minor(version) - minor(now.version);
    if (step < 0 || step > 1)
        return `version must be ${now.version} or one minor version newer, not "${version}": EKS goes up one at a time`;
    const modes = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];
    const mode = (config: unknown) => String(asRecord(config).authenticationMode ?? "CONFIG_MAP");
    return modes.indexOf(mode(accessConfig)) < modes.indexOf(mode(now.accessConfig))
        ? `accessConfig.authenticationMode cannot go back from ${mode(now.accessConfig)}`
        : undefined;
}
