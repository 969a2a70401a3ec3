import { integer, matching } from "../../checks.ts";
import { arn, type Kinds } from "../kind.ts";

/** Amazon Managed Prometheus: https://docs.aws.amazon.com/prometheus/latest/APIReference/ */
export const amp: Kinds = {
    "amp.Workspace": {
        id: "ws-{uuid}",
        arn: "aps:{region}:{account}:workspace/{id}",
        immutable: ["kmsKeyArn"],
        checks: { alias: matching(/^.{1,100}$/, "1 to 100 characters"), kmsKeyArn: arn },
        refersTo: { kmsKeyArn: "kms.Key" },
        outputs: ({ id, region }) => ({
            prometheusEndpoint: `https://aps-workspaces.${region}.amazonaws.com/workspaces/${id}/`,
        }),
    },
    "amp.WorkspaceConfiguration": {
        id: "{workspaceId}",
        immutable: ["workspaceId"],
        checks: { retentionPeriodInDays: integer(1, 1095), outOfOrderTimeWindowInSeconds: integer(0, 600) },
        refersTo: { workspaceId: "amp.Workspace" },
    },
};
