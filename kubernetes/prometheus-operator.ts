import type { Api } from "./api.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";

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
    "automountServiceAccountToken",
    "nodeSelector",
    "priorityClassName",
    "securityContext",
    "serviceAccountName",
    "tolerations",
    "topologySpreadConstraints",
];

/**
 * Makes the StatefulSet of each Prometheus and Alertmanager, as the Prometheus operator would: with its replicas,
 * requests, volumes and placement. It is made once, and goes with its owner.
 */
export async function operatePrometheus(api: Api): Promise<void> {
    for (const it of kinds) {
        if (!(await api.serves({ apiVersion, kind: it.kind }))) continue;
        for (const resource of await api.list(apiVersion, it.kind)) await make(api, it, resource);
    }
}

async function make(api: Api, kind: Kind, resource: KubernetesObject): Promise<void> {
    const { name, namespace, deletionTimestamp } = resource.metadata;
    const metadata = { name: `${kind.name}-${name}`, namespace };
    if (deletionTimestamp !== undefined) return;
    if (await api.get({ apiVersion: "apps/v1", kind: "StatefulSet", metadata })) return;
    await api.create(statefulSet(kind, resource, await reloader(api)));
}

/** The container that reloads configuration, by the flags of the operator's own Deployment; an amount of 0 is none. */
async function reloader(api: Api): Promise<object> {
    const deployments = await api.list("apps/v1", "Deployment");
    const flags: string[] = deployments
        .flatMap(({ spec }) => spec.template.spec.containers)
        .flatMap(({ args = [] }) => args);
    const flag = (name: string) => flags.find((it) => it.startsWith(`--${name}=`))?.slice(name.length + 3);
    const amounts = (kind: "request" | "limit") => {
        const all = ["cpu", "memory"].map((it) => [it, flag(`config-reloader-${it}-${kind}`) ?? "0"] as const);
        return Object.fromEntries(all.filter(([, amount]) => amount !== "0"));
    };
    return {
        image: flag("prometheus-config-reloader") ?? "config-reloader",
        resources: { requests: amounts("request"), limits: amounts("limit") },
    };
}

function statefulSet(
    { kind, name: prefix, labels: own }: Kind,
    { metadata, spec }: KubernetesObject,
    reloader: object,
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
                    initContainers: [{ name: "init-config-reloader", ...reloader, securityContext }],
                    containers: [
                        {
                            name: prefix,
                            image: spec.image ?? prefix,
                            resources: spec.resources,
                            securityContext,
                            ...probes,
                        },
                        { name: "config-reloader", ...reloader, securityContext, ...probes },
                    ],
                },
            },
            ...(claim && { volumeClaimTemplates: [{ metadata: { name: volume }, spec: claim }] }),
        },
    };
}

/** Nobody asks: nothing runs behind them. Admission looks for them. */
const probes = {
    readinessProbe: { httpGet: { path: "/-/ready", port: 8080 } },
    livenessProbe: { httpGet: { path: "/-/healthy", port: 8080 } },
};

/** What the operator gives all its containers. */
const securityContext = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    readOnlyRootFilesystem: true,
};
