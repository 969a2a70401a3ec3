import { json, matching, oneOf } from "../../checks.ts";
import type { Failure } from "../../cloud.ts";
import { isRecord, isUnknown, type Values } from "../../values.ts";
import { arn, type Kinds } from "../kind.ts";
import { policyDocument } from "../policy.ts";

const repository = matching(
    /^(?=.{2,256}$)([a-z0-9]+([._-][a-z0-9]+)*\/)*[a-z0-9]+([._-][a-z0-9]+)*$/,
    "2 to 256 small letters and digits, with . _ - and / between them",
);
const prefix = (longest: number) =>
    matching(
        new RegExp(`^(?=.{2,${longest}}$)(([a-z0-9]+([._-][a-z0-9]+)*/)*[a-z0-9]+([._-][a-z0-9]+)*/?|ROOT)$`),
        `ROOT, or the beginning of a repository's name with ${longest} characters at most`,
    );
const mutability = oneOf("MUTABLE", "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION");
const movingTag = matching(/^(?=.{1,128}$)[\w.-]*(\*[\w.-]*){0,2}$/, "a tag with two * at most");
const settings = {
    imageTagMutability: mutability,
    "imageTagMutabilityExclusionFilters[].filter": movingTag,
    "imageTagMutabilityExclusionFilters[].filterType": oneOf("WILDCARD"),
    "encryptionConfigurations[].encryptionType": oneOf("AES256", "KMS", "KMS_DSSE"),
    "encryptionConfigurations[].kmsKey": arn,
};

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-rule.html */
const upstreams =
    /^((registry-1\.docker\.io|ghcr\.io|registry\.gitlab\.com|cgr\.dev|[a-z0-9]+\.azurecr\.io)|public\.ecr\.aws|quay\.io|registry\.k8s\.io|\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com)$/;

/** ECR and what scans it: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/ */
export const ecr: Kinds = {
    "ecr.Repository": {
        id: "{name}",
        arn: "ecr:{region}:{account}:repository/{name}",
        named: ["name", 256, "small"],
        immutable: ["encryptionConfigurations"],
        checks: { name: repository, ...settings },
        relations: exclusions,
        outputs: ({ account, region, name }) => ({
            registryId: account,
            repositoryUrl: `${account}.dkr.ecr.${region}.amazonaws.com/${name}`,
        }),
    },
    "ecr.LifecyclePolicy": {
        id: "{repository}",
        immutable: ["repository"],
        checks: { policy: json },
        refersTo: { repository: "ecr.Repository" },
        outputs: ({ account }) => ({ registryId: account }),
    },
    "ecr.PullThroughCacheRule": {
        id: "{ecrRepositoryPrefix}",
        immutable: ["ecrRepositoryPrefix", "upstreamRegistryUrl"],
        checks: {
            ecrRepositoryPrefix: prefix(30),
            upstreamRegistryUrl: matching(upstreams, "a registry that ECR relays"),
            credentialArn: matching(
                /^arn:aws[\w-]*:secretsmanager:[^:]+:\d{12}:secret:ecr-pullthroughcache\/[\w/+=.@-]+$/,
                "the ARN of a secret whose name begins with ecr-pullthroughcache/",
            ),
        },
        relations: credentials,
        outputs: ({ account }) => ({ registryId: account }),
    },
    "ecr.RepositoryCreationTemplate": {
        id: "{prefix}",
        immutable: ["prefix"],
        checks: {
            prefix: prefix(256),
            "appliedFors[]": oneOf("CREATE_ON_PUSH", "PULL_THROUGH_CACHE", "REPLICATION"),
            customRoleArn: arn,
            lifecyclePolicy: json,
            repositoryPolicy: policyDocument("resource"),
            ...settings,
        },
        relations: (inputs) => [...exclusions(inputs), ...creator(inputs)],
        outputs: ({ account }) => ({ registryId: account }),
    },
    // One for each region of an account; whoever writes it last is right.
    "ecr.RegistryScanningConfiguration": {
        id: "{account}",
        unique: "{uuid}",
        checks: {
            scanType: oneOf("BASIC", "ENHANCED"),
            "rules[].scanFrequency": oneOf("SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"),
            "rules[].repositoryFilters[].filterType": oneOf("WILDCARD"),
        },
        relations: ({ scanType, rules }) =>
            scanType === "BASIC" && frequencies(rules).includes("CONTINUOUS_SCAN")
                ? [{ property: "rules", reason: "CONTINUOUS_SCAN is for scanType ENHANCED" }]
                : [],
        outputs: ({ account }) => ({ registryId: account }),
    },
    // https://docs.aws.amazon.com/inspector/v2/APIReference/API_Enable.html
    "inspector2.Enabler": {
        id: "{accountIds}",
        unique: "{uuid}",
        immutable: ["accountIds"],
        checks: {
            "accountIds[]": matching(/^\d{12}$/, "the id of an account"),
            "resourceTypes[]": oneOf("EC2", "ECR", "LAMBDA", "LAMBDA_CODE", "CODE_REPOSITORY"),
        },
    },
    "ecr.ReplicationConfiguration": {
        id: "{account}",
        unique: "{uuid}",
        checks: {
            "replicationConfiguration.rules[].destinations[].registryId": matching(/^\d{12}$/, "the id of an account"),
        },
        relations: (inputs) => ownRegion(inputs),
        outputs: ({ account }) => ({ registryId: account }),
    },
};

function exclusions({ imageTagMutability, imageTagMutabilityExclusionFilters: filters }: Values): Failure[] {
    const excludes = /_WITH_EXCLUSION$/.test(String(imageTagMutability));
    const given = Array.isArray(filters) ? filters.length : 0;
    if (excludes === given > 0 && given <= 5) return [];
    const property = "imageTagMutabilityExclusionFilters";
    return [{ property, reason: `${property} are one to five, with a mutability that ends in _WITH_EXCLUSION only` }];
}

/** A registry that gives nothing to strangers, or little. */
function credentials({ upstreamRegistryUrl: upstream, credentialArn }: Values): Failure[] {
    const asks = /docker\.io$|^ghcr\.io$|gitlab\.com$|^cgr\.dev$|azurecr\.io$/.test(String(upstream));
    if (!asks || credentialArn !== undefined) return [];
    return [{ property: "credentialArn", reason: `credentialArn is required: ${upstream} asks for credentials` }];
}

function creator({ customRoleArn, encryptionConfigurations, resourceTags }: Values): Failure[] {
    const kms = JSON.stringify(encryptionConfigurations ?? "").includes("KMS");
    const tags = isRecord(resourceTags) && Object.keys(resourceTags).length > 0;
    if (customRoleArn !== undefined || !(kms || tags)) return [];
    return [
        { property: "customRoleArn", reason: "customRoleArn is required: the repositories have tags or a KMS key" },
    ];
}

const list = (value: unknown): Values[] => (Array.isArray(value) ? value.filter(isRecord) : []);

const frequencies = (rules: unknown) => list(rules).map(({ scanFrequency }) => scanFrequency);

function ownRegion({ region, replicationConfiguration }: Values): Failure[] {
    if (!isRecord(replicationConfiguration)) return [];
    const destinations = list(replicationConfiguration.rules).flatMap(({ destinations }) => list(destinations));
    return destinations.some((to) => !isUnknown(to.region) && to.region === region)
        ? [{ property: "replicationConfiguration", reason: "the destination is the registry's own region" }]
        : [];
}
