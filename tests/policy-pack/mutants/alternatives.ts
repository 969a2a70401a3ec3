import { object, release, resource, urnOf } from "../ready/resource.ts";
import { add, both, drop, forget, hide, set } from "../stack.ts";
import { type Mutant, property } from "./mutant.ts";

const cluster = "Cluster shop";
const velero = "Release velero";
const backupConfig = "values.configuration.backupStorageLocation";

const autoMode = (nodePools: string[]) => set(cluster, "computeConfig", { enabled: true, nodePools });

const aws: Mutant[] = [
    { check: "sso-integration-present", breaks: drop("AccessEntry administrators") },
    {
        check: "cni-network-policy",
        breaks: autoMode(["general-purpose", "system"]),
        hides: hide(cluster, "computeConfig"),
    },
    {
        check: "cni-network-policy",
        breaks: both(autoMode(["system"]), add(object("eks.amazonaws.com/v1:NodeClass", "default", { spec: {} }))),
    },
    {
        check: "nodes-system-dedicated",
        breaks: both(
            autoMode(["general-purpose"]),
            add(object("eks.amazonaws.com/v1:NodeClass", "default", { spec: { networkPolicy: "DefaultDeny" } })),
        ),
    },
    {
        check: "pod-identity-or-irsa",
        breaks: drop("PodIdentityAssociation external-secrets", "Addon eks-pod-identity-agent"),
    },
    {
        check: "eks-secrets-kms",
        breaks: both(forget(cluster, "encryptionConfig"), set(cluster, "encryptionConfig.provider.keyArn", "")),
        hides: hide(cluster, "encryptionConfig"),
    },
    property("eks-version-supported", cluster, "version", "1.33", {
        "cluster-autoscaler-sane": "the Cluster Autoscaler is of another version",
        "nodes-version-skew": "and so are the nodes",
    }),
    {
        check: "eks-endpoint-cidrs-restricted",
        config: { "eks-endpoint-not-public": { publicAllowed: true } },
        breaks: set(cluster, "vpcConfig.endpointPublicAccess", true),
    },
    { check: "ci-push-identity", breaks: drop("Role build", "Role nodes") },
    property("inspector-enabled", "Enabler shop", "resourceTypes", ["EC2"]),
    {
        check: "edge-protected",
        breaks: add(resource("aws:cloudfront/distribution:Distribution", "edge", {})),
        hides: (stack) => {
            add(resource("aws:cloudfront/distribution:Distribution", "edge", {}))(stack);
            hide("Distribution edge", "webAclId")(stack);
        },
    },
    {
        check: "edge-protected",
        breaks: set("Ingress shop", ["metadata", "annotations", "alb.ingress.kubernetes.io/scheme"], "internet-facing"),
    },
    {
        check: "ecr-private-kms",
        breaks: drop("Repository shop"),
        also: { "ecr-scan-on-push": "without a registry nothing is scanned" },
    },
    {
        check: "ecr-private-kms",
        breaks: add(
            resource("aws:ecr/repositoryPolicy:RepositoryPolicy", "open", {
                policy: '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ecr:*"}]}',
            }),
        ),
    },
    {
        check: "nodes-elastic",
        breaks: drop("NodePool general", "NodeGroup system"),
        also: {
            "nodes-min-count": "there is no node",
            "nodes-workload-classes": "and no class of nodes",
        },
    },
    property("cluster-autoscaler-sane", "Release cluster-autoscaler", "values.autoDiscovery.clusterName", ""),
    {
        check: "nodes-autoscaler-present",
        breaks: both(
            drop("Release karpenter"),
            set("Release cluster-autoscaler", "values.autoDiscovery.clusterName", ""),
        ),
        also: { "cluster-autoscaler-sane": "the Cluster Autoscaler finds no node group" },
    },
];

