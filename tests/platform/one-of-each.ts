const container = { name: "shop", image: "registry.example.com/shop:1.0.0" };
const serving = { metadata: { labels: { app: "shop" } }, spec: { containers: [container] } };
const onGateway = { group: "gateway.networking.k8s.io", kind: "Gateway", name: "gateway" };
const finishing = { spec: { restartPolicy: "Never", containers: [container] } };

/** A good object of every kind that an add-on may bring, and the field of it that is misspelt in its bad twin. */
export const oneOfEach: { object: PlainObject; field: string }[] = [
    {
        object: {
            apiVersion: "gateway.networking.k8s.io/v1",
            kind: "GatewayClass",
            spec: { controllerName: "gateway.envoyproxy.io/gatewayclass-controller" },
        },
        field: "spec.controllerName",
    },
    {
        object: {
            apiVersion: "security.istio.io/v1",
            kind: "PeerAuthentication",
            spec: { mtls: { mode: "STRICT" } },
        },
        field: "spec.mtls.mode",
    },
    {
        object: {
            apiVersion: "networking.istio.io/v1",
            kind: "DestinationRule",
            spec: {
                host: "shop.shop.svc.cluster.local",
                trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: "pod", ttl: "0s" } } } },
            },
        },
        field: "spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.name",
    },
    {
        object: {
            apiVersion: "networking.istio.io/v1",
            kind: "ServiceEntry",
            spec: {
                hosts: ["api.example.com"],
                location: "MESH_EXTERNAL",
                resolution: "DNS",
                ports: [{ number: 443, name: "tls-443", protocol: "TLS" }],
            },
        },
        field: "spec.ports.0.protocol",
    },
    {
        object: {
            apiVersion: "security.istio.io/v1",
            kind: "AuthorizationPolicy",
            spec: {
                targetRefs: [{ group: "networking.istio.io", kind: "ServiceEntry", name: "api.example.com" }],
                rules: [
                    {
                        from: [{ source: { namespaces: ["shop"] } }],
                        to: [{ operation: { ports: ["80"] } }],
                        when: [{ key: "connection.sni", values: ["api.example.com"] }],
                    },
                ],
            },
        },
        field: "spec.rules.0.from.0.source.namespaces",
    },
    {
        object: {
            apiVersion: "policy.linkerd.io/v1beta3",
            kind: "Server",
            spec: {
                podSelector: { matchLabels: { app: "shop" } },
                port: 8080,
                proxyProtocol: "unknown",
                accessPolicy: "deny",
            },
        },
        field: "spec.podSelector.matchLabels",
    },
    {
        object: {
            apiVersion: "policy.linkerd.io/v1alpha1",
            kind: "AuthorizationPolicy",
            spec: {
                targetRef: { group: "policy.linkerd.io", kind: "Server", name: "port-8080" },
                requiredAuthenticationRefs: [
                    { group: "policy.linkerd.io", kind: "MeshTLSAuthentication", name: "port-8080" },
                ],
            },
        },
        field: "spec.requiredAuthenticationRefs.0.name",
    },
    {
        object: {
            apiVersion: "policy.linkerd.io/v1alpha1",
            kind: "MeshTLSAuthentication",
            spec: { identityRefs: [{ kind: "Namespace", name: "web" }] },
        },
        field: "spec.identityRefs.0.name",
    },
    {
        object: {
            apiVersion: "policy.linkerd.io/v1alpha1",
            kind: "NetworkAuthentication",
            spec: { networks: [{ cidr: "0.0.0.0/0" }] },
        },
        field: "spec.networks.0.cidr",
    },
    {
        object: {
            apiVersion: "gateway.networking.k8s.io/v1",
            kind: "Gateway",
            spec: {
                gatewayClassName: "envoy",
                listeners: [{ name: "tls", port: 443, protocol: "TLS", tls: { mode: "Passthrough" } }],
            },
        },
        field: "spec.listeners.0.tls.mode",
    },
    {
        object: {
            apiVersion: "gateway.networking.k8s.io/v1",
            kind: "HTTPRoute",
            spec: { parentRefs: [{ name: "gateway" }], rules: [{ backendRefs: [{ name: "shop", port: 80 }] }] },
        },
        field: "spec.rules.0.backendRefs.0.port",
    },
    {
        object: {
            apiVersion: "gateway.k8s.aws/v1",
            kind: "LoadBalancerConfiguration",
            spec: { scheme: "internal", listenerConfigurations: [{ protocolPort: "HTTPS:443", sslPolicy: "example" }] },
        },
        field: "spec.listenerConfigurations.0.sslPolicy",
    },
    {
        object: {
            apiVersion: "elbv2.k8s.aws/v1beta1",
            kind: "TargetGroupBinding",
            spec: { serviceRef: { name: "shop", port: 443 }, targetGroupARN: "arn:example", targetType: "ip" },
        },
        field: "spec.serviceRef.port",
    },
    {
        object: {
            apiVersion: "gateway.k8s.aws/v1",
            kind: "TargetGroupConfiguration",
            spec: { targetReference: { name: "shop" }, defaultConfiguration: { targetType: "ip" } },
        },
        field: "spec.defaultConfiguration.targetType",
    },
    {
        object: {
            apiVersion: "gateway.nginx.org/v1alpha1",
            kind: "ClientSettingsPolicy",
            spec: { targetRef: onGateway, body: { maxSize: "1024k" } },
        },
        field: "spec.body.maxSize",
    },
    {
        object: {
            apiVersion: "gateway.nginx.org/v1alpha1",
            kind: "ProxySettingsPolicy",
            spec: { targetRefs: [onGateway], buffering: { disable: true } },
        },
        field: "spec.buffering.disable",
    },
    {
        object: {
            apiVersion: "gateway.nginx.org/v1alpha1",
            kind: "RateLimitPolicy",
            spec: {
                targetRefs: [onGateway],
                rateLimit: {
                    rejectCode: 429,
                    local: { rules: [{ key: "$binary_remote_addr", rate: "20r/s", burst: 20, noDelay: true }] },
                },
            },
        },
        field: "spec.rateLimit.local.rules.0.burst",
    },
    {
        object: {
            apiVersion: "gateway.nginx.org/v1alpha1",
            kind: "UpstreamSettingsPolicy",
            spec: { targetRefs: [{ group: "core", kind: "Service", name: "shop" }], loadBalancingMethod: "ip_hash" },
        },
        field: "spec.loadBalancingMethod",
    },
    {
        object: {
            apiVersion: "traefik.io/v1alpha1",
            kind: "TraefikService",
            spec: {
                weighted: {
                    services: [
                        { name: "shop", port: 80, sticky: { cookie: { name: "pod", httpOnly: true, secure: true } } },
                    ],
                },
            },
        },
        field: "spec.weighted.services.0.sticky.cookie.httpOnly",
    },
    {
        object: {
            apiVersion: "gateway.envoyproxy.io/v1alpha1",
            kind: "EnvoyProxy",
            spec: { provider: { type: "Kubernetes", kubernetes: { envoyDeployment: { replicas: 3 } } } },
        },
        field: "spec.provider.kubernetes.envoyDeployment.replicas",
    },
    {
        object: {
            apiVersion: "gateway.envoyproxy.io/v1alpha1",
            kind: "ClientTrafficPolicy",
            spec: {
                targetRefs: [onGateway],
                tls: { minVersion: "1.3" },
            },
        },
        field: "spec.tls.minVersion",
    },
    {
        object: {
            apiVersion: "gateway.envoyproxy.io/v1alpha1",
            kind: "BackendTrafficPolicy",
            spec: {
                targetRefs: [onGateway],
                timeout: { http: { requestTimeout: "60s" } },
            },
        },
        field: "spec.timeout.http.requestTimeout",
    },
    {
        object: {
            apiVersion: "argoproj.io/v1alpha1",
            kind: "Application",
            spec: {
                project: "default",
                source: { repoURL: "https://github.com/example/shop", path: ".", targetRevision: "main" },
                destination: { server: "https://kubernetes.default.svc", namespace: "shop" },
                syncPolicy: { automated: { prune: true, selfHeal: true } },
            },
        },
        field: "spec.syncPolicy.automated.selfHeal",
    },
    {
        object: {
            apiVersion: "velero.io/v1",
            kind: "Restore",
            spec: { backupName: "velero-weekly-20270103013004", excludedNamespaces: ["velero"], restorePVs: true },
        },
        field: "spec.excludedNamespaces",
    },
    {
        object: {
            apiVersion: "argoproj.io/v1alpha1",
            kind: "AppProject",
            spec: { sourceRepos: ["*"], destinations: [{ server: "*", namespace: "*" }] },
        },
        field: "spec.destinations.0.namespace",
    },
    {
        object: {
            apiVersion: "awspca.cert-manager.io/v1beta1",
            kind: "AWSPCAClusterIssuer",
            spec: { arn: "arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/1", region: "eu-west-1" },
        },
        field: "spec.region",
    },
    {
        object: {
            apiVersion: "trust.cert-manager.io/v1alpha1",
            kind: "Bundle",
            spec: { sources: [{ useDefaultCAs: true }], target: { configMap: { key: "ca.crt" } } },
        },
        field: "spec.target.configMap",
    },
    {
        object: {
            apiVersion: "policies.kyverno.io/v1",
            kind: "ImageValidatingPolicy",
            spec: {
                attestors: [
                    { name: "signer", cosign: { keyless: { identities: [{ issuer: "https://gitlab.com" }] } } },
                ],
                validations: [{ expression: "true", message: "It is signed." }],
            },
        },
        field: "spec.attestors.0.cosign.keyless.identities.0.issuer",
    },
    {
        object: { apiVersion: "cert-manager.io/v1", kind: "Issuer", spec: { selfSigned: {} } },
        field: "spec.selfSigned",
    },
    {
        object: {
            apiVersion: "cert-manager.io/v1",
            kind: "Certificate",
            spec: { secretName: "shop-tls", dnsNames: ["shop.example.com"], issuerRef: { name: "letsencrypt" } },
        },
        field: "spec.issuerRef.name",
    },
    {
        object: {
            apiVersion: "cert-manager.io/v1",
            kind: "ClusterIssuer",
            spec: {
                acme: {
                    server: "https://acme-v02.api.letsencrypt.org/directory",
                    privateKeySecretRef: { name: "account" },
                },
            },
        },
        field: "spec.acme.server",
    },
    {
        object: {
            apiVersion: "rbac.authorization.k8s.io/v1",
            kind: "ClusterRole",
            rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get"] }],
        },
        field: "rules.0.resources",
    },
    {
        object: {
            apiVersion: "rbac.authorization.k8s.io/v1",
            kind: "ClusterRoleBinding",
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "example" },
            subjects: [{ kind: "ServiceAccount", name: "example", namespace: "example" }],
        },
        field: "subjects.0.namespace",
    },
    {
        object: {
            apiVersion: "elasticsearch.k8s.elastic.co/v1",
            kind: "Elasticsearch",
            spec: { version: "9.4.3", nodeSets: [{ name: "nodes", count: 3 }] },
        },
        field: "spec.nodeSets.0.count",
    },
    {
        object: {
            apiVersion: "batch/v1",
            kind: "Job",
            spec: {
                template: {
                    spec: { restartPolicy: "Never", containers: [{ name: "once", image: "example.com/once:1.0.0" }] },
                },
            },
        },
        field: "spec.template.spec.restartPolicy",
    },
    {
        object: {
            apiVersion: "external-secrets.io/v1",
            kind: "ClusterExternalSecret",
            spec: {
                namespaceSelectors: [{ matchLabels: { team: "shop" } }],
                externalSecretSpec: { dataFrom: [{ extract: { key: "registry" } }] },
            },
        },
        field: "spec.externalSecretSpec.dataFrom.0.extract.key",
    },
    {
        object: {
            apiVersion: "policies.kyverno.io/v1",
            kind: "MutatingPolicy",
            spec: {
                matchConstraints: { resourceRules: [] },
                mutations: [{ patchType: "JSONPatch", jsonPatch: { expression: "[]" } }],
            },
        },
        field: "spec.mutations.0.patchType",
    },
    {
        object: {
            apiVersion: "policies.kyverno.io/v1",
            kind: "GeneratingPolicy",
            spec: { matchConstraints: { resourceRules: [] }, generate: [{ expression: "true" }] },
        },
        field: "spec.generate.0.expression",
    },
    {
        object: {
            apiVersion: "templates.gatekeeper.sh/v1",
            kind: "ConstraintTemplate",
            spec: {
                crd: { spec: { names: { kind: "PlatformExample" } } },
                targets: [
                    {
                        target: "admission.k8s.gatekeeper.sh",
                        operations: ["CREATE"],
                        code: [
                            {
                                engine: "K8sNativeValidation",
                                source: {
                                    failurePolicy: "Fail",
                                    generateVAP: false,
                                    validations: [{ expression: "true", message: "example" }],
                                },
                            },
                        ],
                    },
                ],
            },
        },
        field: "spec.targets.0.operations",
    },
    {
        object: {
            apiVersion: "constraints.gatekeeper.sh/v1beta1",
            kind: "PlatformExample",
            spec: { enforcementAction: "deny", match: { kinds: [{ apiGroups: [""], kinds: ["Pod"] }] } },
        },
        field: "spec.match.kinds",
    },
    {
        object: {
            apiVersion: "kibana.k8s.elastic.co/v1",
            kind: "Kibana",
            spec: { version: "9.4.3", count: 2, elasticsearchRef: { name: "example" } },
        },
        field: "spec.elasticsearchRef.name",
    },
    {
        object: {
            apiVersion: "policy/v1",
            kind: "PodDisruptionBudget",
            spec: { maxUnavailable: 1, selector: { matchLabels: { app: "example" } } },
        },
        field: "spec.maxUnavailable",
    },
    {
        object: {
            apiVersion: "rbac.authorization.k8s.io/v1",
            kind: "Role",
            rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get"] }],
        },
        field: "rules.0.resources",
    },
    {
        object: {
            apiVersion: "rbac.authorization.k8s.io/v1",
            kind: "RoleBinding",
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "example" },
            subjects: [{ kind: "ServiceAccount", name: "example" }],
        },
        field: "roleRef.name",
    },
    {
        object: { apiVersion: "v1", kind: "ServiceAccount", automountServiceAccountToken: false },
        field: "automountServiceAccountToken",
    },
    {
        object: {
            apiVersion: "external-secrets.io/v1",
            kind: "ClusterSecretStore",
            spec: { provider: { aws: { service: "SecretsManager", region: "eu-west-1" } } },
        },
        field: "spec.provider.aws.region",
    },
    { object: { apiVersion: "v1", kind: "ConfigMap", data: { key: "value" } }, field: "data" },
    {
        object: {
            apiVersion: "karpenter.k8s.aws/v1",
            kind: "EC2NodeClass",
            spec: {
                amiSelectorTerms: [{ alias: "bottlerocket@v1.64.0" }],
                instanceProfile: "nodes",
                subnetSelectorTerms: [{ tags: { "karpenter.sh/discovery": "shop" } }],
                securityGroupSelectorTerms: [{ id: "sg-0123456789abcdef0" }],
                metadataOptions: { httpTokens: "required" },
            },
        },
        field: "spec.metadataOptions.httpTokens",
    },
    {
        object: {
            apiVersion: "external-secrets.io/v1",
            kind: "ExternalSecret",
            spec: {
                secretStoreRef: { kind: "ClusterSecretStore", name: "aws" },
                data: [{ secretKey: "url", remoteRef: { key: "shop/url" } }],
            },
        },
        field: "spec.data.0.remoteRef.key",
    },
    {
        object: {
            apiVersion: "flowcontrol.apiserver.k8s.io/v1",
            kind: "FlowSchema",
            spec: { priorityLevelConfiguration: { name: "workload-high" }, matchingPrecedence: 1000 },
        },
        field: "spec.matchingPrecedence",
    },
    {
        object: {
            apiVersion: "karpenter.sh/v1",
            kind: "NodePool",
            spec: {
                disruption: { consolidateAfter: "5m" },
                template: {
                    spec: {
                        nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" },
                        requirements: [{ key: "kubernetes.io/os", operator: "In", values: ["linux"] }],
                    },
                },
            },
        },
        field: "spec.template.spec.requirements.0.values",
    },
    {
        object: {
            apiVersion: "generators.external-secrets.io/v1alpha1",
            kind: "Password",
            spec: { length: 32, allowRepeat: true, noUpper: false },
        },
        field: "spec.noUpper",
    },
    {
        object: {
            apiVersion: "monitoring.coreos.com/v1",
            kind: "PodMonitor",
            spec: { selector: { matchLabels: { app: "shop" } }, podMetricsEndpoints: [{ port: "metrics" }] },
        },
        field: "spec.podMetricsEndpoints.0.port",
    },
    {
        object: {
            apiVersion: "policies.kyverno.io/v1",
            kind: "PolicyException",
            spec: { policyRefs: [{ name: "no-latest-tag", kind: "ValidatingPolicy" }] },
        },
        field: "spec.policyRefs.0.kind",
    },
    {
        object: {
            apiVersion: "monitoring.coreos.com/v1",
            kind: "PrometheusRule",
            spec: { groups: [{ name: "shop", rules: [{ alert: "Down", expr: "up == 0", for: "5m" }] }] },
        },
        field: "spec.groups.0.rules.0.for",
    },
    {
        object: {
            apiVersion: "monitoring.coreos.com/v1",
            kind: "ServiceMonitor",
            spec: { selector: { matchLabels: { app: "shop" } }, endpoints: [{ port: "metrics" }] },
        },
        field: "spec.endpoints.0.port",
    },
    {
        object: {
            apiVersion: "policies.kyverno.io/v1",
            kind: "ValidatingPolicy",
            spec: {
                matchConstraints: {
                    resourceRules: [
                        { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
                    ],
                },
                validations: [{ expression: "has(object.spec)", message: "A pod has a spec." }],
            },
        },
        field: "spec.validations.0.message",
    },
    {
        object: {
            apiVersion: "batch/v1",
            kind: "CronJob",
            spec: { schedule: "@daily", concurrencyPolicy: "Forbid", jobTemplate: { spec: { template: finishing } } },
        },
        field: "spec.concurrencyPolicy",
    },
    {
        object: {
            apiVersion: "apps/v1",
            kind: "Deployment",
            spec: { replicas: 2, selector: { matchLabels: { app: "shop" } }, template: serving },
        },
        field: "spec.replicas",
    },
    {
        object: { apiVersion: "v1", kind: "Service", spec: { selector: { app: "shop" }, ports: [{ port: 80 }] } },
        field: "spec.ports.0.port",
    },
    {
        object: {
            apiVersion: "apps/v1",
            kind: "StatefulSet",
            spec: { serviceName: "shop", selector: { matchLabels: { app: "shop" } }, template: serving },
        },
        field: "spec.serviceName",
    },
    {
        object: {
            apiVersion: "admissionregistration.k8s.io/v1",
            kind: "ValidatingAdmissionPolicy",
            spec: {
                failurePolicy: "Fail",
                matchConstraints: {
                    resourceRules: [
                        { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
                    ],
                },
                validations: [{ expression: "has(object.spec)", message: "A pod has a spec." }],
            },
        },
        field: "spec.validations.0.message",
    },
    {
        object: {
            apiVersion: "admissionregistration.k8s.io/v1",
            kind: "ValidatingAdmissionPolicyBinding",
            spec: { policyName: "shop", validationActions: ["Deny"] },
        },
        field: "spec.policyName",
    },
    {
        object: {
            apiVersion: "crd.projectcalico.org/v1",
            kind: "GlobalNetworkPolicy",
            spec: { tier: "default", types: ["Ingress"], ingress: [{ action: "Allow", source: { ports: [53] } }] },
        },
        field: "spec.ingress.0.source.ports",
    },
    {
        object: {
            apiVersion: "operator.tigera.io/v1",
            kind: "Installation",
            spec: {
                variant: "Calico",
                kubernetesProvider: "EKS",
                registry: "quay.io/",
                cni: { type: "AmazonVPC", ipam: { type: "AmazonVPC" } },
                calicoNetwork: { bgp: "Disabled", linuxDataplane: "Iptables", windowsDataplane: "Disabled" },
                flexVolumePath: "None",
                kubeletVolumePluginPath: "None",
                nodeMetricsPort: 9091,
                typhaMetricsPort: 9093,
                nodeUpdateStrategy: { type: "RollingUpdate" },
                calicoNodeDaemonSet: { spec: { template: { spec: { containers: [] } } } },
                typhaDeployment: { spec: { template: { spec: { containers: [] } } } },
                calicoKubeControllersDeployment: { spec: { template: { spec: { containers: [] } } } },
            },
        },
        field: "spec.calicoNetwork.bgp",
    },
    {
        object: {
            apiVersion: "cilium.io/v2",
            kind: "CiliumClusterwideNetworkPolicy",
            spec: { endpointSelector: {}, enableDefaultDeny: { ingress: true, egress: true }, ingress: [{}] },
        },
        field: "spec.enableDefaultDeny",
    },
    {
        object: {
            apiVersion: "snapshot.storage.k8s.io/v1",
            kind: "VolumeSnapshotClass",
            driver: "ebs.csi.aws.com",
            deletionPolicy: "Delete",
        },
        field: "driver",
    },
];

// biome-ignore lint/suspicious/noExplicitAny: plain objects, whose types are what is tried
export type PlainObject = { apiVersion: string; kind: string; [field: string]: any };

/** The object with a second field beside the one at `path`, under a name that nothing has; and that name. */
export function misspelt(object: PlainObject, path: string): { object: PlainObject; name: string } {
    const copy = structuredClone(object);
    const steps = path.split(".");
    const field = steps.pop() as string;
    // biome-ignore lint/suspicious/noExplicitAny: plain objects
    const parent = steps.reduce<any>((value, step) => value[step], copy);
    const name = `${field}Misspelt`;
    parent[name] = parent[field];
    return { object: copy, name };
}
