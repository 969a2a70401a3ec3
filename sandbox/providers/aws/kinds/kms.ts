import { integer, matching, oneOf } from "../../checks.ts";
import type { Kinds } from "../kind.ts";
import { policyDocument } from "../policy.ts";

/** Keys: https://docs.aws.amazon.com/kms/latest/APIReference/ */
export const kms: Kinds = {
    "kms.Key": {
        id: ({ multiRegion, uuid }) => (multiRegion ? `mrk-${uuid.replaceAll("-", "")}` : uuid),
        arn: "kms:{region}:{account}:key/{id}",
        immutable: ["customerMasterKeySpec", "keyUsage", "multiRegion", "customKeyStoreId", "xksKeyId"],
        checks: {
            deletionWindowInDays: integer(7, 30),
            rotationPeriodInDays: integer(90, 2560),
            keyUsage: oneOf("ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"),
            policy: policyDocument("resource", 32_768),
        },
        records: ["policy", "multiRegion"],
        outputs: ({ id }) => ({ keyId: id }),
    },
    // It has the id of the key that it is a replica of, and so its ARN in another region.
    "kms.ReplicaKey": {
        id: ({ primaryKeyArn }) => String(primaryKeyArn).split("/").pop() ?? "",
        arn: "kms:{region}:{account}:key/{id}",
        unique: "{id} {region}",
        immutable: ["primaryKeyArn"],
        checks: { deletionWindowInDays: integer(7, 30), policy: policyDocument("resource", 32_768) },
        refersTo: { primaryKeyArn: "kms.Key" },
        occupies: ["primaryKeyArn"],
        refuses: ({ primaryKeyArn }, world) =>
            world.find("kms.Key", String(primaryKeyArn))?.multiRegion === true
                ? undefined
                : "its primary key is no multi-Region key",
        outputs: ({ id }) => ({ keyId: id }),
    },
    "kms.Alias": {
        id: "{name}",
        arn: "kms:{region}:{account}:{name}",
        checks: {
            name: matching(/^alias\/(?!aws\/)[\w/-]{1,250}$/, "alias/ and letters, digits, / _ -, but not alias/aws/"),
        },
        refersTo: { targetKeyId: "kms.Key" },
        outputs: ({ region, account, targetKeyId }) => ({
            targetKeyArn: `arn:aws:kms:${region}:${account}:key/${String(targetKeyId).split("/").pop()}`,
        }),
    },
};
