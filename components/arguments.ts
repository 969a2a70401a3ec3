import type { BackupArgs } from "./backup/args.ts";
import type { StandbyArgs } from "./backup/standby-args.ts";
import type { NodePoolArgs } from "./capacity/node-pool-args.ts";
import type { GitOpsArgs } from "./delivery/args.ts";
import type { AccessArgs } from "./foundation/access-args.ts";
import type { ControlPlaneArgs } from "./foundation/control-plane-args.ts";
import type { ClusterArgs } from "./foundation/existing-cluster-args.ts";
import type { NetworkArgs } from "./foundation/network-args.ts";
import type { NodeGroupArgs } from "./foundation/system-nodes-args.ts";
import type { RegistryArgs } from "./images/args.ts";
import type { AlertsArgs } from "./observability/alerts-args.ts";
import type { GrafanaArgs } from "./observability/grafana-args.ts";
import type { LogsArgs } from "./observability/logs/args.ts";
import type { MetricsArgs } from "./observability/metrics-args.ts";
import type { SloArgs } from "./observability/slo-args.ts";
import type { TracesArgs } from "./observability/traces/args.ts";
import type { AdmissionArgs } from "./security/admission/args.ts";
import type { DetectionArgs } from "./security/detection/args.ts";
import type { SecretStoreArgs } from "./security/secret-stores/args.ts";
import type { VaultArgs } from "./security/vault/args.ts";
import type { OwnChartArgs } from "./tenancy/own-chart-args.ts";
import type { CertificatesArgs } from "./traffic/certificates/args.ts";
import type { DnsArgs } from "./traffic/dns/args.ts";
import type { EdgeArgs } from "./traffic/edge/args.ts";
import type { GatewayArgs } from "./traffic/gateway/args.ts";
import type { MeshArgs } from "./traffic/mesh/args.ts";

export { AccountService, MadeBy } from "./configuration/made-by.ts";
export { RepositoryCredentialKind } from "./delivery/args.ts";
export { BuildSystem } from "./images/push-role-args.ts";
export { LogAggregator, LogStore } from "./observability/logs/args.ts";
export { MetricsHistory, RemoteWriteAuthentication } from "./observability/metrics-args.ts";
export { TraceStore } from "./observability/traces/args.ts";
export { FalcoProfile } from "./security/detection/falco-args.ts";
export { VaultAuthentication } from "./security/secret-stores/args.ts";

/**
 * Everything a user decides about a cluster. The same shape is the stack configuration (`Pulumi.<stack>.yaml`) and the
 * argument of `ProductionCluster`; each part's schema stands beside its interface. Every default passes the policy
 * pack, but for the debts that policy-config.json dates; an argument that weakens something has the weakness in its
 * name.
 *
 * No list has an entry twice, no URL a credential (user, password, query), and what is made of a value is within the
 * limits of AWS, Helm and Kubernetes: whatever is not is refused before the plan, at its path.
 */
