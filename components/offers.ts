import type { Egress, EksProfile, Profile, Statement, Taint, Values } from "./platform/addon.ts";
import type { AwsResources, EksCluster } from "./platform/eks-cluster.ts";
import type { FindingRule } from "./platform/finding-rule.ts";
import type { DeclaredTraffic } from "./platform/flows.ts";
import type { KubernetesObject } from "./platform/kubernetes-object.ts";
import type { Mesh } from "./platform/mesh.ts";
import type { ServiceAccountName } from "./platform/role.ts";
import type { Settings } from "./settings.ts";

/** What parts offer each other: names, hosts and ports, never resources. */
export interface Offers {
    /** Name of the ClusterSecretStore that stands for AWS Secrets Manager in the cluster's account and region. */
    secretStore?: string;
    /** Who copies secrets of stores into the cluster. */
    secretController?: ServiceAccountName;
    /** Whom a store that is not of AWS knows the cluster by. */
    secretStoreAccount?(store: string): ServiceAccountName;
    /** Secrets with which sealed ones are opened; a standby opens with those of its primary. */
    sealingKeys?: SealingKeysOffer;
    /** Vault in the cluster. */
    vault?: VaultOffer;
    /** What services of AWS find that people are told of, by the name of the cluster in AWS. */
    findings?(detection: Settings["detection"], clusterName: string): FindingRule[];
    /** Where logs go, and are read. */
    logs?: LogStoreOffer;
    /** Where logs go instead, on their way to the store. */
    logAggregator?: LogAggregatorOffer;
    /** Where every line goes beside the store. */
    logArchive?: LogArchiveOffer;
    /** Where metrics are kept longer than Prometheus keeps them. */
    metricsHistory?: MetricsHistoryOffer;
    /** Where traces are kept, and read. */
    traces?: TraceStoreOffer;
    /** The way to what takes traces, as OTLP over gRPC and over HTTP. */
    traceReceiver?: Egress;
    /** Who signs certificates in the cluster, and whom to trust. */
    certificates?: CertificatesOffer;
    /** Who writes names into DNS. */
    dns?: DnsOffer;
    /**
     * From where the requests come that the gateway leads to pods: its proxies, or a load balancer by itself; and whose
     * release brings the kinds of the Gateway API. Default: they have one of their own, before every add-on.
     */
    gateway?: { from: { namespace: string } | "nodes"; kindsOf?: string };
    /** Who asks Prometheus whether new versions of workloads do well. */
    analysis?: { namespace: string };
    /** Who enforces network policies in the place of the VPC CNI's agent. */
    policyEngine?: PolicyEngineOffer;
    /** The way of pods of the mesh to hosts outside of the cluster, and what must be there before they go it. */
    egress?: { needs: string[]; flow: Egress };
    /** Mutual TLS between pods; its CA is signed for in a namespace of its own, by a root of its own. */
    mesh?: Mesh & { caNamespace: string; root: MeshRoot };
}

/** A root by whose certificates one is known in a mesh. */
export interface MeshRoot {
    commonName: string;
    /** The ConfigMap in which the mesh reads whom to trust. Default: beside the certificate of its CA. */
    bundle?: { namespace: string; configMap: string; key: string };
}

/** Keys of sealed secrets, in the words of who brings them back. */
export interface SealingKeysOffer {
    /** What must be there before they are. */
    needs: string[];
    namespace: string;
    labels: Readonly<Record<string, string>>;
}

/** Vault, in the words of who reads secrets from it. */
export interface VaultOffer {
    /** Its address. */
    server: string;
    /** The way to it. */
    flow: Egress;
    /** Where service accounts sign in. */
    mount: string;
    /** Who signed its certificate, as external-secrets names it. */
    ca: { type: "Secret"; name: string; namespace: string; key: string };
    /** Role of a store. */
    role(store: string): string;
    /** Whom a token that is shown to it is for. */
    audience: string;
}

/** Who enforces network policies, in the words of who makes machines and of Prometheus. */
export interface PolicyEngineOffer {
    /** Ports on the network of the nodes where its agents, and who manages them, serve metrics. */
    metricsPorts: number[];
    /** What new machines are tainted with; the engine takes it away where its agent runs. Default: nothing. */
    startupTaint?: Taint;
}

/** Certificates, in the words of who asks for one and of who checks one. */
export interface CertificatesOffer {
    /** What must be there before anybody asks for a certificate, or mounts the CAs. */
    needs: string[];
    /** Signs for the names that people open. */
    issuer: IssuerReference;
    /** Signs for names inside of the cluster; its CA is among those of `trust`. */
    internalIssuer: IssuerReference;
    /** Signs for the CA of a mesh, and for nobody else. */
    meshIssuer: IssuerReference;
    /** The CAs that the cluster trusts: a ConfigMap in every namespace with the label. */
    trust: { configMap: string; key: string; namespaceLabel: Readonly<Record<string, string>> };
}

/** As a Certificate names who signs it. */
export interface IssuerReference {
    group: string;
    kind: string;
    name: string;
}

