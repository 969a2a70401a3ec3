import { clusterOf } from "../../inventory/scope.ts";
import { isSet } from "../../inventory/zero-values.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, pass } from "../../judgement/verdict.ts";
import { clusters, nodeGroups, resourcesOf } from "../../reading/subjects.ts";

const guide = "https://docs.aws.amazon.com/eks/latest/userguide";

export const nodesManaged = rule({
    id: "nodes-managed",
    title: "AWS or Karpenter replaces nodes",
    level: "advisory",
    severity: "medium",
    mend: "Use managed node groups, Karpenter or EKS Auto Mode instead of an Auto Scaling group of your own",
    url: `${guide}/managed-node-groups.html`,
    subjects: clusters,
    judge: (_, { inventory }) => {
        const own = resourcesOf("aws:autoscaling/group:Group")(inventory)[0];
        return own ? fail("an Auto Scaling group of your own makes nodes", own.urn) : pass();
    },
});

export const nodesNoOpenSsh = rule({
    id: "nodes-no-open-ssh",
    title: "Nobody logs in to nodes by SSH from anywhere",
    level: "mandatory",
    severity: "high",
    mend: "Take remoteAccess out and use Session Manager, or set its sourceSecurityGroupIds",
    url: `${guide}/create-managed-node-group.html`,
    subjects: nodeGroups,
    judge: ({ props }) => {
        if (!props.remoteAccess?.ec2SshKey) return pass();
        return (props.remoteAccess.sourceSecurityGroupIds ?? []).length > 0
            ? pass()
            : fail("SSH is open to the Internet");
    },
});

export const nodesLaunchTemplate = rule({
    id: "nodes-launch-template",
    title: "Node groups say what machines they make",
    level: "advisory",
    severity: "low",
    mend: "Give the node group a launch template",
    url: `${guide}/launch-templates.html`,
    subjects: nodeGroups,
    judge: ({ props }) =>
        "launchTemplate" in props ? pass() : fail("EKS makes the machines by a template of its own"),
});

export const nodesUpdateRepair = rule({
    id: "nodes-update-repair",
    title: "Node groups update step by step and repair themselves",
    level: "advisory",
    severity: "medium",
    mend: "Set updateConfig and nodeRepairConfig.enabled",
    url: `${guide}/node-health.html`,
    subjects: nodeGroups,
    judge: ({ props }) =>
        all([
            must(() => props.updateConfig, "how many nodes an update may stop is not set"),
            must(() => props.nodeRepairConfig?.enabled === true, "nodes that are unhealthy are not replaced"),
        ]),
});

const minor = (version: unknown) => Number(String(version).split(".")[1]);

export const nodesVersionSkew = rule({
    id: "nodes-version-skew",
    title: "Nodes run nearly the same Kubernetes as the control plane",
    level: "advisory",
    severity: "medium",
    mend: "Set version of the node group to the cluster's",
    url: "https://kubernetes.io/releases/version-skew-policy/",
    subjects: nodeGroups,
    judge: (group, { inventory }) => {
        const { props } = group;
        const cluster = clusterOf(inventory, group);
        if (!isSet(props.version) || !isSet(cluster?.props.version))
            return pass("nodes follow the control plane when made");
        const skew = minor(cluster?.props.version) - minor(props.version);
        return skew >= 0 && skew <= 1
            ? pass()
            : fail(`the nodes are ${Math.abs(skew)} minor versions apart from the control plane`);
    },
});
