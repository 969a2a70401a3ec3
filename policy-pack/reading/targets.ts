import type { Resource } from "../inventory/resource.ts";
import { likeDeployment } from "./pod-templates.ts";
import { walk } from "./walk.ts";

/** Where objects of a kind are made that others name. */
export interface Target {
    /**
     * `beside`: with what names it. `of the cluster`: by the stack that holds the cluster, and in no namespace.
     * `elsewhere`: by operators, people and other stacks as well.
     */
    readonly made: "beside" | "of the cluster" | "elsewhere";
    /** Names that Kubernetes, EKS or a controller make without anybody's doing. */
    readonly always?: RegExp;
    /** Names that the charts of the field give, which a cluster that is elsewhere is trusted to have. */
    readonly usual?: RegExp;
}

const rbac = "rbac.authorization.k8s.io";
const gatewayApi = "gateway.networking.k8s.io";

const targets: Readonly<Record<string, Target>> = {
    // The operator of Prometheus makes those that are called operated.
    "core/Service": { made: "beside", always: /^kubernetes$|^(alertmanager|prometheus|thanos-ruler)-operated$/ },
    "core/ServiceAccount": { made: "beside", always: /^default$/ },
    "core/ConfigMap": {
        made: "elsewhere",
        always: /^(kube-root-ca\.crt|istio-ca-root-cert|openshift-service-ca\.crt)$/,
    },
    [`${rbac}/Role`]: { made: "beside" },
    [`${rbac}/ClusterRole`]: { made: "of the cluster", always: /^(cluster-admin|admin|edit|view|system:.*)$/ },
    "scheduling.k8s.io/PriorityClass": { made: "of the cluster", always: /^system-(cluster|node)-critical$/ },
    // Of clusters that were made before Kubernetes 1.30, and of the add-on for EBS.
    "storage.k8s.io/StorageClass": { made: "of the cluster", always: /^(gp2|ebs-csi-default-sc)$/ },
    "node.k8s.io/RuntimeClass": { made: "of the cluster" },
    "networking.k8s.io/IngressClass": { made: "of the cluster", usual: /^(alb|nginx|traefik|haproxy|kong|cilium)$/ },
    // Istio makes its own while it runs.
    [`${gatewayApi}/GatewayClass`]: { made: "of the cluster", always: /^istio(-|$)/ },
    [`${gatewayApi}/Gateway`]: { made: "beside" },
    "cert-manager.io/Issuer": { made: "beside" },
    "cert-manager.io/ClusterIssuer": { made: "of the cluster" },
    "external-secrets.io/SecretStore": { made: "beside" },
    "external-secrets.io/ClusterSecretStore": { made: "of the cluster" },
    "keda.sh/TriggerAuthentication": { made: "beside" },
    "keda.sh/ClusterTriggerAuthentication": { made: "of the cluster" },
    ...Object.fromEntries(
        [
            ...[
                "apps/Deployment",
                "apps/StatefulSet",
                "apps/DaemonSet",
                "apps/ReplicaSet",
                "batch/CronJob",
                "batch/Job",
            ],
            ...likeDeployment,
        ].map((kind) => [kind, { made: "beside" }]),
    ),
};

/** Of a kind that is not known here, anybody may make any. */
export const targetOf = (kind: string): Target => targets[kind] ?? { made: "elsewhere" };

/** An object of which an operator makes others, under names that it tells. */
interface Maker {
    readonly by: string;
    readonly makes: string;
    /** Where the names are; the first that is set counts. */
    readonly names: readonly string[];
    /** In every namespace, or in some. Default: in its own. */
    readonly isEverywhere?: true;
}

const makers: readonly Maker[] = [
    { by: "external-secrets.io/ExternalSecret", makes: "core/Secret", names: ["spec.target.name", "metadata.name"] },
    {
        by: "external-secrets.io/ClusterExternalSecret",
        makes: "core/Secret",
        names: ["spec.externalSecretSpec.target.name", "spec.externalSecretName", "metadata.name"],
        isEverywhere: true,
    },
    {
        by: "bitnami.com/SealedSecret",
        makes: "core/Secret",
        names: ["spec.template.metadata.name", "metadata.name"],
    },
    { by: "cert-manager.io/Certificate", makes: "core/Secret", names: ["spec.secretName"] },
    {
        by: "secrets-store.csi.x-k8s.io/SecretProviderClass",
        makes: "core/Secret",
        names: ["spec.secretObjects[].secretName"],
    },
    ...["VaultStaticSecret", "VaultDynamicSecret", "VaultPKISecret"].map(
        (kind): Maker => ({
            by: `secrets.hashicorp.com/${kind}`,
            makes: "core/Secret",
            names: ["spec.destination.name"],
        }),
    ),
    { by: "isindir.github.com/SopsSecret", makes: "core/Secret", names: ["spec.secretTemplates[].name"] },
    { by: "onepassword.com/OnePasswordItem", makes: "core/Secret", names: ["metadata.name"] },
    {
        by: "trust.cert-manager.io/Bundle",
        makes: "core/ConfigMap",
        names: ["metadata.name"],
        isEverywhere: true,
    },
    { by: "trust.cert-manager.io/Bundle", makes: "core/Secret", names: ["metadata.name"], isEverywhere: true },
];

/** What may make objects of a kind. */
export const makersOf = (kind: string): readonly Maker[] => makers.filter(({ makes }) => makes === kind);

/** Names of the objects that a maker makes; what is not known yet throws. */
export const namesMade = ({ names }: Maker, object: Resource): readonly string[] => {
    const places = names.map((path) => walk(object.props, path)).find((found) => found.length > 0) ?? [];
    return places.map((read) => String(read()));
};

/**
 * Keys of a Secret or a ConfigMap that an object of a maker tells; nothing where they come from a store or from its own
 * template, or nobody tells.
 */
export function keysMade(object: Resource): ReadonlySet<string> | undefined {
    const { spec = {} } = object.props;
    if (object.type.endsWith(":SealedSecret")) return new Set(Object.keys(spec.encryptedData ?? {}));
    if (!object.type.endsWith(":ExternalSecret") || spec.dataFrom || spec.target?.template) return undefined;
    return new Set(walk(object.props, "spec.data[].secretKey").map((read) => String(read())));
}
