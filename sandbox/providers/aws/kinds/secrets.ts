import { matching, oneOf } from "../../checks.ts";
import type { Kinds } from "../kind.ts";
import { policyDocument } from "../policy.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
export const secrets: Kinds = {
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
};
