import type { Input } from "@pulumi/pulumi";
import type { IPersistentVolumeClaimTemplate } from "kubernetes-models/v1/PersistentVolumeClaimTemplate";
import type { IPodTemplateSpec } from "kubernetes-models/v1/PodTemplateSpec";

export interface Metadata {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
}

/** No package has types of ECK (https://www.elastic.co/docs/reference/cloud-on-k8s/apis). */
export interface Elasticsearch {
    apiVersion: "elasticsearch.k8s.elastic.co/v1";
    kind: "Elasticsearch";
    metadata: Metadata;
    spec: {
        version: string;
        volumeClaimDeletePolicy?: "DeleteOnScaledownOnly" | "DeleteOnScaledownAndClusterDeletion";
        auth?: { fileRealm?: { secretName: string }[]; roles?: { secretName: string }[] };
        nodeSets: {
            name: string;
            count: number;
            config?: Record<string, string | number | boolean>;
            podTemplate?: IPodTemplateSpec;
            volumeClaimTemplates?: IPersistentVolumeClaimTemplate[];
        }[];
    };
}

export interface Kibana {
    apiVersion: "kibana.k8s.elastic.co/v1";
    kind: "Kibana";
    metadata: Metadata;
    spec: {
        version: string;
        count: number;
        elasticsearchRef: { name: string };
        config?: Record<string, string | number | boolean>;
        podTemplate?: IPodTemplateSpec;
    };
}

/** No package has types of Istio (https://istio.io/latest/docs/reference/config/security/). */
export interface PeerAuthentication {
    apiVersion: "security.istio.io/v1";
    kind: "PeerAuthentication";
    metadata: Metadata;
    spec: { selector?: PodLabels; mtls: { mode: "STRICT" | "PERMISSIVE" } };
}

export interface AuthorizationPolicy {
    apiVersion: "security.istio.io/v1";
    kind: "AuthorizationPolicy";
    metadata: Metadata;
    spec: { selector?: PodLabels; targetRefs?: PolicyTarget[]; rules?: AuthorizationRule[] };
}

export interface AuthorizationRule {
    from?: { source: { namespaces?: string[]; principals?: string[]; ipBlocks?: string[] } }[];
    to?: { operation: { ports: string[] } }[];
    when?: { key: string; values: string[] }[];
}

/** https://istio.io/latest/docs/reference/config/networking/service-entry/ */
export interface ServiceEntry {
    apiVersion: "networking.istio.io/v1";
    kind: "ServiceEntry";
    metadata: Metadata;
    spec: {
        hosts: string[];
        location: "MESH_EXTERNAL";
        resolution: "DNS";
        ports: { number: number; name: string; protocol: "TLS" }[];
    };
}

/** https://istio.io/latest/docs/reference/config/networking/destination-rule/ */
export interface DestinationRule {
    apiVersion: "networking.istio.io/v1";
    kind: "DestinationRule";
    metadata: Metadata;
    spec: {
        host: string;
        trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: string; ttl: string } } } };
    };
}

/** No package has types of Linkerd (https://linkerd.io/2-edge/reference/authorization-policy/). */
export interface LinkerdServer {
    apiVersion: "policy.linkerd.io/v1beta3";
    kind: "Server";
    metadata: Metadata;
    spec: {
        podSelector: Partial<PodLabels>;
        port: number;
        proxyProtocol: "opaque" | "unknown";
        accessPolicy: "deny";
    };
}

export interface LinkerdAuthorizationPolicy {
    apiVersion: "policy.linkerd.io/v1alpha1";
    kind: "AuthorizationPolicy";
    metadata: Metadata;
    spec: { targetRef: PolicyTarget; requiredAuthenticationRefs: PolicyTarget[] };
}

export interface MeshTLSAuthentication {
    apiVersion: "policy.linkerd.io/v1alpha1";
    kind: "MeshTLSAuthentication";
    metadata: Metadata;
    spec: { identityRefs: { kind: "Namespace"; name: string }[] };
}

export interface NetworkAuthentication {
    apiVersion: "policy.linkerd.io/v1alpha1";
    kind: "NetworkAuthentication";
    metadata: Metadata;
    spec: { networks: { cidr: string }[] };
}

interface PodLabels {
    matchLabels: Readonly<Record<string, string>>;
}

/**
 * No package has types of the AWS Load Balancer Controller
 * (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/spec/).
 */
