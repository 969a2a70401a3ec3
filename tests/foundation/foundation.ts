import { type Recording, record } from "./recording.ts";

export const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
export const accountId = "111122223333";
export const administrator = `arn:aws:iam::${accountId}:role/aws-reserved/sso.amazonaws.com/Administrators`;
export const viewer = `arn:aws:iam::${accountId}:role/Viewers`;
export const ownership = { owner: "shop", environment: "production", costCenter: "4711" };
export const tags = { cluster: "shop", ...ownership };

/** What a test decides otherwise. */
export interface Choices {
    allowDeletion?: boolean;
    publicAccessCidrs?: string[];
    privateAccessCidrs?: string[];
}

/** A whole cluster on EKS, with its foundation. */
export function foundation(choices: Choices = {}): Promise<Recording<void>> {
    const { allowDeletion, ...controlPlane } = choices;
    return record(async () => {
        const { ProductionCluster } = await import("../../components/production-cluster.ts");
        new ProductionCluster("shop", {
            region: "eu-west-1",
            zones,
            access: { administratorRoleArns: [administrator], viewerRoleArns: [viewer] },
            alerts: { emails: ["ops@example.com"], heartbeatUrlSecret: "shop/heartbeat-url" },
            gitops: { repository: "https://github.com/example/clusters" },
            ownership,
            controlPlane,
            allowDeletion,
        });
    });
}
