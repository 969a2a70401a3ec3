import type { State } from "production-cluster-sandbox/engine/stack.ts";
import { type DefinedKind, definition } from "./definitions.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";

// biome-ignore lint/suspicious/noExplicitAny: every add-on has a schema of its own
type Configuration = Record<string, any>;

/**
 * One workload of an add-on: its containers with their requests, and what the add-on's configuration says of its pods.
 */
interface Workload {
    readonly name: string;
    readonly kind: "DaemonSet" | "Deployment";
    readonly labels: Readonly<Record<string, string>>;
    /** Of a Deployment, where the configuration says nothing. */
    readonly replicas?: number;
    readonly containers: Readonly<Record<string, Requests>>;
    /** Part of the configuration that is about this workload. Default: all of it. */
    readonly key?: string;
    readonly priorityClassName?: string;
    /** Ports of its first container by their names. Default: it declares none. */
    ports?(configuration: Configuration): Readonly<Record<string, number>> | undefined;
    /** Default `kube-system`. */
    readonly namespace?: string;
    /** Whether it is on the network of its node. Default false. */
    readonly hostNetwork?: boolean;
    /** Whether at most one pod may be away at a time. Default: where the configuration says so. */
    readonly budget?: boolean;
}

interface Requests {
    readonly cpu?: string;
    readonly memory?: string;
}

const sidecar: Requests = { cpu: "10m", memory: "40Mi" };
const system = { priorityClassName: "system-cluster-critical" };
const everywhere = { kind: "DaemonSet", priorityClassName: "system-node-critical" } as const;

/** Where the driver of EBS and the helpers beside it serve metrics. */
const helpers = {
    metrics: 3301,
    "metrics-prov": 3302,
    "metrics-attach": 3303,
    "metrics-resizer": 3304,
    "metrics-lp": 3305,
    "metrics-snap": 3306,
};

const cloudWatch = { namespace: "amazon-cloudwatch" };

/** Pods of the EKS add-ons. Where a publisher states no request there is none. */
const addons: Readonly<Record<string, readonly Workload[]>> = {
    // github.com/aws-observability/helm-charts 6.3.0, charts/amazon-cloudwatch-observability/values.yaml. Its operator
    // makes the agents.
    "amazon-cloudwatch-observability": [
        {
            ...cloudWatch,
            name: "amazon-cloudwatch-observability-controller-manager",
            kind: "Deployment",
            labels: { "app.kubernetes.io/name": "amazon-cloudwatch-observability" },
            replicas: 1,
            containers: { manager: { cpu: "100m", memory: "64Mi" } },
        },
        {
            ...cloudWatch,
            ...everywhere,
            name: "cloudwatch-agent",
            labels: { "app.kubernetes.io/name": "cloudwatch-agent" },
            hostNetwork: true,
            containers: { "otc-container": { cpu: "250m", memory: "128Mi" } },
        },
        {
            ...cloudWatch,
            name: "cloudwatch-agent-cluster-scraper",
            kind: "Deployment",
            labels: { "app.kubernetes.io/name": "cloudwatch-agent-cluster-scraper" },
            replicas: 1,
            hostNetwork: true,
            containers: { "otc-container": { cpu: "250m", memory: "128Mi" } },
        },
    ],
    // github.com/aws/amazon-vpc-cni-k8s, charts/aws-vpc-cni/values.yaml: 25m for each container.
    "vpc-cni": [
        {
            ...everywhere,
            name: "aws-node",
            labels: { "k8s-app": "aws-node" },
            hostNetwork: true,
            ports: () => ({ metrics: 61678, agentmetrics: 8162 }),
            containers: { "aws-node": { cpu: "25m" }, "aws-eks-nodeagent": { cpu: "25m" } },
        },
    ],
    // As EKS installs it: `kubectl -n kube-system describe daemonset kube-proxy`.
    "kube-proxy": [
        {
            ...everywhere,
            name: "kube-proxy",
            labels: { "k8s-app": "kube-proxy" },
            containers: { "kube-proxy": { cpu: "100m" } },
        },
    ],
    // github.com/aws/eks-pod-identity-agent, charts/eks-pod-identity-agent/values.yaml: none.
    "eks-pod-identity-agent": [
        {
            ...everywhere,
            name: "eks-pod-identity-agent",
            labels: { "app.kubernetes.io/name": "eks-pod-identity-agent" },
            containers: { "eks-pod-identity-agent": {} },
        },
    ],
    // github.com/aws/eks-node-monitoring-agent, charts/eks-node-monitoring-agent/values.yaml.
    "eks-node-monitoring-agent": [
        {
            ...everywhere,
            name: "eks-node-monitoring-agent",
            labels: { "app.kubernetes.io/name": "eks-node-monitoring-agent" },
            containers: { "eks-node-monitoring-agent": { cpu: "10m", memory: "30Mi" } },
        },
    ],
    // github.com/kubernetes/kubernetes, cluster/addons/dns/coredns: the same requests as EKS.
    coredns: [
        {
            ...system,
            kind: "Deployment",
            name: "coredns",
            labels: { "k8s-app": "kube-dns" },
            ports: () => ({ dns: 53, metrics: 9153 }),
            replicas: 2,
            containers: { coredns: { cpu: "100m", memory: "70Mi" } },
        },
    ],
    // github.com/kubernetes-sigs/aws-ebs-csi-driver, charts/aws-ebs-csi-driver/values.yaml.
    "aws-ebs-csi-driver": [
        {
            ...everywhere,
            key: "node",
            name: "ebs-csi-node",
            labels: { app: "ebs-csi-node" },
            ports: ({ enableMetrics }) => (enableMetrics ? { metrics: 3302 } : undefined),
            containers: { "ebs-plugin": sidecar, "node-driver-registrar": sidecar, "liveness-probe": sidecar },
        },
        {
            ...system,
            key: "controller",
            kind: "Deployment",
            name: "ebs-csi-controller",
            labels: { app: "ebs-csi-controller" },
            ports: ({ enableMetrics }) => (enableMetrics ? helpers : undefined),
            replicas: 2,
            budget: true,
            containers: {
                "ebs-plugin": sidecar,
                "csi-provisioner": sidecar,
                "csi-attacher": sidecar,
                "csi-snapshotter": sidecar,
                "csi-resizer": sidecar,
                "liveness-probe": sidecar,
            },
        },
    ],
    // github.com/kubernetes-csi/external-snapshotter, deploy/kubernetes/snapshot-controller: none.
    "snapshot-controller": [
        {
            kind: "Deployment",
            name: "snapshot-controller",
            labels: { "app.kubernetes.io/name": "snapshot-controller" },
            replicas: 2,
            containers: { "snapshot-controller": {} },
        },
    ],
    // github.com/kubernetes-sigs/metrics-server, charts/metrics-server/values.yaml.
    "metrics-server": [
        {
            ...system,
            kind: "Deployment",
            name: "metrics-server",
            labels: { "app.kubernetes.io/name": "metrics-server" },
            replicas: 2,
            containers: { "metrics-server": { cpu: "100m", memory: "200Mi" } },
        },
    ],
};

