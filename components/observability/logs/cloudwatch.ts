import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { FluentdOutput } from "../../offers.ts";
import type { EksPlatform, Part } from "../../part.ts";
import type { EksProfile, Profile, Statement } from "../../platform/addon.ts";
import { dataFacts } from "../../platform/eks-cluster.ts";
import { cloudWatchLogs, type KeyStatement, kmsKey, logGroupContext } from "../../platform/kms-key.ts";
import { partition } from "../../platform/partition.ts";

/** Apart from `/aws/containerinsights`, where the agent of a cluster's owner writes. */
const groupName = (clusterName: string): string => `/production-cluster/${clusterName}/application`;

/** CloudWatch Logs: a log group with a key of its own, which Fluent Bit writes to by its identity. */
export const cloudWatch: Part = {
    name: "cloudwatch-logs",
    onlyOnEks: "it keeps the logs in CloudWatch Logs",
    awsApis: ["logs"],
    offers: () => ({
        logs: {
            needs: [],
            flow: { peer: "aws" },
            permissions: write,
            logGroup: groupName,
            outputs: (profile) => ({
                // The plugin appends the tag, which has the name of the file: a stream for each file of a container.
                containers: { ...output(profile), log_stream_prefix: "containers-" },
                // HOSTNAME is a field of the record: journald's `_HOSTNAME` without its underscore. A variable would
                // be written with braces, and would have the name of Fluent Bit's pod.
                nodes: { ...output(profile), log_stream_prefix: "nodes-", log_stream_template: "nodes-$HOSTNAME" },
                events: { ...output(profile), log_stream_name: "events" },
            }),
            fluentd: {
                permissions: find,
                outputs: (profile) => ({
                    containers: fluentd(
                        profile,
                        "containers-",
                        ["namespace_name", "pod_name", "container_name"].map((field) => `$.kubernetes.${field}`),
                    ),
                    nodes: fluentd(profile, "nodes-", ["HOSTNAME"]),
                    events: fluentd(profile, "events"),
                }),
            },
        },
    }),
    addon: ({ allowDeletion, logs: { retentionDays } }, { eks }) => {
        const { parent, provider } = eks.own;
        const keyArn = kmsKey(
            `${eks.name}-application-logs`,
            "application-logs",
            { ...dataFacts(eks), allowDeletion },
            [logsOf(eks)],
            eks.own,
        );
        new aws.cloudwatch.LogGroup(
            `${eks.name}-application-logs`,
            { name: groupName(eks.profile.clusterName), retentionInDays: retentionDays, kmsKeyId: keyArn },
            { parent, provider, protect: !allowDeletion },
        );
        return undefined;
    },
};

const write = ({ clusterName, region }: EksProfile): Statement[] => [
    {
        Sid: "WriteLogs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `arn:${partition(region)}:logs:${region}:*:log-group:${groupName(clusterName)}:*`,
    },
];

/** Fluentd's plugin looks for group and stream before it writes; AWS lets nobody limit the first to a group. */
const find = ({ clusterName, region }: EksProfile): Statement[] => {
    const groups = `arn:${partition(region)}:logs:${region}:*:log-group`;
    return [
        { Sid: "FindLogGroups", Effect: "Allow", Action: ["logs:DescribeLogGroups"], Resource: `${groups}:*` },
        {
            Sid: "FindLogStreams",
            Effect: "Allow",
            Action: ["logs:DescribeLogStreams"],
            Resource: `${groups}:${groupName(clusterName)}:*`,
        },
    ];
};

/** Streams by what a line is of, as Fluentd puts fields of a line into a name. */
const fluentd = (profile: Profile | EksProfile, stream: string, apartBy: string[] = []): FluentdOutput => ({
    keys: {
        "@type": "cloudwatch_logs",
        ...("region" in profile && { region: profile.region }),
        log_group_name: groupName(profile.clusterName),
        log_stream_name: stream + apartBy.map((field) => `$\{${field}}`).join("_"),
        // Of the group too, which it may not make.
        auto_create_stream: "true",
        // By default it throws away what AWS has refused 17 times for now.
        put_log_events_disable_retry_limit: "true",
    },
    ...(apartBy.length > 0 && { apartBy }),
});

const output = (profile: Profile | EksProfile) => ({
    Name: "cloudwatch_logs",
    ...("region" in profile && { region: profile.region }),
    log_group_name: groupName(profile.clusterName),
    auto_create_group: "false",
});

/** CloudWatch Logs may use the key for this log group, and no other. */
const logsOf = ({ accountId, profile: { region, clusterName } }: EksPlatform["eks"]): KeyStatement =>
    cloudWatchLogs(
        { region },
        {
            ArnEquals: {
                [logGroupContext]: pulumi.interpolate`arn:${partition(region)}:logs:${region}:${accountId}:log-group:${groupName(clusterName)}`,
            },
        },
    );
