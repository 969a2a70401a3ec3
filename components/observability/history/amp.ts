import * as aws from "@pulumi/aws";
import { interpolate, type Output } from "@pulumi/pulumi";
import { stringify } from "yaml";
import type { MetricsHistoryOffer } from "../../offers.ts";
import type { EksPlatform, Part } from "../../part.ts";
import type { Statement } from "../../platform/addon.ts";
import { dependingOn } from "../../platform/depending-on.ts";
import { serviceHost } from "../../platform/partition.ts";
import { resources, unprivileged } from "../../platform/workload.ts";
import type { Settings } from "../../settings.ts";
import { byReplica } from "../remote-write.ts";

/** Port of the proxy beside Grafana, open to its own pod only. */
const proxyPort = 8005;

/** https://github.com/awslabs/aws-sigv4-proxy: no other program of AWS signs what Grafana asks. */
const proxyImage = "public.ecr.aws/aws-observability/aws-sigv4-proxy:1.11";

/**
 * Amazon Managed Prometheus, which is Cortex run by AWS: Prometheus sends every sample and signs with its own identity.
 * Rules are still evaluated in the cluster: an alert needs neither the way to AWS nor a second set of rules there, and
 * reaches people by the same Alertmanager.
 */
const offer: MetricsHistoryOffer = {
    needs: [],
    traffic: { from: [], to: [{ peer: "aws" }] },
    connect: (settings, eks) => {
        const { arn, endpoint } = workspace(settings, eks);
        const { region } = eks.profile;
        return {
            write: [{ Sid: "WriteMetrics", Effect: "Allow", Action: ["aps:RemoteWrite"], Resource: arn }],
            read: [readMetrics(arn)],
            prometheus: {
                prometheusSpec: {
                    additionalRemoteWrite: [
                        {
                            // Unlike any name of a receiver that people give.
                            name: "production-cluster-amp",
                            url: interpolate`${endpoint}api/v1/remote_write`,
                            sigv4: { region },
                            writeRelabelConfigs: byReplica,
                        },
                    ],
                },
            },
            grafana: { extraContainers: stringify([signingProxy(region)]) },
            dataSources: [
                {
                    name: "History",
                    uid: "history",
                    type: "prometheus",
                    access: "proxy",
                    url: endpoint.apply((url) => `http://localhost:${proxyPort}${new URL(url).pathname}`),
                    jsonData: { httpMethod: "POST", prometheusType: "Cortex", timeInterval: "30s" },
                },
            ],
        };
    },
};

export const amp: Part = {
    name: "managed-prometheus",
    onlyOnEks: "it keeps metrics in Amazon Managed Prometheus",
    awsApis: ["aps-workspaces"],
    offers: () => ({ metricsHistory: offer }),
    // AWS makes up the address of a workspace, so it is made where Prometheus is connected to it.
    addon: () => undefined,
};

function workspace(
    { metrics: { retentionDays }, allowDeletion }: Settings,
    { name, profile, dataKeyArn, own }: EksPlatform["eks"],
): { arn: Output<string>; endpoint: Output<string> } {
    const { parent, provider } = own;
    const made = new aws.amp.Workspace(
        `${name}-metrics`,
        { alias: profile.clusterName, kmsKeyArn: dataKeyArn },
        { parent, provider, protect: !allowDeletion },
    );
    const kept = new aws.amp.WorkspaceConfiguration(
        `${name}-metrics`,
        { workspaceId: made.id, retentionPeriodInDays: retentionDays },
        { parent, provider },
    );
    return { arn: made.arn, endpoint: dependingOn(made.prometheusEndpoint, [kept]) };
}

const readMetrics = (arn: Output<string>): Statement => ({
    Sid: "ReadMetrics",
    Effect: "Allow",
    Action: ["aps:QueryMetrics", "aps:GetLabels", "aps:GetSeries", "aps:GetMetricMetadata"],
    Resource: arn,
});

/**
 * Grafana's own source of Prometheus metrics does not sign any more (grafana/grafana#123089), and the one that does is a
 * plugin that Grafana would fetch from the Internet whenever a pod starts.
 */
const signingProxy = (region: string) => ({
    name: "signing-proxy",
    image: proxyImage,
    args: [
        ...["--name", "aps", "--region", region, "--host", serviceHost("aps-workspaces", region)],
        ...["--port", `127.0.0.1:${proxyPort}`],
    ],
    resources: resources(10, 64),
    securityContext: {
        ...unprivileged,
        runAsNonRoot: true,
        runAsUser: 65534,
        readOnlyRootFilesystem: true,
        seccompProfile: { type: "RuntimeDefault" },
    },
});
