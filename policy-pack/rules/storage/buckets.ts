import { rule } from "../../judgement/rule.ts";
import { any, fail, must } from "../../judgement/verdict.ts";
import { isBucket } from "../../reading/velero.ts";

/** Ids of accounts are no secret, and have twelve digits. */
const accountId = /(?<!\d)\d{12}(?!\d)/;

export const bucketNameOwn = rule({
    id: "bucket-name-own",
    title: "Nobody who knows an account's id can take the names of its buckets",
    level: "advisory",
    severity: "medium",
    mend: "Set bucketNamespace to account-regional; a bucket that is there keeps its name, so make no policy that trusts it by name alone",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html",
    subjects: ({ resources }) => resources.filter(isBucket),
    judge: (bucket, { inventory }) => {
        const { props } = bucket;
        const taken = "anybody can take its name, before it is made or after it is gone";
        return any(
            [
                must(() => props.bucketNamespace === "account-regional", taken),
                must(() => inventory.sources(bucket, "bucket").some(({ type }) => type.startsWith("random:")), taken),
                must(() => !accountId.test(props.bucket ?? ""), taken),
            ],
            () => fail(taken),
        );
    },
});
