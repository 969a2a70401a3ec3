export * from "./arguments.ts";
export type { BackupArgs } from "./backup/args.ts";
export { type DumpArgs, DumpEngine, DumpProof } from "./backup/dumps/args.ts";
export { type LockArgs, LockMode } from "./backup/lock.ts";
export type { StandbyArgs } from "./backup/standby-args.ts";
export { BackupTier } from "./backup/tiers.ts";
export type { NodePoolArgs } from "./capacity/node-pool-args.ts";
export { stackConfiguration } from "./configuration/stack.ts";
export type { GitOpsArgs, SingleSignOnArgs } from "./delivery/args.ts";
export type { AccessArgs } from "./foundation/access-args.ts";
export type { ControlPlaneArgs } from "./foundation/control-plane-args.ts";
export type { ClusterArgs, ExistingClusterArgs, ExistingEksArgs } from "./foundation/existing-cluster-args.ts";
export { type ExistingNetworkArgs, type NetworkArgs, PolicyEngine } from "./foundation/network-args.ts";
export type { NodeGroupArgs } from "./foundation/system-nodes-args.ts";
export type { EcrArgs, ExistingRegistryArgs, RegistryArgs, RelayArgs } from "./images/args.ts";
export type { PushRoleArgs } from "./images/push-role-args.ts";
export {
    type AttestedScanArgs,
    type KeylessSignerArgs,
    type VerifiedImagesArgs,
    VulnerabilitySeverity,
} from "./images/verify-args.ts";
export type { AlertsArgs } from "./observability/alerts-args.ts";
export type { GrafanaArgs, GrafanaSignOnArgs } from "./observability/grafana-args.ts";
export type { DatadogArgs, MetricsArgs, RemoteWriteArgs } from "./observability/metrics-args.ts";
export { type EmailArgs, type ReceiverArgs, ReceiverType, type RouteArgs } from "./observability/receiver-args.ts";
export type { TracesArgs } from "./observability/traces/args.ts";
export { PodSecurity } from "./platform/pod-security.ts";
export { Severity } from "./platform/severity.ts";
export { ProductionCluster } from "./production-cluster.ts";
export type { AdmissionArgs, ExemptNamespaceArgs } from "./security/admission/args.ts";
export { AdmissionEngine } from "./security/admission/engine.ts";
export type { DetectionArgs } from "./security/detection/args.ts";
export type { OwnChartArgs } from "./tenancy/own-chart-args.ts";
export { CertificateIssuer, type CertificatesArgs } from "./traffic/certificates/args.ts";
export type { DnsArgs, ZoneArgs } from "./traffic/dns/args.ts";
export { type EdgeArgs, EdgeEngine } from "./traffic/edge/args.ts";
export { type GatewayArgs, GatewayEngine, TlsVersion } from "./traffic/gateway/args.ts";
export { type MeshArgs, type MeshEgressArgs, MeshEngine } from "./traffic/mesh/args.ts";
