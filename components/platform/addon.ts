import type { Input } from "@pulumi/pulumi";
import type { Chart } from "./charts.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import type { PodSecurity } from "./pod-security.ts";

/**
 * An add-on is data. How a namespace, an identity, network policies and the Helm release come of it is written once, in
 * `installation.ts`.
 */
export interface Addon {
    /** Name of the Helm release, and what other add-ons call it in `needs`. */
    name: string;
    /** Default: it has no release, and is made of its objects alone. */
    chart?: Chart;
    /**
     * Chart of the CRDs alone, with values by which they outlive it; installed before and upgraded on every run, once for
     * all that bring it, with the same values. Those in the add-on's own chart are left out, unless they are others.
     * `namedBefore` names add-ons that brought it when its release was still called by them. Default: who brings it now.
     */
    crds?: { chart: Chart; values: Values; areOthers?: true; namedBefore?: readonly string[] };
    namespace: AddonNamespace;
    /** AWS permissions by service account: EKS Pod Identity. Default: none. */
    identities?: Identity[];
    /** Declared flows; everything else is denied. DNS is always allowed. */
    traffic: Traffic;
    /**
     * Which of its pods are in the mesh, where there is one: all of its namespace, which take mutual TLS alone, or those
     * that call what is in it. Default: none.
     */
    mesh?: "namespace" | MeshCaller;
    /** Names of add-ons that must be ready first; removal runs in the reverse order. Default: none. */
    needs?: string[];
    /**
     * What it made in AWS (machines, load balancers) goes only while it runs: it is uninstalled before the cluster is
     * deleted, instead of going down with it, and before it whatever needs it. Default false.
     */
    ownsAwsResources?: boolean;
    /** Rows of the production readiness checklist that it answers. Default: none. */
    answers?: string[];
    /**
     * Helm values; every pod has requests, limits, a spread over zones, a priority and, if replicated, a budget. None
     * without a chart.
     */
    values: Values;
    /** Objects that the release needs first, such as an ExternalSecret for its credentials. Default: none. */
    before?: KubernetesObject[];
    /** Objects that need the release, or what comes before it, first: custom resources it serves. Default: none. */
    after?: KubernetesObject[];
}

// biome-ignore lint/suspicious/noExplicitAny: chart values have as many types as there are charts
export type Values = Record<string, any>;

/**
 * Pods that call what is in the mesh, and are called from outside of it as well: they are in it, with the label that the
 * mesh asks of a pod, and plain text goes on reaching them.
 */
export interface MeshCaller {
    /** What the objects on them are called. */
    name: string;
    /** Labels of the pods. */
    pods: Readonly<Record<string, string>>;
    /** The Gateway of which the mesh itself makes them. Default: somebody else makes them. */
    gateway?: string;
    /** Ports that anybody is let in to. Default: all; the network policies say who comes. */
    ports?: readonly number[];
    /** It is Prometheus, which must start when the mesh does not. Default: it is not. */
    isPrometheus?: true;
}

export interface AddonNamespace {
    name: string;
    podSecurity: PodSecurity;
    /** Services of type LoadBalancer that may be there at once. Default 0. */
    loadBalancers?: number;
    /** Pods that may be there at once. Default 200. */
    maxPods?: number;
    /** One of its pods runs on each node, and so their number has no bound. Default: it has one. */
    onEveryNode?: true;
    /** Labels beside those of every namespace. Default: none. */
    labels?: Readonly<Record<string, string>>;
    /** Default: none but the reason. */
    annotations?: Readonly<Record<string, string>>;
    /** Why the level is weaker than `restricted`; required where it is. */
    reason?: string;
    /** Day, `YYYY-MM-DD`, by which somebody looks again whether the reason still holds. Default: it has none. */
    review?: string;
}

export interface Identity {
    serviceAccount: string;
    /** IAM policy statements, as in a policy document. */
    statements: Statement[];
}

export interface Statement {
    Sid?: string;
    Effect: "Allow" | "Deny";
    Action: string[];
    Resource: Input<string> | Input<string>[];
    Condition?: Record<string, Record<string, Input<string> | Input<string>[]>>;
}

export interface Traffic {
    /** Who may open connections to the add-on's pods. */
    from: Ingress[];
    /** What the add-on's pods may open connections to, beside DNS. */
    to: Egress[];
}

/**
 * `apiServer`: webhooks and API aggregation. `metrics`: Prometheus. `nodes`: kubelets and load balancers. `cidrs`: ranges.
 * `namespacesWith`: every namespace whose administrator gave it this label, with the value `true`.
 */
export interface Ingress {
    peer:
        | "apiServer"
        | "metrics"
        | "nodes"
        | "sameNamespace"
        | { namespace: string }
        | { namespacesWith: string }
        | { cidrs: string[] };
    ports: number[] | "any";
}

/**
 * `kubeApi`: the API server. `aws`: AWS APIs, which are reached through the VPC's private endpoints.
 * `cidrs`: ranges of private networks. `internet`: a named exception with its reason. `namespacesWith`: as above;
 * `everyNamespace`: all that let it in.
 */
export interface Egress {
    peer:
        | "kubeApi"
        | "aws"
        | "nodes"
        | "sameNamespace"
        | "everyNamespace"
        | { namespace: string }
        | { namespacesWith: string }
        | { cidrs: string[] }
        | { internet: string };
    ports?: number[];
}

/** What every values builder may know of the cluster; plain data, so that values are complete in every plan. */
export interface Profile {
    clusterName: string;
    /** Zones of the nodes; none where nodes do not say in which zone they are. */
    zones: string[];
    /** Tolerations and node selector of the nodes that the platform runs on. */
    systemTolerations: Toleration[];
    systemNodeSelector: Record<string, string>;
    /** Class of volumes. Default: the one that the cluster says is its default. */
    storageClass?: string;
}

/** The same of a cluster on EKS. */
export interface EksProfile extends Profile {
    region: string;
}

export interface Taint {
    key: string;
    value: string;
    effect: "NoSchedule" | "NoExecute";
}

export interface Toleration {
    key: string;
    operator: "Exists" | "Equal";
    value?: string;
    effect?: "NoSchedule" | "NoExecute" | "PreferNoSchedule";
}
