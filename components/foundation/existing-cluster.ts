import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { isPath } from "../configuration/fields.ts";
import { required } from "../configuration/required.ts";
import type { EksCluster } from "../platform/eks-cluster.ts";
import { partition } from "../platform/partition.ts";
import { platformPriorityClass } from "../platform/priority-class.ts";
import { accessOf, reachable } from "../platform/reachability.ts";
import { untilItCounts } from "../platform/settled.ts";
import { DefaultStorageClass, defaultStorageClass } from "./default-storage-class.ts";
import type { ExistingClusterArgs, ExistingEksArgs } from "./existing-cluster-args.ts";
import type { Foundation, FoundationArgs } from "./foundation.ts";
import { copiedBy, dataKey } from "./keys.ts";
import { kubeconfigFile, requireContext } from "./kubeconfig.ts";
import { onSameCluster } from "./same-cluster.ts";
import { systemTolerations } from "./system-node-class.ts";
import { waysToExistingCluster } from "./ways-in.ts";

/** Ports of the API server: behind its Service, and where kubeadm and k3s let it listen. On EKS both are 443. */
const apiServerPorts = { eks: [443], other: [443, 6443] };

/**
 * A cluster that somebody else made, and keeps: nothing in it vanishes with it. On EKS the account around it gives the
 * platform a key, and its owner brings nodes, EKS add-ons and the private endpoints of AWS APIs.
 */
export function existingCluster(name: string, existing: ExistingClusterArgs, args: FoundationArgs): Foundation {
    const { settings, parent } = args;
    const { kubernetesVersion } = settings;
    if (isPath(existing.kubeconfig)) requireContext(name, existing.kubeconfig, existing.context);
    const kubeconfig = sealed(existing.kubeconfig);
    const kubernetes = new k8s.Provider(
        `${name}-kubernetes`,
        {
            kubeconfig: existing.eks ? reachableEks(existing, kubeconfig, parent) : kubeconfig,
            ...(existing.context && { context: existing.context }),
        },
        { parent },
    );
    const inCluster = { parent, provider: kubernetes };
    const eks = existing.eks && onEks(name, existing, existing.eks, args);
    const { annotations, hooks } = onSameCluster(name, inCluster);
    const ready: pulumi.Resource[] = [platformPriorityClass(name, { ...inCluster, hooks }, annotations)];
    if (eks) ready.push(new DefaultStorageClass(name, { keyArn: eks.dataKeyArn }, inCluster));
    return {
        profile: eks?.profile ?? { clusterName: name, zones: [], ...nodesOf(existing) },
        host: {
            kubernetesVersion,
            kubernetes,
            eks: eks && {
                clusterName: eks.profile.clusterName,
                clusterArn: eks.clusterArn,
                aws: eks.provider,
                associations: untilItCounts(() => serverOf(existing)),
            },
            ready,
            nodeCidrs: existing.nodeCidrs,
            controlPlaneCidrs: existing.nodeCidrs,
            apiServerPorts: eks ? apiServerPorts.eks : apiServerPorts.other,
            serviceCidr: existing.serviceCidr,
            chartSource: settings.chartSource,
            labels: settings.ownership,
        },
        eks,
        kubeconfig,
    };
}

function onEks(name: string, existing: ExistingClusterArgs, eks: ExistingEksArgs, args: FoundationArgs): EksCluster {
    const { region, zones, allowDeletion } = required(args.settings, "region", "zones");
    const { tags, parent } = args;
    const provider = args.awsIn(region);
    const accountId = aws.getCallerIdentityOutput({}, { parent, provider }).accountId;
    const { clusterName, privateSubnetIds: subnetIds, ...given } = eks;
    return {
        ...given,
        subnetIds,
        privateSubnetIds: subnetIds,
        // Nobody said that its owner switched it on.
        zonalShift: false,
        natGateways: [],
        profile: { clusterName, region, zones, ...nodesOf(existing), storageClass: defaultStorageClass },
        provider,
        accountId,
        clusterArn: pulumi.interpolate`arn:${partition(region)}:eks:${region}:${accountId}:cluster/${clusterName}`,
        dataKeyArn: dataKey(
            name,
            { clusterName: name, region, accountId, allowDeletion, copiedByAccountId: copiedBy(args.settings) },
            { parent, provider },
        ),
        tags,
    };
}

/** As private as one of its own may be, and its access entries may be as young. */
function reachableEks(
    { kubeconfig: given, context }: ExistingClusterArgs,
    kubeconfig: pulumi.Input<string>,
    parent: pulumi.Resource,
): pulumi.Output<string> {
    return reachable(pulumi.output(kubeconfig), { context, path: fileOf(given), ways: waysToExistingCluster }, parent);
}

const serverOf = ({ kubeconfig, context }: ExistingClusterArgs): pulumi.Output<string> =>
    pulumi.output(kubeconfig).apply((text) => accessOf(text, { context, path: fileOf(kubeconfig) }).server.href);

/** The file of a kubeconfig that is given by its path. */
const fileOf = (kubeconfig: pulumi.Input<string>): string | undefined =>
    isPath(kubeconfig) ? kubeconfigFile(kubeconfig) : undefined;

const nodesOf = ({ nodeSelector = {} }: ExistingClusterArgs) => ({
    systemNodeSelector: nodeSelector,
    systemTolerations,
});

/** A path says nothing; anything else may hold credentials. */
const sealed = (kubeconfig: pulumi.Input<string>): pulumi.Input<string> =>
    isPath(kubeconfig) ? kubeconfig : pulumi.secret(kubeconfig);
