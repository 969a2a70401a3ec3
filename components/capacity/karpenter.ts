import type { Input } from "@pulumi/pulumi";
import type { IPolicyRulesWithSubjects } from "kubernetes-models/flowcontrol.apiserver.k8s.io/v1/PolicyRulesWithSubjects";
import type { Addon, EksProfile } from "../platform/addon.ts";
import { charts } from "../platform/charts.ts";
import { kept } from "../platform/kept.ts";
import type { FlowSchema } from "../platform/kubernetes-object.ts";
import { placement, resources, restrictedPod, spread } from "../platform/workload.ts";
import { type KarpenterPolicyFacts, karpenterPolicy } from "./karpenter-policy.ts";
import { type NodeClassFacts, nodeClass } from "./node-class.ts";
import { type GeneralPool, generalPool } from "./node-pool.ts";

export interface KarpenterFacts extends NodeClassFacts, Omit<KarpenterPolicyFacts, "allowSpot"> {
    /** Queue that announces interruptions. */
    queueName: Input<string>;
    general: GeneralPool;
}

const namespace = "karpenter";

/** Buys the machines that pending pods need, and gives back those that are no longer needed. */
export const karpenter = (profile: EksProfile, facts: KarpenterFacts): Addon => ({
    name: "karpenter",
    chart: charts.karpenter,
    crds: { chart: charts.karpenterCrd, values: { additionalAnnotations: kept } },
    namespace: { name: namespace, podSecurity: "restricted" },
    identities: [
        {
            serviceAccount: "karpenter",
            statements: karpenterPolicy(profile, { ...facts, allowSpot: facts.general.allowSpot }),
        },
    ],
    traffic: {
        from: [{ peer: "metrics", ports: [8080] }],
        to: [{ peer: "kubeApi" }, { peer: "aws" }],
    },
    ownsAwsResources: true,
    values: values(profile, facts),
    before: flowSchemas,
    after: [nodeClass(profile, facts), generalPool(profile, facts.general)],
});

const values = (profile: EksProfile, { queueName, zonalShift }: KarpenterFacts) => ({
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