/** Names in DNS, in the words of who is to be found by one. */
export interface DnsOffer {
    /** What must run as long as the names are to be removed with their objects. */
    needs: string[];
    /** Domains of the zones; a name outside of them is written nowhere. */
    domains: string[];
    /** What an object says whose names shall be public. Default: there is one horizon, and all names are in it. */
    publicAnnotation?: Readonly<Record<string, string>>;
}

/** A store of traces, in the words of the collector that writes to it and of who reads it. */
export interface TraceStoreOffer {
    /** What must be there before the collector writes to it. */
    needs: string[];
    /** The way to it, for the collector. */
    flow: Egress;
    /** What AWS must allow to the collector. Default: nothing. */
    permissions?: Statement[];
    exporter(profile: EksProfile): TraceExporter;
    /** How Grafana reads it, and the way there. Default: people read it elsewhere. */
    source?: { flow: Egress; dataSource: DataSource };
}

/** An exporter of the OpenTelemetry Collector. */
export interface TraceExporter {
    name: string;
    settings: Readonly<Record<string, unknown>>;
}

/** A history of metrics, in the words of Prometheus, which fills it, and of Grafana, which reads it. */
export interface MetricsHistoryOffer {
    /** What must be there before Prometheus writes to it. */
    needs: string[];
    /** Ways of Prometheus and Grafana to it, and to them. */
    traffic: DeclaredTraffic;
    /** Makes what AWS gives its address to, where there is such a thing. Called once, by who has Prometheus. */
    connect(settings: Settings, eks: EksCluster & AwsResources): MetricsHistory;
}

/** How a history of metrics is filled and read. */
export interface MetricsHistory {
    /** Objects that Prometheus needs first. Default: none. */
    before?: KubernetesObject[];
    /** What Prometheus may do in AWS. */
    write: Statement[];
    /** What Grafana may do in AWS. Default: nothing. */
    read?: Statement[];
    /** Values of kube-prometheus-stack, below its keys `prometheus` and `grafana`. */
    prometheus: Values;
    grafana: Values;
    /** How Grafana reads it, beside its main source of metrics. */
    dataSources: DataSource[];
}

/** https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources */
export type DataSource = Readonly<Record<string, unknown>>;

/** What takes logs, in the words of who writes to it: a store, or who stands before it. */
export interface LogReceiverOffer {
    /** What must be there before anybody writes to it. */
    needs: string[];
    /** The way to it, for who writes and who reads. */
    flow: Egress;
    /** What AWS must allow to who writes. Default: nothing. */
    permissions?(profile: EksProfile): Statement[];
    /** What who writes needs in its own namespace and pods, to sign in. Default: nothing. */
    credentials?(namespace: string, offers: Offers): LogCredentials;
    /** Fluent Bit's outputs: the keys of a section `[OUTPUT]` each. */
    outputs(profile: Profile | EksProfile, offers: Offers): Readonly<Record<LogKind, FluentBitSection>>;
}

/** A store of logs, in the words of who writes to it and who reads it. */
export interface LogStoreOffer extends LogReceiverOffer {
    /** Key below which what an application writes as JSON stands in its record. Default: beside the others. */
    mergedUnder?: string;
    /** Fluentd's outputs, and what AWS must allow to it beside `permissions`. */
    fluentd: {
        outputs(profile: Profile | EksProfile): Readonly<Record<LogKind, FluentdOutput>>;
        permissions?(profile: EksProfile): Statement[];
    };
    /** How Grafana reads it. Default: people read it elsewhere. */
    dataSource?: DataSource;
    /** Log group of CloudWatch Logs that it is. Default: it is none. */
    logGroup?(clusterName: string): string;
}

/** A second place for logs, on AWS, which nobody reads from the cluster. */
export interface LogArchiveOffer {
    permissions(profile: EksProfile): Statement[];
    /** Fluent Bit's output for everything. */
    output(profile: EksProfile): FluentBitSection;
}

/** Objects that come first, and parts of the pod. */
export interface LogCredentials {
    /** What must be there before these objects. Default: nothing that is not there before the receiver. */
    needs?: string[];
    before: KubernetesObject[];
    env: object[];
    volumes: object[];
    mounts: object[];
}

/** Logs of containers, of the kubelets of nodes, and the events of Kubernetes. */
export type LogKind = "containers" | "nodes" | "events";

export type FluentBitSection = Readonly<Record<string, string | number>>;

/** An output of Fluentd: its keys, and what is read of a line before it is written. */
export interface FluentdOutput {
    keys: Readonly<Record<string, string | number>>;
    /** Labels of a line by the field that each is taken of. Default: none. */
    labels?: Readonly<Record<string, string>>;
    /** Fields by which lines are put apart, for names in `keys`. Default: the tag, which is the kind of log. */
    apartBy?: readonly string[];
}

/** Who takes logs of their writers, and writes them to the store instead of these. */
export interface LogAggregatorOffer extends LogReceiverOffer {
    /** Where it runs. */
    namespace: string;
}

/** An offer that a part's card requires, or that is there on EKS. Throws where nobody makes it. */
export function offered<Name extends keyof Offers>(offers: Offers, name: Name): NonNullable<Offers[Name]> {
    const offer = offers[name];
    if (offer === undefined) throw new Error(`No part offers ${name}`);
    return offer;
}