export interface LoadBalancerConfiguration {
    apiVersion: "gateway.k8s.aws/v1";
    kind: "LoadBalancerConfiguration";
    metadata: Metadata;
    spec: {
        scheme: "internal" | "internet-facing";
        /** Web ACL of AWS WAF. */
        wafV2?: { webACL: Input<string> };
        loadBalancerAttributes?: LoadBalancerAttribute[];
        listenerConfigurations?: { protocolPort: string; sslPolicy?: string }[];
        defaultTargetGroupConfiguration?: { name: string };
    };
}

export interface TargetGroupConfiguration {
    apiVersion: "gateway.k8s.aws/v1";
    kind: "TargetGroupConfiguration";
    metadata: Metadata;
    spec: {
        targetReference?: { name: string };
        defaultConfiguration: {
            targetType?: "ip" | "instance";
            healthCheckConfig?: { healthCheckPath: string; matcher: { httpCode: string } };
            targetGroupAttributes?: LoadBalancerAttribute[];
        };
    };
}

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/spec/ */
export interface TargetGroupBinding {
    apiVersion: "elbv2.k8s.aws/v1beta1";
    kind: "TargetGroupBinding";
    metadata: Metadata;
    spec: { serviceRef: { name: string; port: number }; targetGroupARN: Input<string>; targetType: "ip" | "instance" };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html */
export interface LoadBalancerAttribute {
    key: string;
    value: Input<string>;
}

/** No package has types of NGINX Gateway Fabric (https://docs.nginx.com/nginx-gateway-fabric/reference/api/). */
export interface ClientSettingsPolicy {
    apiVersion: "gateway.nginx.org/v1alpha1";
    kind: "ClientSettingsPolicy";
    metadata: Metadata;
    spec: { targetRef: PolicyTarget; body: { maxSize: string } };
}

export interface ProxySettingsPolicy {
    apiVersion: "gateway.nginx.org/v1alpha1";
    kind: "ProxySettingsPolicy";
    metadata: Metadata;
    spec: { targetRefs: PolicyTarget[]; buffering: { disable: boolean } };
}

export interface RateLimitPolicy {
    apiVersion: "gateway.nginx.org/v1alpha1";
    kind: "RateLimitPolicy";
    metadata: Metadata;
    spec: {
        targetRefs: PolicyTarget[];
        rateLimit: {
            rejectCode: number;
            local: { rules: { key: string; rate: string; burst: number; noDelay: boolean }[] };
        };
    };
}

export interface UpstreamSettingsPolicy {
    apiVersion: "gateway.nginx.org/v1alpha1";
    kind: "UpstreamSettingsPolicy";
    metadata: Metadata;
    spec: { targetRefs: PolicyTarget[]; loadBalancingMethod: "ip_hash" };
}

/** https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/traefikservice/ */
export interface TraefikService {
    apiVersion: "traefik.io/v1alpha1";
    kind: "TraefikService";
    metadata: Metadata;
    spec: {
        weighted: {
            services: {
                name: string;
                port: number;
                sticky: { cookie: { name: string; httpOnly: boolean; secure: boolean } };
            }[];
        };
    };
}

interface PolicyTarget {
    group: string;
    kind: string;
    name: string;
}

/** No package has types of the snapshot controller. */
export interface VolumeSnapshotClass {
    apiVersion: "snapshot.storage.k8s.io/v1";
    kind: "VolumeSnapshotClass";
    metadata: Metadata;
    driver: string;
    deletionPolicy: "Delete" | "Retain";
    parameters?: Record<string, string>;
}

/** No package has types of Velero (https://velero.io/docs/v1.18/api-types/restore/). */
export interface Restore {
    apiVersion: "velero.io/v1";
    kind: "Restore";
    metadata: Metadata;
    spec: {
        backupName: string;
        includedNamespaces?: string[];
        excludedNamespaces?: string[];
        includedResources?: string[];
        excludedResources?: string[];
        includeClusterResources?: boolean;
        labelSelector?: PodLabels;
        restorePVs?: boolean;
    };
}

/** No package has types of Gatekeeper (https://open-policy-agent.github.io/gatekeeper/website/docs/constrainttemplates/). */
export interface ConstraintTemplate {
    apiVersion: "templates.gatekeeper.sh/v1";
    kind: "ConstraintTemplate";
    metadata: Metadata;
    spec: {
        crd: { spec: { names: { kind: string } } };
        targets: {
            target: "admission.k8s.gatekeeper.sh";
            operations: ("CREATE" | "UPDATE")[];
            code: { engine: "K8sNativeValidation"; source: CelSource }[];
        }[];
    };
}

/** https://open-policy-agent.github.io/gatekeeper/website/docs/validating-admission-policy/ */
export interface CelSource {
    failurePolicy: "Fail" | "Ignore";
    generateVAP: boolean;
    /** In the singular: another key is left out without a word. */
    matchCondition?: { name: string; expression: string }[];
    variables?: { name: string; expression: string }[];
    validations: { expression: string; message: string; messageExpression?: string }[];
}

/** Its kind is the one that its template defines. */
export interface Constraint {
    apiVersion: "constraints.gatekeeper.sh/v1beta1";
    kind: `Platform${string}`;
    metadata: Metadata;
    spec: {
        enforcementAction: "deny" | "warn" | "dryrun" | "scoped";
        scopedEnforcementActions?: { action: "deny" | "warn" | "dryrun"; enforcementPoints: { name: string }[] }[];
        match: { kinds: { apiGroups: string[]; kinds: string[] }[] };
    };
}

/** Of its many fields those of policies on the networks of others (https://docs.tigera.io/calico/3.32/reference/installation/api). */
export interface CalicoInstallation {
    apiVersion: "operator.tigera.io/v1";
    kind: "Installation";
    metadata: Metadata;
    spec: {
        variant: "Calico";
        kubernetesProvider: "EKS";
        /** With a slash at its end. */
        registry: string;
        cni: { type: "AmazonVPC"; ipam: { type: "AmazonVPC" } };
        calicoNetwork: {
            bgp: "Enabled" | "Disabled";
            linuxDataplane: "Iptables" | "Nftables" | "BPF";
            windowsDataplane: "HNS" | "Disabled";
        };
        flexVolumePath: string;
        kubeletVolumePluginPath: string;
        nodeMetricsPort: number;
        typhaMetricsPort: number;
        nodeUpdateStrategy: { type: "RollingUpdate" | "OnDelete"; rollingUpdate?: { maxUnavailable: number | string } };
        calicoNodeDaemonSet: CalicoWorkload;
        typhaDeployment: CalicoWorkload;
        calicoKubeControllersDeployment: CalicoWorkload;
    };
}

/** What lies over the pods that the operator makes. */
interface CalicoWorkload {
    spec: {
        template: {
            spec: {
                nodeSelector?: Record<string, string>;
                tolerations?: object[];
                topologySpreadConstraints?: object[];
                initContainers?: { name: string; resources: object }[];
                containers: { name: string; resources: object }[];
            };
        };
    };
}

/**
 * Of its many fields those of a policy for everybody, as Calico stores it
 * (https://docs.tigera.io/calico/3.32/reference/resources/globalnetworkpolicy).
 */
export interface CalicoGlobalNetworkPolicy {
    apiVersion: "crd.projectcalico.org/v1";
    kind: "GlobalNetworkPolicy";
    metadata: Metadata;
    spec: {
        tier: string;
        order?: number;
        selector?: string;
        namespaceSelector?: string;
        types: ("Ingress" | "Egress")[];
        ingress?: CalicoRule[];
        egress?: CalicoRule[];
    };
}

interface CalicoRule {
    action: "Allow" | "Deny" | "Log" | "Pass";
    protocol?: "TCP" | "UDP";
    source?: CalicoEntity;
    destination?: CalicoEntity;
}

interface CalicoEntity {
    namespaceSelector?: string;
    selector?: string;
    nets?: string[];
    ports?: (number | string)[];
}

/** Of its many fields those of a policy for everybody (https://docs.cilium.io/en/v1.20/security/policy/). */
export interface CiliumClusterwideNetworkPolicy {
    apiVersion: "cilium.io/v2";
    kind: "CiliumClusterwideNetworkPolicy";
    metadata: Metadata;
    spec: {
        description?: string;
        endpointSelector: CiliumSelector;
        enableDefaultDeny?: { ingress?: boolean; egress?: boolean };
        ingress?: object[];
        egress?: {
            toEndpoints?: CiliumSelector[];
            toPorts?: { ports: { port: string; protocol: "TCP" | "UDP" | "ANY" }[] }[];
        }[];
    };
}

interface CiliumSelector {
    matchLabels?: Record<string, string>;
    matchExpressions?: { key: string; operator: "In" | "NotIn" | "Exists" | "DoesNotExist"; values?: string[] }[];
}
