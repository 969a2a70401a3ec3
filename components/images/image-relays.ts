import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type ImageOrigin, imageOrigins, relayedOrigin } from "../platform/image-origins.ts";
import { partition, serviceHost } from "../platform/partition.ts";
import { roleOf } from "../platform/role-arn.ts";
import type { Settings } from "../settings.ts";
import { lifecycle, mutability } from "./kept-images.ts";
import { secretArn } from "./secret-arn.ts";

export interface ImageRelaysArgs {
    region: string;
    accountId: pulumi.Input<string>;
    /** Role of the nodes: the first pull of an image makes its repository, and has ECR fetch it. */
    nodeRoleArn: pulumi.Input<string>;
    ecr: Settings["registry"]["ecr"];
    /** Default: all that the platform's images are published in. */
    origins?: readonly ImageOrigin[];
    replicaRegion?: string;
    tags: Record<string, string>;
    arnOf(repository: string): pulumi.Output<string>;
}

/** Where the images of a registry lie in ECR: below its name. */
interface Relay {
    registry: string;
    /** As AWS calls it. Default: ECR cannot fetch from there, and people copy what the platform runs. */
    upstream?: string;
    /** Name of the secret with credentials. Default: none are asked for. */
    secretName?: string;
}

/**
 * What fetches images of others. All of it is one for a region of an account, so it stays when the stack goes: other
 * clusters pull by it. Its images are public, and under the key that AWS keeps for ECR.
 */
export class ImageRelays extends pulumi.ComponentResource {
    constructor(name: string, args: ImageRelaysArgs, opts: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:ImageRelays", name, {}, opts);
        const { ecr, origins, nodeRoleArn, arnOf } = args;
        const relays = relaysOf(ecr, origins);
        if (ecr.shared === "stack") this.#shared(name, relays, args);
        new aws.iam.RolePolicy(
            `${name}-relay`,
            {
                role: pulumi.output(nodeRoleArn).apply(roleOf),
                policy: pulumi.jsonStringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Sid: "FetchThroughRelays",
                            Effect: "Allow",
                            Action: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository", "ecr:TagResource"],
                            Resource: relays.flatMap(({ registry, upstream }) =>
                                upstream ? [arnOf(`${registry}/*`)] : [],
                            ),
                        },
                    ],
                }),
            },
            { parent: this },
        );
        this.registerOutputs({});
    }

    #shared(
        name: string,
        relays: readonly Relay[],
        { region, accountId, ecr, replicaRegion, tags, arnOf }: ImageRelaysArgs,
    ) {
        const kept = { parent: this, retainOnDelete: true };
        const role = creatorRole(
            name,
            { region, accountId, repositories: relays.map(({ registry }) => arnOf(`${registry}/*`)) },
            kept,
        );
        for (const { registry, upstream, secretName } of relays) {
            const template = new aws.ecr.RepositoryCreationTemplate(
                `${name}-${registry}`,
                {
                    prefix: registry,
                    description: `Images of ${registry}`,
                    appliedFors: [upstream ? "PULL_THROUGH_CACHE" : "CREATE_ON_PUSH", "REPLICATION"],
                    customRoleArn: role,
                    encryptionConfigurations: [{ encryptionType: "KMS" }],
                    ...mutability(ecr.movingTags),
                    lifecyclePolicy: lifecycle,
                    resourceTags: tags,
                },
                kept,
            );
            if (!upstream) continue;
            new aws.ecr.PullThroughCacheRule(
                `${name}-${registry}`,
                {
                    ecrRepositoryPrefix: registry,
                    upstreamRegistryUrl: upstream,
                    ...(secretName && { credentialArn: secretArn(secretName, region, kept) }),
                },
                { ...kept, dependsOn: template },
            );
        }
        // Scans machines too: what runs on them is not all in images.
        const inspector = new aws.inspector2.Enabler(
            `${name}-inspector`,
            { accountIds: [accountId], resourceTypes: ["EC2", "ECR"] },
            kept,
        );
        new aws.ecr.RegistryScanningConfiguration(
            `${name}-scanning`,
            {
                scanType: "ENHANCED",
                rules: [
                    { scanFrequency: "CONTINUOUS_SCAN", repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }] },
                ],
            },
            { ...kept, dependsOn: inspector },
        );
        if (replicaRegion)
            new aws.ecr.ReplicationConfiguration(
                `${name}-replication`,
                {
                    replicationConfiguration: {
                        rules: [{ destinations: [{ region: replicaRegion, registryId: accountId }] }],
                    },
                },
                kept,
            );
    }
}

/** Every registry that images of the platform or of the user come from. */
function relaysOf(
    { dockerHubSecret, githubSecret, relays }: Settings["registry"]["ecr"],
    own = Object.keys(imageOrigins) as readonly ImageOrigin[],
): Relay[] {
    const secrets: Partial<Record<ImageOrigin, string>> = { "docker.io": dockerHubSecret, "ghcr.io": githubSecret };
    return [
        ...own
            .filter((origin) => relayedOrigin(origin) === origin)
            .map((registry) => ({
                registry,
                upstream: imageOrigins[registry].upstream,
                secretName: secrets[registry],
            })),
        ...relays.map(({ registry, secretName }) => ({ registry, upstream: registry, secretName })),
    ];
}

/**
 * By this role ECR makes the repositories, because they have tags and a key
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-custom.html).
 */
function creatorRole(
    name: string,
    {
        region,
        accountId,
        repositories,
    }: Pick<ImageRelaysArgs, "region" | "accountId"> & { repositories: pulumi.Output<string>[] },
    opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
    const role = new aws.iam.Role(
        `${name}-relay`,
        { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ecr.amazonaws.com" }) },
        opts,
    );
    new aws.iam.RolePolicy(
        `${name}-relay-repositories`,
        {
            role: role.id,
            policy: pulumi.jsonStringify({
                Version: "2012-10-17",
                Statement: [
                    {
                        Sid: "MakeRepositories",
                        Effect: "Allow",
                        Action: ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"],
                        Resource: repositories,
                    },
                    {
                        Sid: "EncryptThem",
                        Effect: "Allow",
                        Action: ["kms:CreateGrant", "kms:RetireGrant", "kms:DescribeKey"],
                        Resource: pulumi.interpolate`arn:${partition(region)}:kms:${region}:${accountId}:key/*`,
                        Condition: { StringEquals: { "kms:ViaService": serviceHost("ecr", region) } },
                    },
                ],
            }),
        },
        opts,
    );
    return role.arn;
}
