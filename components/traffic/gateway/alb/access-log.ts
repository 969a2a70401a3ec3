import { interpolate, type Output } from "@pulumi/pulumi";
import type { EksPlatform } from "../../../part.ts";
import { bucketName } from "../../../platform/bucket-name.ts";
import { dataFacts } from "../../../platform/eks-cluster.ts";
import { PrivateBucket } from "../../../platform/private-bucket.ts";
import type { Settings } from "../../../settings.ts";

/** Days that a line which is past its time can still be brought back. */
const recoverableDays = 7;

/**
 * Where the load balancer writes a line for each request; it writes to S3 alone, and there only under a key of S3's own
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html).
 */
export function accessLog(
    { allowDeletion, logs: { retentionDays } }: Pick<Settings, "allowDeletion" | "logs">,
    eks: EksPlatform["eks"],
): Output<string> {
    const { keyArn: _, ...facts } = dataFacts(eks);
    return new PrivateBucket(
        `${eks.name}-requests`,
        {
            bucketName: bucketName("requests", facts),
            expireAfterDays: retentionDays,
            recoverableDays,
            allowDeletion,
            statements: (bucketArn) => [
                {
                    Sid: "RequestsOfLoadBalancers",
                    Effect: "Allow",
                    Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
                    Action: "s3:PutObject",
                    Resource: interpolate`${bucketArn}/AWSLogs/${facts.accountId}/*`,
                },
            ],
        },
        eks.own,
    ).bucketName;
}
