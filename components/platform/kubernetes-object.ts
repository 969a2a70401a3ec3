import type { IApplication } from "@kubernetes-models/argo-cd/argoproj.io/v1alpha1/Application";
import type { IAppProject } from "@kubernetes-models/argo-cd/argoproj.io/v1alpha1/AppProject";
import type { IAWSPCAClusterIssuer } from "@kubernetes-models/cert-manager/awspca.cert-manager.io/v1beta1/AWSPCAClusterIssuer";
import type { ICertificate } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate";
import type { IClusterIssuer } from "@kubernetes-models/cert-manager/cert-manager.io/v1/ClusterIssuer";
import type { IIssuer } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Issuer";
import type { IBundle } from "@kubernetes-models/cert-manager/trust.cert-manager.io/v1alpha1/Bundle";
import type { IBackendTrafficPolicy } from "@kubernetes-models/envoy-gateway/gateway.envoyproxy.io/v1alpha1/BackendTrafficPolicy";
import type { IClientTrafficPolicy } from "@kubernetes-models/envoy-gateway/gateway.envoyproxy.io/v1alpha1/ClientTrafficPolicy";
import type { IEnvoyProxy } from "@kubernetes-models/envoy-gateway/gateway.envoyproxy.io/v1alpha1/EnvoyProxy";
import type { IClusterExternalSecret } from "@kubernetes-models/external-secrets/external-secrets.io/v1/ClusterExternalSecret";
import type { IClusterSecretStore } from "@kubernetes-models/external-secrets/external-secrets.io/v1/ClusterSecretStore";
import type { IExternalSecret } from "@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret";
import type { IPassword } from "@kubernetes-models/external-secrets/generators.external-secrets.io/v1alpha1/Password";
import type { IGateway } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway";
import type { IGatewayClass } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/GatewayClass";
import type { IHTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import type { IEC2NodeClass } from "@kubernetes-models/karpenter/karpenter.k8s.aws/v1/EC2NodeClass";
import type { INodePool } from "@kubernetes-models/karpenter/karpenter.sh/v1/NodePool";
import type { IGeneratingPolicy } from "@kubernetes-models/kyverno/policies.kyverno.io/v1/GeneratingPolicy";
import type { IImageValidatingPolicy } from "@kubernetes-models/kyverno/policies.kyverno.io/v1/ImageValidatingPolicy";
import type { IMutatingPolicy } from "@kubernetes-models/kyverno/policies.kyverno.io/v1/MutatingPolicy";
import type { IPolicyException } from "@kubernetes-models/kyverno/policies.kyverno.io/v1/PolicyException";
import type { IValidatingPolicy } from "@kubernetes-models/kyverno/policies.kyverno.io/v1/ValidatingPolicy";
import type { IPodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
import type { IPrometheusRule } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule";
import type { IServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor";
import type { Input } from "@pulumi/pulumi";
import type { IValidatingAdmissionPolicy } from "kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy";
import type { IValidatingAdmissionPolicyBinding } from "kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding";
import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import type { IStatefulSet } from "kubernetes-models/apps/v1/StatefulSet";
import type { ICronJob } from "kubernetes-models/batch/v1/CronJob";
import type { IJob } from "kubernetes-models/batch/v1/Job";
import type { IFlowSchema } from "kubernetes-models/flowcontrol.apiserver.k8s.io/v1/FlowSchema";
import type { IPodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import type { IClusterRole } from "kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole";
import type { IClusterRoleBinding } from "kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRoleBinding";
import type { IRole } from "kubernetes-models/rbac.authorization.k8s.io/v1/Role";
import type { IRoleBinding } from "kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding";
import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { IService } from "kubernetes-models/v1/Service";
import type { IServiceAccount } from "kubernetes-models/v1/ServiceAccount";
import type {
    AuthorizationPolicy,
    CalicoGlobalNetworkPolicy,
    CalicoInstallation,
    CiliumClusterwideNetworkPolicy,
    ClientSettingsPolicy,
    Constraint,
    ConstraintTemplate,
    DestinationRule,
    Elasticsearch,
    Kibana,
    LinkerdAuthorizationPolicy,
    LinkerdServer,
    LoadBalancerConfiguration,
    MeshTLSAuthentication,
    Metadata,
    NetworkAuthentication,
    PeerAuthentication,
    ProxySettingsPolicy,
    RateLimitPolicy,
    Restore,
    ServiceEntry,
    TargetGroupBinding,
    TargetGroupConfiguration,
    TraefikService,
    UpstreamSettingsPolicy,
    VolumeSnapshotClass,
} from "./kinds-without-package.ts";

export type * from "./kinds-without-package.ts";

/** Every kind that an add-on may bring: a new one is a line here and one in the union below. */
export type AppProject = ObjectOf<IAppProject>;
export type AWSPCAClusterIssuer = ObjectOf<IAWSPCAClusterIssuer>;
export type BackendTrafficPolicy = ObjectOf<IBackendTrafficPolicy>;
export type Bundle = ObjectOf<IBundle>;
export type Application = ObjectOf<IApplication>;
export type Certificate = ObjectOf<ICertificate>;
export type ClientTrafficPolicy = ObjectOf<IClientTrafficPolicy>;
export type ClusterExternalSecret = ObjectOf<IClusterExternalSecret>;
export type ClusterIssuer = ObjectOf<IClusterIssuer>;
export type ClusterRole = ObjectOf<IClusterRole>;
export type ClusterRoleBinding = ObjectOf<IClusterRoleBinding>;
export type ClusterSecretStore = ObjectOf<IClusterSecretStore>;
export type ConfigMap = ObjectOf<IConfigMap>;
export type CronJob = ObjectOf<ICronJob>;
export type Deployment = ObjectOf<IDeployment>;
export type EC2NodeClass = ObjectOf<IEC2NodeClass>;
export type EnvoyProxy = ObjectOf<IEnvoyProxy>;
export type ExternalSecret = ObjectOf<IExternalSecret>;
export type FlowSchema = ObjectOf<IFlowSchema>;
export type Gateway = ObjectOf<IGateway>;
export type GatewayClass = ObjectOf<IGatewayClass>;
export type GeneratingPolicy = ObjectOf<IGeneratingPolicy>;
export type HTTPRoute = ObjectOf<IHTTPRoute>;
export type ImageValidatingPolicy = ObjectOf<IImageValidatingPolicy>;
export type Issuer = ObjectOf<IIssuer>;
export type Job = ObjectOf<IJob>;
export type MutatingPolicy = ObjectOf<IMutatingPolicy>;
export type NodePool = ObjectOf<INodePool>;
export type Password = ObjectOf<IPassword>;
export type PodDisruptionBudget = ObjectOf<IPodDisruptionBudget>;
export type PodMonitor = ObjectOf<IPodMonitor>;
export type PolicyException = ObjectOf<IPolicyException>;
export type PrometheusRule = ObjectOf<IPrometheusRule>;
export type Role = ObjectOf<IRole>;
export type RoleBinding = ObjectOf<IRoleBinding>;
export type Service = ObjectOf<IService>;
export type ServiceAccount = ObjectOf<IServiceAccount>;
export type ServiceMonitor = ObjectOf<IServiceMonitor>;
export type StatefulSet = ObjectOf<IStatefulSet>;
export type ValidatingAdmissionPolicy = ObjectOf<IValidatingAdmissionPolicy>;
export type ValidatingAdmissionPolicyBinding = ObjectOf<IValidatingAdmissionPolicyBinding>;
export type ValidatingPolicy = ObjectOf<IValidatingPolicy>;

/** A Kubernetes object that comes with a release. */
export type KubernetesObject =
    | AppProject
    | AWSPCAClusterIssuer
    | BackendTrafficPolicy
    | Bundle
    | Application
    | AuthorizationPolicy
    | CalicoGlobalNetworkPolicy
    | CalicoInstallation
    | Certificate
    | CiliumClusterwideNetworkPolicy
    | ClientSettingsPolicy
    | ClientTrafficPolicy
    | ClusterExternalSecret
    | ClusterIssuer
    | ClusterRole
    | ClusterRoleBinding
    | ClusterSecretStore
    | ConfigMap
    | Constraint
    | ConstraintTemplate
    | CronJob
    | Deployment
    | DestinationRule
    | EC2NodeClass
    | EnvoyProxy
    | Elasticsearch
    | ExternalSecret
    | FlowSchema
    | Gateway
    | GatewayClass
    | GeneratingPolicy
    | HTTPRoute
    | ImageValidatingPolicy
    | Issuer
    | Job
    | Kibana
    | LinkerdAuthorizationPolicy
    | LinkerdServer
    | LoadBalancerConfiguration
    | MeshTLSAuthentication
    | MutatingPolicy
    | NetworkAuthentication
    | NodePool
    | Password
    | PeerAuthentication
    | PodDisruptionBudget
    | PodMonitor
    | PolicyException
    | PrometheusRule
    | ProxySettingsPolicy
    | RateLimitPolicy
    | Restore
    | Role
    | RoleBinding
    | Service
    | ServiceAccount
    | ServiceEntry
    | ServiceMonitor
    | StatefulSet
    | TargetGroupBinding
    | TargetGroupConfiguration
    | TraefikService
    | UpstreamSettingsPolicy
    | ValidatingAdmissionPolicy
    | ValidatingAdmissionPolicyBinding
    | ValidatingPolicy
    | VolumeSnapshotClass;

/**
 * What a program writes of a model: metadata with a name, no status, and a value of Pulumi wherever there is a value.
 */
type ObjectOf<Model extends { apiVersion: string; kind: string }> = Pick<Model, "apiVersion" | "kind"> & {
    metadata: Metadata;
} & Inputs<Omit<Model, "apiVersion" | "kind" | "metadata" | "status">>;

/** The same shape, with an `Input` in the place of any value. */
type Inputs<T> = [T] extends [Value]
    ? T | Input<NonNullable<T>>
    : T extends object
      ? { [Field in keyof T]: Inputs<T[Field]> }
      : T;

type Value = string | number | boolean | null | undefined;
