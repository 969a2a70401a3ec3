import { rule } from "../../judgement/rule.ts";
import { replicas, replicated, requirePart } from "../../reading/candidates.ts";
import { clusters } from "../../reading/subjects.ts";

const guide = "https://docs.aws.amazon.com/eks/latest/userguide";

export const metricsServerPresent = rule({
    id: "metrics-server-present",
    title: "Pods' use of CPU and memory is measured for autoscaling",
    level: "mandatory",
    severity: "medium",
    mend: "Install the EKS add-on or the chart metrics-server with two replicas",
    url: `${guide}/metrics-server.html`,
    subjects: clusters,
    judge: (_, { inventory }) =>
        requirePart(inventory, {
            missing: "there is no metrics-server, so no HPA works",
            systems: {
                "metrics-server": {
                    chart: (release) => [replicas(release, "replicas")],
                    workloads: replicated(inventory),
                },
            },
        }),
});
