import { matching, oneOf } from "../../checks.ts";
import type { Failure } from "../../cloud.ts";
import { isRecord, isUnknown, type Values } from "../../values.ts";
import { arn, type Kinds } from "../kind.ts";
import { listOf, statementsOf } from "../policy.ts";
import type { World } from "../world.ts";

const onOrOff = oneOf("ENABLED", "DISABLED");

/** What notices attacks, most of it one for a region of an account. */
export const detection: Kinds = {
    // https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateDetector.html
    "guardduty.Detector": {
        id: ({ hex }) => hex.slice(0, 32),
        arn: "guardduty:{region}:{account}:detector/{id}",
        unique: "of {account}",
        checks: { findingPublishingFrequency: oneOf("FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS") },
        outputs: ({ account }) => ({ accountId: account }),
    },
    // https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DetectorFeatureConfiguration.html
    "guardduty.DetectorFeature": {
        id: "{detectorId}/{name}",
        immutable: ["detectorId"],
        checks: {
            name: oneOf(
                ...["S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "EBS_MALWARE_PROTECTION", "RDS_LOGIN_EVENTS"],
                ...["EKS_RUNTIME_MONITORING", "LAMBDA_NETWORK_LOGS", "RUNTIME_MONITORING"],
            ),
            status: onOrOff,
            "additionalConfigurations[].name": oneOf(
                ...["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"],
            ),
            "additionalConfigurations[].status": onOrOff,
        },
        refersTo: { detectorId: "guardduty.Detector" },
        records: ["name", "status", "additionalConfigurations"],
        refuses: otherRuntime,
    },
    // https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_EnableSecurityHub.html
    "securityhub.Account": {
        id: "{account}",
        arn: "securityhub:{region}:{account}:hub/default",
        checks: { controlFindingGenerator: oneOf("SECURITY_CONTROL", "STANDARD_CONTROL") },
    },
    // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
    // One of all regions is in each of them by its name.
    "cloudtrail.Trail": {
        scope: "account",
        unique: "{name}",
        id: "arn:aws:cloudtrail:{region}:{account}:trail/{name}",
        arn: "cloudtrail:{region}:{account}:trail/{name}",
        named: ["name", 128],
        checks: {
            name: matching(/^[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]$/, "3 to 128 letters, digits and . _ -"),
            kmsKeyId: arn,
        },
        relations: selectors,
        refersTo: { s3BucketName: "s3.Bucket" },
        refuses: trailFault,
        outputs: ({ region }) => ({ homeRegion: region }),
    },
};

/** Of the two that watch what runs, a detector has one. */
function otherRuntime({ detectorId, name }: Values, world: World): string | undefined {
    const pair = ["EKS_RUNTIME_MONITORING", "RUNTIME_MONITORING"];
    if (!pair.includes(String(name))) return undefined;
    const other = pair.find((each) => each !== name);
    return world.find("guardduty.DetectorFeature", `${detectorId}/${other}`)
        ? `name: ${name} contradicts ${other}, which is on`
        : undefined;
}

/** Of the source of an event of management a trail can leave out two, and pick none. */
function selectors({ advancedEventSelectors: all }: Values): Failure[] {
    const fields = records(all).flatMap(({ fieldSelectors }) => records(fieldSelectors));
    const missing = records(all).some(
        ({ fieldSelectors }) => !records(fieldSelectors).some(({ field }) => field === "eventCategory"),
    );
    const picks = fields.some(({ field, notEquals }) => field === "eventSource" && notEquals === undefined);
    const property = "advancedEventSelectors";
    return [
        ...(missing ? [{ property, reason: "each selector has a field eventCategory" }] : []),
        ...(picks ? [{ property, reason: "eventSource takes notEquals only" }] : []),
    ];
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
function trailFault({ s3BucketName: bucket, kmsKeyId }: Values, world: World): string | undefined {
    const allowed = [
        ["s3BucketName", world.find("s3.BucketPolicy", String(bucket))?.policy, "s3:PutObject"],
        ["kmsKeyId", kmsKeyId && world.find("kms.Key", String(kmsKeyId))?.policy, "kms:GenerateDataKey*"],
    ] as const;
    const fault = allowed.find(([property, policy, action]) => {
        if ((property === "kmsKeyId" && kmsKeyId === undefined) || isUnknown(bucket)) return false;
        return !statementsOf(policy).some(
            ({ Effect, Principal, Action }) =>
                Effect === "Allow" &&
                isRecord(Principal) &&
                listOf(Principal.Service).includes("cloudtrail.amazonaws.com") &&
                listOf(Action).includes(action),
        );
    });
    return fault && `${fault[0]}: its policy does not let cloudtrail.amazonaws.com do ${fault[2]}`;
}

const records = (value: unknown): Values[] => (Array.isArray(value) ? value.filter(isRecord) : []);
