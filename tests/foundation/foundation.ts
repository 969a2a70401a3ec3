import { type Recording, record } from "./recording.ts";

export const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
export const accountId = "111122223333";
export const administrator = `arn:aws:iam::${accountId}:role/aws-reserved/sso.amazonaws.com/Administrators`;
export const viewer = `arn:aws:iam::${accountId}:role/Viewers`;
export const tags = { owner: "shop", environment: "production" };

/** What a test decides otherwise. */
export interface Choices {
    allowDeletion?: boolean;
    publicAccessCidrs?: string[];
    privateAccessCidrs?: string[];
}

/** The whole foundation, put together as `ProductionCluster` does it. */
export function foundation(choices: Choices = {}): Promise<Recording<void>> {
    const { allowDeletion = false, publicAccessCidrs = [], privateAccessCidrs = [] } = choices;
    const [region, kubernetesVersion] = ["eu-west-1", "1.35"];
    return record(async () => {
        const { Keys } = await import("../../components/foundation/keys.ts");
        const { Network } = await import("../../components/foundation/network.ts");
        const { ControlPlane } = await import("../../components/foundation/control-plane.ts");
        const { NodeAddons } = await import("../../components/foundation/node-addons.ts");
        const { SystemNodes } = await import("../../components/foundation/system-nodes.ts");
        const { ClusterAddons } = await import("../../components/foundation/cluster-addons.ts");
        const { DefaultStorageClass } = await import("../../components/foundation/default-storage-class.ts");

        const cluster = { clusterName: "shop", region, accountId };
        const keys = new Keys("shop", { ...cluster, allowDeletion });
        const logs = { logKeyArn: keys.controlPlaneKeyArn, logRetentionDays: 365 };
        const network = new Network("shop", {
            ...cluster,
            ...logs,
            zones,
            cidr: "10.0.0.0/16",
        });
        const controlPlane = new ControlPlane("shop", {
            ...cluster,
            kubernetesVersion,
            access: { administratorRoleArns: [administrator], viewerRoleArns: [viewer] },
            publicAccessCidrs,
            privateAccessCidrs,
            logRetentionDays: 365,
            serviceCidr: "172.20.0.0/16",
            keyArn: keys.controlPlaneKeyArn,
            vpcId: network.vpcId,
            vpcCidr: network.vpcCidr,
            subnetIds: network.intraSubnetIds,
            allowDeletion,
        });
        const running = { clusterName: controlPlane.name, clusterArn: controlPlane.arn, region, kubernetesVersion };
        const nodeAddons = new NodeAddons("shop", running);
        const nodes = new SystemNodes(
            "shop",
            {
                ...running,
                instanceTypes: ["m7g.xlarge"],
                minSize: 3,
                maxSize: 6,
                diskSizeGiB: 100,
                subnetIds: network.privateSubnetIds,
                volumeKeyArn: keys.dataKeyArn,
                tags,
            },
            { dependsOn: nodeAddons },
        );
        new ClusterAddons("shop", { ...running, tags }, { dependsOn: nodes });
        new DefaultStorageClass("shop", { keyArn: keys.dataKeyArn }, { provider: controlPlane.kubernetes });
    });
}
