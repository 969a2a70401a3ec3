import { describe, expect, test } from "vitest";
import type { ProductionClusterArgs } from "../../components/arguments.ts";
import { accountId, administrator, ownership, zones } from "./foundation.ts";
import { kubeconfig, type Recording, record } from "./recording.ts";

const common: ProductionClusterArgs = {
    region: "eu-west-1",
    zones,
    alerts: { emails: ["ops@example.com"], heartbeatUrlSecret: "shop/heartbeat-url" },
    gitops: { repository: "https://github.com/example/clusters" },
    ownership,
};

/** A cluster that somebody else made, of which nothing says that zonal shift is on. */
const theirs: ProductionClusterArgs = {
    ...common,
    cluster: {
        existing: {
            kubeconfig,
            nodeCidrs: ["10.0.0.0/16"],
            serviceCidr: "172.20.0.0/16",
            eks: {
                clusterName: "theirs",
                vpcId: "vpc-0123456789abcdef0",
                privateSubnetIds: zones.map((zone) => `subnet-${zone}`),
                securityGroupIds: ["sg-0123456789abcdef0"],
                nodeRoleArn: `arn:aws:iam::${accountId}:role/theirs-node`,
                instanceProfile: "theirs-node",
            },
        },
    },
};

const built = (args: ProductionClusterArgs) =>
    record(async () => {
        const { ProductionCluster } = await import("../../components/production-cluster.ts");
        new ProductionCluster("shop", args);
    });

/** Where zonal shift is to be found: whether the cluster has it, Karpenter is told, may ask, and has a way to ask. */
async function traces({ of, one }: Recording<void>) {
    const [cluster] = of("eks:index:Cluster");
    const child = { custom: true, type: "aws:eks/cluster:Cluster", name: "shop", props: {}, opts: {} };
    const [transform] = cluster?.transforms ?? [];
    const made = await transform?.(child as Parameters<typeof transform>[0]);
    const statements = of("aws:iam/rolePolicy:RolePolicy").flatMap(({ inputs }) => JSON.parse(inputs.policy).Statement);
    return {
        cluster: made?.props.zonalShiftConfig?.enabled === true,
        karpenter: one("kubernetes:helm.sh/v3:Release", "karpenter").inputs.values.settings.enableZonalShift,
        permission: statements.some(({ Action }) => Action.includes("arc-zonal-shift:GetManagedResource")),
        endpoint: of("aws:ec2/vpcEndpoint:VpcEndpoint").some(({ inputs }) =>
            inputs.serviceName.endsWith(".arc-zonal-shift"),
        ),
    };
}

describe("Zonal shift", () => {
    test("of a cluster of its own is on, and Karpenter is told, may ask, and reaches whom it asks", async () => {
        expect(await traces(await built({ ...common, access: { administratorRoleArns: [administrator] } }))).toEqual({
            cluster: true,
            karpenter: true,
            permission: true,
            endpoint: true,
        });
    });

    test("of a cluster that exists is its owner's business: Karpenter does not ask, and may not", async () => {
        expect(await traces(await built(theirs))).toEqual({
            cluster: false,
            karpenter: false,
            permission: false,
            endpoint: false,
        });
    });
});
