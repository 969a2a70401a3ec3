import type { Input } from "@pulumi/pulumi";
import type { IPolicyRulesWithSubjects } from "kubernetes-models/flowcontrol.apiserver.k8s.io/v1/PolicyRulesWithSubjects";
import type { Part } from "../part.ts";
import type { EksProfile } from "../platform/addon.ts";
import { charts } from "../platform/charts.ts";
import { dataFacts } from "../platform/eks-cluster.ts";
import { keepOnRemoval } from "../platform/keep-on-removal.ts";
import type { FlowSchema } from "../platform/kubernetes-object.ts";
import { placement, resources, restrictedPod, spread } from "../platform/workload.ts";
import { InterruptionQueue } from "./interruption-queue.ts";
import { karpenterAlerts } from "./karpenter-alerts.ts";
import { autoscaling } from "./karpenter-dashboard.ts";
import { karpenterPolicy } from "./karpenter-policy.ts";
import { machineImage } from "./machine-image.ts";
import { nodeClass } from "./node-class.ts";
import { generalPool } from "./node-pool.ts";

const namespace = "karpenter";

/** Buys the machines that pending pods need, and gives back those that are no longer needed. */
export const karpenter: Part = {
    name: "karpenter",
    namespace: { name: namespace, podSecurity: "restricted" },
    onlyOnEks: "it buys machines of EC2",
    awsApis: ["arc-zonal-shift", "ec2", "eks", "sqs", "ssm"],
    addon: ({ nodes: { general }, kubernetesVersion }, { eks, offers }) => {
        const { queueName, queueArn } = new InterruptionQueue(eks.name, dataFacts(eks), eks.own);
        const facts = {
            ...eks,
            volumeKeyArn: eks.dataKeyArn,
            queueArn,
            machineImage: machineImage(kubernetesVersion, eks.own),
            allowSpot: general.allowSpot,
        };
        return {
            chart: charts.karpenter,
            crds: { chart: charts.karpenterCrd, values: { additionalAnnotations: keepOnRemoval } },
            identities: [{ serviceAccount: "karpenter", statements: karpenterPolicy(eks.profile, facts) }],
            traffic: {
                from: [{ peer: "metrics", ports: [8080] }],
                to: [{ peer: "kubeApi" }, { peer: "aws" }],
            },
            ownsAwsResources: true,
            dashboards: [autoscaling],
            values: values(eks.profile, queueName, eks.zonalShift),
            rules: [karpenterAlerts],
            before: flowSchemas,
            after: [
                nodeClass(eks.profile, facts),
                generalPool(eks.profile, general, offers.policyEngine?.startupTaint),
            ],
        };
    },
};

const values = (profile: EksProfile, queueName: Input<string>, zonalShift: boolean) => ({
    ...placement(profile),
    priorityClassName: "system-cluster-critical",
    replicas: 2,
    controller: { resources: resources(250, 1024) },
    podSecurityContext: restrictedPod,
    topologySpreadConstraints: spread(profile, {
        "app.kubernetes.io/name": "karpenter",
        "app.kubernetes.io/instance": "karpenter",
    }),
    serviceMonitor: { enabled: true },
    settings: {
        clusterName: profile.clusterName,
        interruptionQueue: queueName,
        // No call to IAM or to the price list, which have no private endpoint; prices come with the release.
        isolatedVPC: true,
        enableZonalShift: zonalShift,
    },
});

/**
 * Outside of kube-system Karpenter would share the API server with every workload, and be throttled just when many pods
 * wait for machines (https://karpenter.sh/docs/getting-started/getting-started-with-karpenter/).
 */
const flowSchemas: FlowSchema[] = [
    flowSchema("karpenter-leader-election", "leader-election", 200, {
        resourceRules: [
            {
                apiGroups: ["coordination.k8s.io"],
                namespaces: ["*"],
                resources: ["leases"],
                verbs: ["get", "create", "update"],
            },
        ],
    }),
    flowSchema("karpenter-workload", "workload-high", 1000, {
        nonResourceRules: [{ nonResourceURLs: ["*"], verbs: ["*"] }],
        resourceRules: [{ apiGroups: ["*"], clusterScope: true, namespaces: ["*"], resources: ["*"], verbs: ["*"] }],
    }),
];

type Rules = Omit<IPolicyRulesWithSubjects, "subjects">;

function flowSchema(name: string, priorityLevel: string, matchingPrecedence: number, rules: Rules): FlowSchema {
    return {
        apiVersion: "flowcontrol.apiserver.k8s.io/v1",
        kind: "FlowSchema",
        metadata: { name },
        spec: {
            distinguisherMethod: { type: "ByUser" },
            matchingPrecedence,
            priorityLevelConfiguration: { name: priorityLevel },
            rules: [
                { ...rules, subjects: [{ kind: "ServiceAccount", serviceAccount: { name: "karpenter", namespace } }] },
            ],
        },
    };
}