const charts: Mutant[] = [
    {
        check: "policy-engine-present",
        breaks: both(drop("Release kyverno"), add(release("gatekeeper", "gatekeeper", { replicas: 3 }))),
    },
    property("prometheus-present", "Release monitoring", "values.prometheus.enabled", false),
    property("prometheus-present", "Release monitoring", "values.prometheus.prometheusSpec.retention", ""),
    property("alertmanager-routed", "Release monitoring", "values.alertmanager.enabled", false),
    {
        check: "log-store-present",
        breaks: both(
            drop("Release logs"),
            add(
                resource("aws:cloudwatch/logGroup:LogGroup", "pods", {
                    name: "/aws/containerinsights/shop/application",
                }),
            ),
        ),
    },
    {
        check: "certificates-managed",
        breaks: both(
            drop("Release cert-manager"),
            add(resource("aws:acm/certificate:Certificate", "own", { privateKey: "example" })),
        ),
    },
    { check: "service-mesh-mtls", breaks: add(release("linkerd", "linkerd-control-plane", {})) },
    { check: "service-mesh-mtls", breaks: drop("PeerAuthentication default") },
    { check: "secret-store-present", breaks: add(release("vault", "vault", {})) },
    {
        check: "ns-pss-labels",
        breaks: set("Release kyverno", "createNamespace", true),
        also: {},
    },
    property("ns-not-default", "Release karpenter", "namespace", "kube-system"),
    property("backup-tool-present", velero, backupConfig, []),
    property(
        "backup-schedule-tiers",
        velero,
        "values.schedules",
        {},
        {
            "backup-covers-stateful": "no schedule covers any volume",
        },
    ),
    {
        check: "backup-tool-present",
        breaks: both(
            drop(velero),
            add(resource("aws:backup/selection:Selection", "buckets", { resources: ["arn:aws:s3:::shop"] })),
        ),
    },
    {
        check: "gitops-self-heal",
        breaks: add(object("kustomize.toolkit.fluxcd.io/v1:Kustomization", "apps", { spec: { prune: false } })),
    },
];

const objects: Mutant[] = [
    {
        check: "hpa-valid",
        breaks: both(
            drop("HorizontalPodAutoscaler shop"),
            add(
                object("autoscaling/v1:HorizontalPodAutoscaler", "shop", {
                    metadata: { namespace: "shop" },
                    spec: {
                        minReplicas: 3,
                        maxReplicas: 10,
                        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "shop" },
                    },
                }),
            ),
        ),
    },
    {
        check: "hpa-valid",
        breaks: both(
            set("Deployment shop", "spec.template.spec.containers.0.resources.requests.cpu", undefined),
            set("Deployment shop", "spec.template.spec.containers.0.resources.limits.cpu", undefined),
        ),
        also: {
            "res-requests": "the container asks for no CPU",
            "res-limits": "and has no limit",
            "res-rightsized-live": "so there is nothing to compare with what is used",
        },
    },
    {
        check: "pdb-exists",
        breaks: add(
            object("policy/v1:PodDisruptionBudget", "everything", {
                metadata: { namespace: "shop" },
                spec: { maxUnavailable: 1, selector: {}, unhealthyPodEvictionPolicy: "AlwaysAllow" },
            }),
        ),
    },
    property("job-hygiene", "Job migration", "spec.ttlSecondsAfterFinished", undefined),
    {
        check: "api-not-deprecated",
        breaks: both(
            set(cluster, "version", "1.31"),
            add(object("flowcontrol.apiserver.k8s.io/v1beta3:FlowSchema", "old", {})),
        ),
        also: {
            "eks-version-supported": "the cluster must be old for the API to be there",
            "cluster-autoscaler-sane": "the Cluster Autoscaler is of another version",
            "nodes-version-skew": "and so are the nodes",
        },
    },
    {
        check: "api-not-deprecated",
        breaks: add(object("storage.k8s.io/v1alpha1:VolumeAttributesClass", "new", {})),
    },
    property("ingress-tls", "Gateway shop", "spec.listeners", [], {
        "api-gateway-present": "without a listener it takes no request",
    }),
    {
        ...property(
            "netpol-no-open-peers",
            "NetworkPolicy shop-from-gateway",
            "spec.ingress.0.from.0.podSelector",
            undefined,
        ),
        config: { "netpol-no-open-peers": { podSelectors: true } },
        hides: hide("NetworkPolicy shop-from-gateway", "spec.ingress"),
    },
    {
        check: "ingress-host-safe",
        breaks: (stack) => {
            const ingress = stack.find(({ type, name }) => type.endsWith(":Ingress") && name === "shop");
            if (ingress) add({ ...ingress, urn: urnOf(ingress.type, "copy"), name: "copy" })(stack);
        },
    },
    {
        check: "storageclass-safe",
        breaks: add(
            object("storage.k8s.io/v1:StorageClass", "shared", {
                provisioner: "efs.csi.aws.com",
                reclaimPolicy: "Retain",
            }),
        ),
    },
    property("stateful-storage", "StatefulSet cart", "spec.volumeClaimTemplates.0.spec", {}),
    property("no-legacy-agents", "Deployment shop", "spec.template.spec.containers.0.image", (image: string) =>
        image.replace("/shop:", "/kubernetes-dashboard:"),
    ),
    {
        check: "no-legacy-agents",
        breaks: both(
            set("Deployment shop", "spec.template.spec.containers.0.image", (image: string) =>
                image.replace("/shop:", "/git-sync:"),
            ),
            set("Deployment shop", "spec.template.spec.containers.0.env.2", { name: "GIT_SYNC_COMMAND", value: "sh" }),
        ),
    },
];

/** Mutants of the other ways to meet a check, and of what is only there in some stacks. */
export const alternativeMutants: readonly Mutant[] = [...aws, ...charts, ...objects];
