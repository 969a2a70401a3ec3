import { rule } from "../../judgement/rule.ts";
import { requirePart } from "../../reading/candidates.ts";
import { clusters } from "../../reading/subjects.ts";

export const cloudwatchObservability = rule({
    id: "cloudwatch-observability",
    title: "CloudWatch sees the cluster too",
    level: "advisory",
    severity: "low",
    mend: "Install the EKS add-on amazon-cloudwatch-observability, or send metrics there by an exporter",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html",
    subjects: clusters,
    judge: (_, { inventory }) =>
        requirePart(inventory, { missing: "CloudWatch sees nothing of the pods", systems: { cloudwatch: {} } }),
});
