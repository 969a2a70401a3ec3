import { integer, json, matching, oneOf } from "../../checks.ts";
import { arn, type Kinds } from "../kind.ts";
import { policyDocument } from "../policy.ts";

/** Secrets, parameters, images, backups and the web firewall. */
export const stores: Kinds = {
    "secretsmanager.Secret": {
        id: "arn:aws:secretsmanager:{region}:{account}:secret:{name}-{suffix}",
        arn: "secretsmanager:{region}:{account}:secret:{name}-{suffix}",
        unique: "{name}",
        named: ["name", 512],
        immutable: ["namePrefix"],
        checks: {
            name: matching(/^[\w/+=.@-]{1,512}$/, "1 to 512 letters, digits and / _ + = . @ -"),
            recoveryWindowInDays: oneOf(0, ...Array.from({ length: 24 }, (_, day) => day + 7)),
            policy: policyDocument("resource"),
        },
    },
    "secretsmanager.SecretVersion": {
        id: "{secretId}|{uuid}",
        immutable: ["secretId"],
        refersTo: { secretId: "secretsmanager.Secret" },
        outputs: ({ uuid, secretId }) => ({ versionId: uuid, arn: secretId }),
    },
    "secretsmanager.SecretPolicy": {
        id: "{secretArn}",
        immutable: ["secretArn"],
        checks: { policy: policyDocument("resource") },
        refersTo: { secretArn: "secretsmanager.Secret" },
    },
    "secretsmanager.SecretRotation": {
        id: "{secretId}",
        immutable: ["secretId"],
        checks: { rotationLambdaArn: arn, "rotationRules.automaticallyAfterDays": integer(1, 1000) },
        refersTo: { secretId: "secretsmanager.Secret" },
    },
    "ssm.Parameter": {
        id: "{name}",
        arn: "ssm:{region}:{account}:parameter/{name}",
        checks: {
            name: matching(
                /^(?!aws|ssm|\/aws|\/ssm)[\w.\-/]{1,1011}$/i,
                "letters, digits and . - _ /, not starting with aws or ssm",
            ),
            type: oneOf("String", "StringList", "SecureString"),
            tier: oneOf("Standard", "Advanced", "Intelligent-Tiering"),
        },
        renews: ["version"],
        outputs: ({ revision }) => ({ version: revision }),
    },
    "ecr.Repository": {
        id: "{name}",
        arn: "ecr:{region}:{account}:repository/{name}",
        named: ["name", 256, "small"],
        immutable: ["encryptionConfigurations"],
        checks: {
            name: matching(
                /^(?=.{2,256}$)[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/,
                "2 to 256 small letters, digits and . _ - /",
            ),
            imageTagMutability: oneOf("MUTABLE", "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION"),
            "encryptionConfigurations[].encryptionType": oneOf("AES256", "KMS", "KMS_DSSE"),
        },
        outputs: ({ account, region, name }) => ({
            registryId: account,
            repositoryUrl: `${account}.dkr.ecr.${region}.amazonaws.com/${name}`,
        }),
    },
    "ecr.RepositoryPolicy": {
        id: "{repository}",
        immutable: ["repository"],
        checks: { policy: policyDocument("repository") },
        refersTo: { repository: "ecr.Repository" },
    },
    "ecr.LifecyclePolicy": {
        id: "{repository}",
        immutable: ["repository", "policy"],
        checks: { policy: json },
        refersTo: { repository: "ecr.Repository" },
    },
    "ecr.PullThroughCacheRule": {
        id: "{ecrRepositoryPrefix}",
        immutable: ["ecrRepositoryPrefix", "upstreamRegistryUrl"],
        checks: {
            ecrRepositoryPrefix: matching(
                /^([a-z0-9]+([._-][a-z0-9]+)*|ROOT)$/,
                "2 to 30 small letters, digits and . _ -",
            ),
            credentialArn: arn,
        },
    },
    "ecr.RegistryScanningConfiguration": { id: "{account}", checks: { scanType: oneOf("BASIC", "ENHANCED") } },
    "backup.Vault": {
        id: "{name}",
        arn: "backup:{region}:{account}:backup-vault:{name}",
        immutable: ["kmsKeyArn"],
        checks: { name: matching(/^[A-Za-z0-9_-]{2,50}$/, "2 to 50 letters, digits, - and _"), kmsKeyArn: arn },
        refersTo: { kmsKeyArn: "kms.Key" },
        outputs: () => ({ recoveryPoints: 0 }),
    },
    "backup.VaultPolicy": {
        id: "{backupVaultName}",
        immutable: ["backupVaultName"],
        checks: { policy: policyDocument("resource") },
        refersTo: { backupVaultName: "backup.Vault" },
    },
    "backup.VaultLockConfiguration": {
        id: "{backupVaultName}",
        immutable: ["backupVaultName"],
        refersTo: { backupVaultName: "backup.Vault" },
    },
    "backup.Plan": {
        id: "{uuid}",
        arn: "backup:{region}:{account}:backup-plan:{id}",
        checks: { "rules[].schedule": matching(/^(cron|rate)\(.+\)$/, "cron(...) or rate(...)") },
        refersTo: { "rules[].targetVaultName": "backup.Vault" },
    },
    "backup.Selection": {
        id: "{uuid}",
        immutable: ["planId", "iamRoleArn", "resources", "notResources", "selectionTags", "conditions"],
        checks: { iamRoleArn: arn },
        refersTo: { planId: "backup.Plan", iamRoleArn: "iam.Role" },
        occupies: ["planId"],
    },
    "wafv2.WebAcl": {
        id: "{uuid}",
        arn: "wafv2:{region}:{account}:{scope}/webacl/{name}/{id}",
        unique: "{scope} {name}",
        immutable: ["scope", "namePrefix"],
        checks: {
            scope: oneOf("REGIONAL", "CLOUDFRONT"),
            name: matching(/^[\w-]{1,128}$/, "1 to 128 letters, digits, - and _"),
        },
    },
};