export interface ProductionClusterArgs {
    /**
     * AWS region, such as `eu-west-1`. Default: none; required on AWS, which is everywhere but with `cluster.existing`.
     */
    region?: string;
    /**
     * AWS account that the cluster is in, 12 digits: with credentials of another one the plan stops before it looks at
     * anything. Default: whichever account the credentials are of.
     */
    accountId?: string;
    /**
     * Availability zones of the region that the cluster spans, three or four (services that need a majority keep it
     * when one zone is lost). Configuration and not a look-up, so that the plan is the same on every machine. Default:
     * none; required on AWS.
     */
    zones?: string[];
    /** Kubernetes minor version, in EKS standard support. Default `1.35`: in standard support until 27 March 2027. */
    kubernetesVersion?: string;
    /** Who may use the cluster. Default: none; required for a cluster of its own. */
    access?: AccessArgs;
    /** Who is told when something breaks. Default: nobody; required on AWS. */
    alerts?: AlertsArgs;
    /** Where the desired state of the workloads lives. */
    gitops: GitOpsArgs;
    /** Who owns and pays for the cluster; becomes tags on every AWS resource and labels on every namespace. */
    ownership: OwnershipArgs;
    /** The cluster that the platform is put on. Default: the component makes one on EKS. */
    cluster?: ClusterArgs;
    /** Addresses. Default: a VPC of its own, `10.0.0.0/16`. */
    network?: NetworkArgs;
    /** The Kubernetes API and its records. Default: private endpoint only, logs kept 365 days. */
    controlPlane?: ControlPlaneArgs;
    /** Machines. Default: three system nodes, and general nodes as the pods need them. */
    nodes?: NodesArgs;
    /** What the cluster refuses to store. Default: whatever breaks a mandatory check that one object answers. */
    admission?: AdmissionArgs;
    /** Who notices an attack. Default: GuardDuty, which tells people of what is severe. */
    detection?: DetectionArgs;
    /** Stores of secrets beside AWS Secrets Manager: Vault, Azure Key Vault, Google Secret Manager. Default: none. */
    secretStores?: SecretStoreArgs[];
    /**
     * Secrets that stand in Git, encrypted for this cluster alone: the controller of Bitnami's sealed secrets makes Secrets
     * of them. It reads and writes every Secret. Default false.
     */
    sealedSecrets?: boolean;
    /** HashiCorp Vault in the cluster, for secrets that are made when they are asked for. Default: none. */
    vault?: VaultArgs;
    /**
     * Progressive delivery: Argo Rollouts gives a new version a growing share of the requests, and takes it back where a
     * query to Prometheus says that it fails. Default false.
     */
    progressiveDelivery?: boolean;
    /**
     * Restarts workloads whose Secret or ConfigMap has changed, as after a rotation, where they ask for it by annotation:
     * Reloader. It reads every Secret. Default false.
     */
    restartOnSecretChange?: boolean;
    /** Backups. Default: every 6 h, weekly, and monthly kept 5 years. */
    backup?: BackupArgs;
    /** Logs, and the events of Kubernetes. Default: Loki, 90 days. */
    logs?: LogsArgs;
    /** How long metrics are kept, and where else they go. Default: 15 days, in the cluster. */
    metrics?: MetricsArgs;
    /** Where traces are kept. Default: nowhere, and nothing takes them. */
    traces?: TracesArgs;
    /** Where dashboards are looked at, and who may. Default: by a port-forward, with the generated password. */
    grafana?: GrafanaArgs;
    /**
     * Certificates that renew themselves: cert-manager and trust-manager. Default: none are made, and nothing of it is
     * installed.
     */
    certificates?: CertificatesArgs;
    /** Names in DNS, written by external-dns. Default: nobody writes any. */
    dns?: DnsArgs;
    /**
     * Domain, such as `platform.example.com`, below which people open what they can sign in to: `grafana` with
     * `grafana.sso`, `argo-cd` with `gitops.sso`. Each gets a certificate, a name where `dns` has a zone for it, and a
     * route of the gateway. Default: they forward a port.
     */
    domain?: string;
    /** What requests from outside come in by. Default: Envoy Gateway, behind a private load balancer on EKS. */
    gateway?: GatewayArgs;
    /** What is public: names of the gateway that the Internet reaches, and by what. Default: nothing is. */
    edge?: EdgeArgs;
    /** Mutual TLS between pods. Default: none, and pods speak as they do. */
    mesh?: MeshArgs;
    /** Where images come from. Default: on EKS, ECR of the account, which relays what is published elsewhere. */
    registry?: RegistryArgs;
    /**
     * Where Helm charts are fetched from: `upstream`, an OCI mirror `oci://registry/prefix`, or a folder of chart
     * archives. Default `upstream`: each chart's own repository.
     */
    chartSource?: string;
    /**
     * Values over those of the platform's charts, by the name of the release: maps are merged, everything else is
     * replaced. The policy pack judges what comes of them. In plain text in the state. Default: none.
     */
    // biome-ignore lint/suspicious/noExplicitAny: the schema analyzer takes no other type for free-form maps
    chartValues?: Record<string, any>;
    /** Service level objectives of your own, beside those of API server and DNS. Default: none. */
    slos?: SloArgs[];
    /** Charts of your own, installed through the same door as the platform's. Default: none. */
    ownCharts?: OwnChartArgs[];
    /** Makes this cluster the standby of another one. Default: it stands alone. */
    standby?: StandbyArgs;
    /**
     * Weakness: lets `pulumi destroy` remove the control plane, the keys and the backups. Default false: EKS deletion
     * protection and Pulumi `protect` are on. Set it true and run `pulumi up` before a removal that is meant.
     * Without effect where nothing is protected, on a cluster that is not on EKS.
     */
    allowDeletion?: boolean;
}

/** Owner facts, kept short: they become tags and labels, so 1 to 63 letters, digits and `_.-`. */
export interface OwnershipArgs {
    /** Team that answers for the cluster. */
    owner: string;
    /** `production`, `standby`, `staging`...: becomes the tag `environment`. */
    environment: string;
    /** Cost centre of the bill. */
    costCenter: string;
}

/** Machines by class. */
export interface NodesArgs {
    /**
     * Managed node group for the platform itself, tainted `CriticalAddonsOnly`. Default: one m7g.xlarge in each zone.
     */
    system?: NodeGroupArgs;
    /**
     * Karpenter NodePool for workloads that ask for nothing special. Default: on-demand c, m and r types to 200 vCPU.
     */
    general?: NodePoolArgs;
}
