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
    spec: { selector?: PodLabels; rules?: AuthorizationRule[] };
}

export interface AuthorizationRule {
    from?: { source: { namespaces?: string[]; principals?: string[]; ipBlocks?: string[] } }[];
    to?: { operation: { ports: string[] } }[];
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
