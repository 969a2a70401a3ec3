import * as aws from "@pulumi/aws";
import { required } from "../configuration/required.ts";
import { platformPriorityClass } from "../platform/priority-class.ts";
import { untilItCounts } from "../platform/settled.ts";
import { controlPlaneCidrs } from "./cidr-plan.ts";
import { ClusterAddons } from "./cluster-addons.ts";
import { ControlPlane } from "./control-plane.ts";
import { DefaultStorageClass, defaultStorageClass } from "./default-storage-class.ts";
import type { Foundation, FoundationArgs } from "./foundation.ts";
import { copiedBy, Keys } from "./keys.ts";
import { Network } from "./network.ts";
import { NodeAddons } from "./node-addons.ts";
import { systemNodeSelector, systemTolerations } from "./system-node-class.ts";
import { SystemNodes } from "./system-nodes.ts";
import { viewers } from "./viewers.ts";

/** A cluster on EKS from the ground up: keys, network, control plane, nodes. */
export function ownCluster(name: string, args: FoundationArgs): Foundation {
    const { parent, tags, startupTaint } = args;
    const settings = required(args.settings, "region", "zones", "access");
    const { region, zones, kubernetesVersion, allowDeletion } = settings;
    const { logRetentionDays, serviceCidr } = settings.controlPlane;
    const own = { parent, provider: args.awsIn(region) };
    const accountId = aws.getCallerIdentityOutput({}, own).accountId;
    const cluster = { clusterName: name, region, zones, accountId, allowDeletion };

    const keys = new Keys(name, { ...cluster, copiedByAccountId: copiedBy(settings) }, own);
    const network = new Network(
        name,
        {
            ...cluster,
            ...settings.network,
            awsApis: args.awsApis,
            logKeyArn: keys.controlPlaneKeyArn,
            logRetentionDays,
        },
        own,
    );
    const controlPlane = new ControlPlane(
        name,
        {
            ...cluster,
            ...settings.controlPlane,
            kubernetesVersion,
            access: settings.access,
            keyArn: keys.controlPlaneKeyArn,
            vpcId: network.vpcId,
            vpcCidr: network.vpcCidr,
            subnetIds: network.intraSubnetIds,
        },
        own,
    );
    const running = { clusterName: controlPlane.name, clusterArn: controlPlane.arn, region, kubernetesVersion };
    const nodeAddons = new NodeAddons(name, { ...running, policyEngine: settings.network.policyEngine }, own);
    const nodes = new SystemNodes(
        name,
        {
            ...running,
            ...settings.nodes.system,
            subnetIds: network.privateSubnetIds,
            volumeKeyArn: keys.dataKeyArn,
            addons: nodeAddons,
            startupTaint,
            tags,
        },
        own,
    );
    const clusterAddons = new ClusterAddons(
        name,
        { ...running, nodes, startupTaint, tags, cloudWatch: settings.metrics.cloudWatch },
        own,
    );

    const inCluster = { parent, provider: controlPlane.kubernetes, deletedWith: controlPlane };
    const storage = new DefaultStorageClass(name, { keyArn: keys.dataKeyArn }, inCluster);
    const priority = platformPriorityClass(name, inCluster);
    if (settings.access.viewerRoleArns.length > 0) viewers(name, inCluster);

    const profile = {
        ...{ clusterName: name, region, zones, systemNodeSelector, systemTolerations },
        storageClass: defaultStorageClass,
    };
    return {
        profile,
        host: {
            kubernetesVersion,
            kubernetes: controlPlane.kubernetes,
            eks: { ...running, aws: own.provider, associations: untilItCounts(() => controlPlane.endpoint) },
            cluster: controlPlane,
            ready: [nodes, clusterAddons, storage, priority],
            nodeCidrs: [settings.network.cidr],
            controlPlaneCidrs: controlPlaneCidrs(settings.network.cidr, zones, settings.network.existing),
            apiServerPorts: [443],
            serviceCidr,
            chartSource: settings.chartSource,
            labels: settings.ownership,
        },
        eks: {
            profile,
            provider: own.provider,
            accountId,
            clusterArn: controlPlane.arn,
            vpcId: network.vpcId,
            subnetIds: settings.network.existing?.privateSubnetIds,
            securityGroupIds: [controlPlane.clusterSecurityGroupId],
            privateSubnetIds: network.privateSubnetIds,
            nodeRoleArn: nodes.roleArn,
            instanceProfile: nodes.instanceProfileName,
            zonalShift: true,
            natGateways: network.natGateways,
            dataKeyArn: keys.dataKeyArn,
            tags,
        },
        endpoint: controlPlane.endpoint,
        kubeconfig: controlPlane.kubeconfig,
    };
}
