import { integer, matching, oneOf } from "../../checks.ts";
import type { Kinds } from "../kind.ts";
import { policyDocument } from "../policy.ts";

/** Keys: https://docs.aws.amazon.com/kms/latest/APIReference/ */
export const kms: Kinds = {
    "kms.Key": {
        id: "{uuid}",
        arn: "kms:{region}:{account}:key/{id}",
        immutable: ["customerMasterKeySpec", "keyUsage", "multiRegion", "customKeyStoreId", "xksKeyId"],
        checks: {
            deletionWindowInDays: integer(7, 30),
            rotationPeriodInDays: integer(90, 2560),
            keyUsage: oneOf("ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"),
            policy: policyDocument("resource", 32_768),
        },
        records: ["policy"],
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
