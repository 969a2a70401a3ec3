import { interpolate } from "@pulumi/pulumi";
import type { DataSource, Offers } from "../offers.ts";
import type { EksPlatform } from "../part.ts";
import type { Statement } from "../platform/addon.ts";
import { partition } from "../platform/partition.ts";

/** Log groups that Grafana reads: that of the control plane, and that of the applications where there is one. */
const groupsOf = ({ profile: { clusterName } }: EksPlatform["eks"], { logs }: Offers): string[] => [
    `/aws/eks/${clusterName}/cluster`,
    ...(logs?.logGroup ? [logs.logGroup(clusterName)] : []),
];

const arnOf = ({ profile: { region }, accountId }: EksPlatform["eks"], group: string) =>
    interpolate`arn:${partition(region)}:logs:${region}:${accountId}:log-group:${group}`;

/** How Grafana reads what lies in CloudWatch Logs: by the identity of its pods. */
export const cloudWatchSource = (eks: EksPlatform["eks"], offers: Offers): DataSource => ({
    name: "CloudWatch",
    uid: "cloudwatch",
    type: "cloudwatch",
    access: "proxy",
    jsonData: {
        authType: "default",
        defaultRegion: eks.profile.region,
        logGroups: groupsOf(eks, offers).map((name) => ({ name, arn: interpolate`${arnOf(eks, name)}:*` })),
    },
});

/**
 * Queries on these groups and no other
 * (https://grafana.com/docs/grafana/latest/datasources/aws-cloudwatch/configure/#iam-policies). AWS lets nobody limit the
 * last two to a group: who has the id of a query asks for its results.
 */
export const readCloudWatch = (eks: EksPlatform["eks"], offers: Offers): Statement[] => [
    {
        Sid: "QueryLogs",
        Effect: "Allow",
        Action: ["logs:StartQuery", "logs:GetLogGroupFields", "logs:GetLogEvents"],
        Resource: groupsOf(eks, offers).map((name) => interpolate`${arnOf(eks, name)}:*`),
    },
    { Sid: "FindLogGroups", Effect: "Allow", Action: ["logs:DescribeLogGroups"], Resource: arnOf(eks, "*") },
    { Sid: "ReadResults", Effect: "Allow", Action: ["logs:GetQueryResults", "logs:StopQuery"], Resource: "*" },
];
