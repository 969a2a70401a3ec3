import { rule } from "../../judgement/rule.ts";
import { all, must } from "../../judgement/verdict.ts";
import { resourcesOf } from "../../reading/subjects.ts";

export const kmsKeyRotation = rule({
    id: "kms-key-rotation",
    title: "KMS keys rotate and are not deleted at once",
    level: "mandatory",
    severity: "medium",
    mend: "Set enableKeyRotation to true and deletionWindowInDays to 7 or more",
    url: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    subjects: resourcesOf("aws:kms/key:Key"),
    applies: ({ props }) => (props.customerMasterKeySpec ?? "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT",
    judge: ({ props }) =>
        all([
            must(() => props.enableKeyRotation === true, "the key does not rotate"),
            must(() => (props.deletionWindowInDays ?? 30) >= 7, "the key is deleted in less than 7 days"),
        ]),
});
