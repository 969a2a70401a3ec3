import type { Api, KubernetesObject } from "./api.ts";

/** What the operator makes of one kind of custom resource. */
interface Kind {
    readonly kind: "Prometheus" | "Alertmanager";
    /** Prefix of names, and value of `app.kubernetes.io/name`. */
    readonly name: string;
    /** Labels of its pods beside the common ones; budgets and spread select by them. */
    labels(name: string): Record<string, string>;
}

const kinds: readonly Kind[] = [
    {
        kind: "Prometheus",
        name: "prometheus",
        labels: (name) => ({
            prometheus: name,
            "operator.prometheus.io/name": name,
            "operator.prometheus.io/shard": "0",
        }),
    },
    { kind: "Alertmanager", name: "alertmanager", labels: (name) => ({ alertmanager: name }) },
];

const apiVersion = "monitoring.coreos.com/v1";

/** Fields of the custom resource that are fields of the pod under the same name. */
const podFields = [
    "affinity",
    "nodeSelector",
    "priorityClassName",
    "securityContext",
    "tolerations",
    "topologySpreadConstraints",
];

/**
 * Makes the StatefulSet of each Prometheus and Alertmanager, as the Prometheus operator would: with its replicas,
 * requests, volumes and placement. It is made once, and goes with its owner.
 */
export class PrometheusOperator {
    readonly #api: Api;

    constructor(api: Api) {
        this.#api = api;
    }

    async reconcile(): Promise<void> {
        for (const it of kinds) {
            if (!(await this.#api.serves({ apiVersion, kind: it.kind }))) continue;
            for (const resource of await this.#api.list(apiVersion, it.kind)) await this.#make(it, resource);
        }
    }

    async #make(kind: Kind, resource: KubernetesObject): Promise<void> {
        const { name, namespace, deletionTimestamp } = resource.metadata;
        const metadata = { name: `${kind.name}-${name}`, namespace };
        if (deletionTimestamp !== undefined) return;
        if (await this.#api.get({ apiVersion: "apps/v1", kind: "StatefulSet", metadata })) return;
        await this.#api.create(statefulSet(kind, resource, await this.#reloader()));
    }

    /** Requests of the container that reloads configuration: flags of the operator's own Deployment. */
    async #reloader(): Promise<Record<string, string>> {
        const deployments = await this.#api.list("apps/v1", "Deployment");
        const containers = deployments.flatMap(({ spec }) => spec.template.spec.containers);
        const flags: string[] = containers.flatMap(({ args = [] }) => args);
        const value = (resource: string) =>
            flags.find((flag) => flag.startsWith(`--config-reloader-${resource}-request=`))?.split("=")[1] ?? "0";
        return { cpu: value("cpu"), memory: value("memory") };
    }
}

function statefulSet(
    { kind, name: prefix, labels: own }: Kind,
    { metadata, spec }: KubernetesObject,
    reloader: Record<string, string>,
): KubernetesObject {
    const name = `${prefix}-${metadata.name}`;
    const volume = `${name}-db`;
    const labels = {
        "app.kubernetes.io/instance": metadata.name,
        "app.kubernetes.io/managed-by": "prometheus-operator",
        "app.kubernetes.io/name": prefix,
        ...own(metadata.name),
    };
    const claim = spec.storage?.volumeClaimTemplate?.spec;
    const container = (name: string, resources: object = {}) => ({ name, image: name, resources, securityContext });
    return {
        apiVersion: "apps/v1",
        kind: "StatefulSet",
        metadata: {
            name,
            namespace: metadata.namespace,
            labels,
            ownerReferences: [
                {
                    apiVersion,
                    kind,
                    name: metadata.name,
                    uid: metadata.uid,
                    controller: true,
                    blockOwnerDeletion: true,
                },
            ],
        },
        spec: {
            serviceName: `${prefix}-operated`,
            replicas: spec.replicas ?? 1,
            podManagementPolicy: "Parallel",
            selector: { matchLabels: labels },
            template: {
                metadata: { labels },
                spec: {
                    ...Object.fromEntries(podFields.map((field) => [field, spec[field]])),
                    initContainers: [container("init-config-reloader", { requests: reloader })],
                    containers: [
                        container(prefix, spec.resources),
                        container("config-reloader", { requests: reloader }),
                    ],
                },
            },
            ...(claim && { volumeClaimTemplates: [{ metadata: { name: volume }, spec: claim }] }),
        },
    };
}

/** What the operator gives all its containers. */
const securityContext = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    readOnlyRootFilesystem: true,
};
