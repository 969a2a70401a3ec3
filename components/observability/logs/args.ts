import * as f from "../../configuration/fields.ts";

/**
 * Where the logs of applications and nodes are kept. `loki` keeps them on S3, and Grafana shows them; `cloudwatch`
 * sends them to CloudWatch Logs, which runs nothing in the cluster and costs more for each GiB.
 */
export const LogStore = { loki: "loki", cloudwatch: "cloudwatch" } as const;
export type LogStore = (typeof LogStore)[keyof typeof LogStore];

export const logs = f.oneOf(Object.values(LogStore) as ["loki", "cloudwatch"]);
