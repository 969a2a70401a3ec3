import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { any, fail, pass, undecided } from "../../judgement/verdict.ts";
import { clusters, resourcesOf } from "../../reading/subjects.ts";

/** Settings of the kubelet that weaken it, in user data of Amazon Linux and Bottlerocket. */
const weakKubelet =
    /anonymous-auth[= "]+true|anonymous:\s*\n?\s*enabled:\s*true|authorization-mode[= "]+AlwaysAllow|mode:\s*AlwaysAllow|read-?only-?port["= :]+(?!0\b)\d+|rotate-certificates[= "]+false|rotateCertificates["= :]+false|event-qps["= ]+0\b/i;

const practices = "https://docs.aws.amazon.com/eks/latest/best-practices";

export const nodesKubeletSecure = rule({
    id: "nodes-kubelet-secure",
    title: "User data does not weaken the kubelet",
    level: "advisory",
    severity: "high",
    mend: "Take anonymous access, AlwaysAllow, the read-only port and rotation that is off out of the user data",
    url: `${practices}/protecting-the-infrastructure.html`,
    subjects: resourcesOf("aws:ec2/launchTemplate:LaunchTemplate"),
    judge: (template) => (weakKubelet.test(userDataOf(template)) ? fail("the user data weakens the kubelet") : pass()),
});

/** User data of a launch template, which may be in base64, and of a class of Karpenter's nodes. */
function userDataOf({ props }: Resource): string {
    const text: string = props.userData ?? props.spec?.userData ?? "";
    return `${text}\n${Buffer.from(text, "base64").toString("utf8")}`;
}

/** As nodeadm, Bottlerocket and the flags of the kubelet call it. */
const pidsLimit = /\b(podPidsLimit|pod-pids-limit|pod-max-pids)\b["']?\s*[:= ]\s*["']?[1-9]\d*/;

export const nodesPidsLimit = rule({
    id: "nodes-pids-limit",
    title: "One pod cannot take all processes of its node",
    level: "advisory",
    severity: "low",
    mend: "Set podPidsLimit in the user data (settings.kubernetes.pod-pids-limit of Bottlerocket)",
    url: "https://kubernetes.io/docs/concepts/policy/pid-limiting/",
    inCharts: true,
    subjects: (inventory) => [
        ...resourcesOf("aws:ec2/launchTemplate:LaunchTemplate")(inventory),
        ...inventory.objects("EC2NodeClass", "karpenter.k8s.aws"),
    ],
    judge: (node) =>
        pidsLimit.test(userDataOf(node)) ? pass() : fail("a pod may start processes until its node has none left"),
});

export const nodeKubeletCisLive = rule({
    id: "node-kubelet-cis-live",
    title: "Files and flags of the kubelet pass the CIS benchmark",
    level: "advisory",
    severity: "medium",
    mend: "Run kube-bench on the nodes and mend what it reports",
    url: "https://github.com/aquasecurity/kube-bench",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const reports = inventory.objects("ClusterComplianceReport", "aquasecurity.github.io");
        return any(
            reports.map(({ urn, props }) => () => {
                if (!props.status?.summary) return undecided("the report has no result yet", urn);
                return props.status.summary.failCount === 0
                    ? pass("", urn)
                    : fail("nodes fail controls of the CIS benchmark", urn);
            }),
            () => undecided("only the nodes of a running cluster show it"),
        );
    },
});
