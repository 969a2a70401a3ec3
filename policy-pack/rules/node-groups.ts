import { z } from "zod";
import type { Resource } from "../model.ts";
import { rule } from "../rule.ts";
import { isSet } from "../said.ts";
import { clusterOf } from "../scope.ts";
import { all, any, fail, must, pass, unsure } from "../verdict.ts";
import { capacityOf } from "./instance-types.ts";
import { besideCluster, clusters, nodeGroups, nodePools } from "./subjects.ts";

const practices = "https://docs.aws.amazon.com/eks/latest/best-practices";
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
        const own = besideCluster("aws:autoscaling/group:Group")(inventory)[0];
        return own ? fail("an Auto Scaling group of your own makes nodes", own.urn) : pass();
    },
});

const namesTypes = ({ props }: Resource): boolean => (props.instanceTypes ?? []).length > 0;

export const nodesInstanceFloor = rule({
    id: "nodes-instance-floor",
    title: "Nodes are big enough for pods beside the system's own",
    level: "advisory",
    severity: "low",
    mend: "Use instance types of at least 4 vCPU and 16 GiB: fewer and bigger nodes lose less to the system",
    url: `${practices}/data-plane.html`,
    settings: z.object({
        vcpu: z.number().min(1).default(4).describe("Fewest vCPU of a node"),
        memoryGiB: z.number().min(1).default(16).describe("Least memory of a node, GiB"),
    }),
    subjects: nodeGroups,
    applies: namesTypes,
    judge: ({ props }, { settings }) =>
        all(
            (props.instanceTypes as string[]).map((type) => () => {
                const capacity = capacityOf(type);
                if (!capacity) return unsure(`the size of ${type} is not known`);
                const small = capacity.vcpu < settings.vcpu || capacity.memoryGiB < settings.memoryGiB;
                return small
                    ? fail(`${type} has less than ${settings.vcpu} vCPU or ${settings.memoryGiB} GiB`)
                    : pass();
            }),
        ),
});

export const nodesMemoryRatio = rule({
    id: "nodes-memory-ratio",
    title: "Memory of nodes fits their CPU",
    level: "advisory",
    severity: "low",
    mend: "Use instance types with 4 to 8 GiB a vCPU, or set the bounds that your metrics show",
    url: `${practices}/cost-opt-compute.html`,
    settings: z.object({
        least: z.number().default(4).describe("Least GiB a vCPU"),
        most: z.number().default(8).describe("Most GiB a vCPU"),
    }),
    subjects: nodeGroups,
    applies: namesTypes,
    judge: ({ props }, { settings }) =>
        all(
            (props.instanceTypes as string[]).map((type) => () => {
                const capacity = capacityOf(type);
                if (!capacity) return unsure(`the size of ${type} is not known`);
                const ratio = capacity.memoryGiB / capacity.vcpu;
                return ratio >= settings.least && ratio <= settings.most
                    ? pass()
                    : fail(`${type} has ${ratio} GiB a vCPU`);
            }),
        ),
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

/** Settings of the kubelet that weaken it, in user data of Amazon Linux and Bottlerocket. */
const weakKubelet =
    /anonymous-auth[= "]+true|anonymous:\s*\n?\s*enabled:\s*true|authorization-mode[= "]+AlwaysAllow|mode:\s*AlwaysAllow|read-?only-?port["= :]+(?!0\b)\d+|rotate-certificates[= "]+false|rotateCertificates["= :]+false|event-qps["= ]+0\b/i;

export const nodesKubeletSecure = rule({
    id: "nodes-kubelet-secure",
    title: "User data does not weaken the kubelet",
    level: "advisory",
    severity: "high",
    mend: "Take anonymous access, AlwaysAllow, the read-only port and rotation that is off out of the user data",
    url: `${practices}/protecting-the-infrastructure.html`,
    subjects: besideCluster("aws:ec2/launchTemplate:LaunchTemplate"),
    judge: ({ props }) => {
        if (!props.userData) return pass();
        const decoded = Buffer.from(props.userData, "base64").toString("utf8");
        return weakKubelet.test(`${props.userData}\n${decoded}`) ? fail("the user data weakens the kubelet") : pass();
    },
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
                if (!props.status?.summary) return unsure("the report has no result yet", urn);
                return props.status.summary.failCount === 0
                    ? pass("", urn)
                    : fail("nodes fail controls of the CIS benchmark", urn);
            }),
            () => unsure("only the nodes of a running cluster show it"),
        );
    },
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

export const nodesSpotNotAlone = rule({
    id: "nodes-spot-not-alone",
    title: "Nodes for the system and for data do not vanish with two minutes' notice",
    level: "advisory",
    severity: "medium",
    mend: "Set capacityType to ON_DEMAND for the node group, and use spot for others",
    url: `${practices}/cost-opt-compute.html`,
    inCharts: true,
    subjects: (inventory) => [...nodeGroups(inventory), ...nodePools(inventory)],
    judge: ({ props }, { inventory }) => {
        const taints: { key: string }[] = props.taints ?? props.spec?.template?.spec?.taints ?? [];
        const groups = nodeGroups(inventory).length + nodePools(inventory).length;
        const needed = groups === 1 || taints.some(({ key }) => key === "CriticalAddonsOnly");
        const requirements: { key: string; values?: string[] }[] = props.spec?.template?.spec?.requirements ?? [];
        const capacity = requirements.find(({ key }) => key === "karpenter.sh/capacity-type")?.values;
        const onlySpot = props.capacityType === "SPOT" || (capacity?.length === 1 && capacity[0] === "spot");
        return needed && onlySpot ? fail("all its nodes may vanish with two minutes' notice") : pass();
    },
});