/** Kinds that add-ons bring and that stacks make objects of. Their objects are taken whatever they hold. */
const kinds: Readonly<Record<string, readonly DefinedKind[]>> = {
    "snapshot-controller": [
        ["snapshot.storage.k8s.io", "v1", "VolumeSnapshotClass", "Cluster"],
        ["snapshot.storage.k8s.io", "v1", "VolumeSnapshotContent", "Cluster"],
        ["snapshot.storage.k8s.io", "v1", "VolumeSnapshot"],
    ],
};

/**
 * Kinds and workloads that EKS makes of the add-ons of a stack, as the stack configures them. Their containers run
 * nothing.
 *
 * @throws Error for an add-on whose pods are not known.
 */
export function eksAddonObjects(resources: readonly State[]): KubernetesObject[] {
    const planned = resources.filter(({ type }) => type === "aws:eks/addon:Addon");
    return planned.flatMap(({ inputs }) => {
        const { addonName, configurationValues } = inputs as { addonName: string; configurationValues?: string };
        const known = addons[addonName];
        if (!known) throw new Error(`the pods of the EKS add-on ${addonName} are not known; add them to eks-addons.ts`);
        const configuration: Configuration = JSON.parse(configurationValues ?? "{}");
        const workloads = known.flatMap((it) => objects(it, it.key ? (configuration[it.key] ?? {}) : configuration));
        return [...(kinds[addonName] ?? []).map(definition), ...workloads];
    });
}

function objects(workload: Workload, configuration: Configuration): KubernetesObject[] {
    const { name, kind, labels, replicas, containers, priorityClassName, budget, hostNetwork } = workload;
    const { namespace = "kube-system" } = workload;
    const { nodeSelector, tolerations, topologySpreadConstraints, podDisruptionBudget, resources } = configuration;
    const metadata = { name, namespace, labels };
    const daemon = kind === "DaemonSet";
    const ports = Object.entries(workload.ports?.(configuration) ?? {});
    return [
        {
            apiVersion: "apps/v1",
            kind,
            metadata,
            spec: {
                ...(!daemon && { replicas: configuration.replicaCount ?? configuration.replicas ?? replicas }),
                selector: { matchLabels: labels },
                template: {
                    metadata: { labels },
                    spec: {
                        nodeSelector,
                        tolerations: daemon ? [{ operator: "Exists" }] : tolerations,
                        topologySpreadConstraints,
                        priorityClassName,
                        hostNetwork,
                        containers: Object.entries(containers).map(([container, requests], index) => ({
                            name: container,
                            image: container,
                            resources: resources ?? { requests },
                            ...(index === 0 && {
                                ports: ports.map(([port, containerPort]) => ({ name: port, containerPort })),
                            }),
                        })),
                    },
                },
            },
        },
        ...(budget || podDisruptionBudget?.enabled
            ? [
                  {
                      apiVersion: "policy/v1",
                      kind: "PodDisruptionBudget",
                      metadata,
                      spec: {
                          maxUnavailable: podDisruptionBudget?.maxUnavailable ?? 1,
                          selector: { matchLabels: labels },
                      },
                  },
              ]
            : []),
    ];
}
