import { rule } from "../../judgement/rule.ts";
import { byAddon, byRelease, releasesOf, requireOne } from "../../reading/candidates.ts";
import { clusters } from "../../reading/subjects.ts";

export const cloudwatchObservability = rule({
    id: "cloudwatch-observability",
    title: "CloudWatch sees the cluster too",
    level: "advisory",
    severity: "low",
    mend: "Install the EKS add-on amazon-cloudwatch-observability, or send metrics there by an exporter",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const managed = byAddon(inventory, "amazon-cloudwatch-observability");
        const charts = ["aws-cloudwatch-metrics", "amazon-cloudwatch-observability", "aws-for-fluent-bit"];
        const found = releasesOf(inventory, ...charts).map((release) => byRelease(release));
        return requireOne(inventory, [...managed, ...found], "CloudWatch sees nothing of the pods");
    },
});
