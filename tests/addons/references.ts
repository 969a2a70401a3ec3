import { hosts, namedArguments } from "./arguments.ts";
import type { Rendered } from "./render.ts";

/** Something that one object says of another: that it is there. */
export interface Reference {
    /** Who says so. */
    from: string;
    kind: string;
    /** Empty for what is in no namespace. */
    namespace: string;
    name: string;
    /** Key of a ConfigMap or a Secret, or port of a Service by its number or its name. */
    part?: string;
}

const podKinds = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Pod"];

/** What a namespaced object says of others. `metadata.namespace` is set. */
export function referencesOf(object: Rendered): Reference[] {
    const { kind, metadata, spec = {} } = object;
    const { namespace = "" } = metadata;
    const from = `${kind} ${metadata.name}`;
    const to = (target: string, name: string | undefined, where = namespace, part?: string | number): Reference[] =>
        name
            ? [{ from, kind: target, namespace: where, name, ...(part === undefined ? {} : { part: String(part) }) }]
            : [];
    const all = (list: Rendered[] | undefined, each: (item: Rendered) => Reference[]) => (list ?? []).flatMap(each);

    if (podKinds.includes(kind)) {
        const pod = kind === "CronJob" ? spec.jobTemplate.spec.template.spec : (spec.template?.spec ?? spec);
        const claims = (spec.volumeClaimTemplates ?? []) as Rendered[];
        return [
            ...ofPod(pod, claims, to),
            ...to("Service", spec.serviceName),
            ...all(claims, ({ spec }) => to("StorageClass", spec.storageClassName, "")),
        ];
    }
    switch (kind) {
        case "ConfigMap":
            return hosts(Object.values(object.data ?? {}).join("\n")).flatMap((host) =>
                to(host.kind, host.name, host.namespace),
            );
        case "RoleBinding":
        case "ClusterRoleBinding":
            return [
                ...to(object.roleRef.kind, object.roleRef.name, object.roleRef.kind === "Role" ? namespace : ""),
                ...all(object.subjects, ({ kind, name, namespace: where }) =>
                    kind === "ServiceAccount" ? to(kind, name, where) : [],
                ),
            ];
        case "ValidatingWebhookConfiguration":
        case "MutatingWebhookConfiguration":
            return all(object.webhooks, ({ clientConfig: { service } }) =>
                to("Service", service?.name, service?.namespace, service?.port ?? 443),
            );
        case "Prometheus":
        case "Alertmanager":
            return [
                ...to("ServiceAccount", spec.serviceAccountName),
                ...to("PriorityClass", spec.priorityClassName, ""),
                ...to("StorageClass", spec.storage?.volumeClaimTemplate?.spec?.storageClassName, ""),
                ...all(spec.secrets, (name) => to("Secret", String(name))),
                ...all(spec.configMaps, (name) => to("ConfigMap", String(name))),
                ...all(spec.alerting?.alertmanagers, ({ name, namespace: where, port }) =>
                    to("Service", name, where, port),
                ),
            ];
        case "ExternalSecret": {
            const { secretStoreRef: store } = spec;
            return [
                ...(store ? to(store.kind, store.name, store.kind === "ClusterSecretStore" ? "" : namespace) : []),
                ...all(spec.dataFrom, ({ sourceRef }) =>
                    to(sourceRef?.generatorRef?.kind, sourceRef?.generatorRef?.name),
                ),
            ];
        }
        case "NodePool": {
            const { nodeClassRef } = spec.template.spec;
            return to(nodeClassRef.kind, nodeClassRef.name, "");
        }
        case "Application":
            return to("AppProject", spec.project);
        case "Schedule":
            return to("BackupStorageLocation", spec.template.storageLocation);
        case "BackupStorageLocation":
            return to("Secret", spec.credential?.name, namespace, spec.credential?.key);
        default:
            return [];
    }
}

type To = (kind: string, name: string | undefined, namespace?: string, part?: string | number) => Reference[];

function ofPod(pod: Rendered, claims: Rendered[], to: To): Reference[] {
    const volumes = (pod.volumes ?? []) as Rendered[];
    const containers = [...(pod.initContainers ?? []), ...(pod.containers ?? [])] as Rendered[];
    return [
        ...to("ServiceAccount", pod.serviceAccountName),
        ...to("PriorityClass", pod.priorityClassName, ""),
        ...((pod.imagePullSecrets ?? []) as Rendered[]).flatMap(({ name }) => to("Secret", name)),
        ...volumes.flatMap((volume) => ofVolume(volume, to)),
        ...containers.flatMap((container) => [
            ...ofEnvironment(container, to),
            ...ofMounts(container, volumes, claims, to),
            ...ofProbes(container, to),
            ...namedArguments(container).flatMap(({ kind, name, namespace }) => to(kind, name, namespace)),
        ]),
    ];
}

function ofVolume({ configMap, secret, projected, persistentVolumeClaim: claim }: Rendered, to: To): Reference[] {
    const sources = [{ configMap, secret }, ...((projected?.sources ?? []) as Rendered[])];
    return [
        ...to("PersistentVolumeClaim", claim?.claimName),
        ...sources.flatMap(({ configMap, secret }) => [
            ...keysOf("ConfigMap", configMap?.name, configMap, to),
            ...keysOf("Secret", secret?.secretName ?? secret?.name, secret, to),
        ]),
    ];
}

function keysOf(kind: string, name: string | undefined, source: Rendered | undefined, to: To): Reference[] {
    if (!name || source?.optional) return [];
    const keys = ((source?.items ?? []) as Rendered[]).map(({ key }) => key);
    return [...to(kind, name), ...keys.flatMap((key) => to(kind, name, undefined, key))];
}

const ofEnvironment = ({ env, envFrom }: Rendered, to: To): Reference[] => [
    ...((env ?? []) as Rendered[]).flatMap(({ valueFrom }) => {
        const { configMapKeyRef: map, secretKeyRef: secret } = valueFrom ?? {};
        return [
            ...(map?.optional ? [] : to("ConfigMap", map?.name, undefined, map?.key)),
            ...(secret?.optional ? [] : to("Secret", secret?.name, undefined, secret?.key)),
        ];
    }),
    ...((envFrom ?? []) as Rendered[]).flatMap(({ configMapRef: map, secretRef: secret }) => [
        ...(map?.optional ? [] : to("ConfigMap", map?.name)),
        ...(secret?.optional ? [] : to("Secret", secret?.name)),
    ]),
];

/** Volumes that are mounted, files that are mounted one by one, and files of mounted folders that an argument names. */
function ofMounts(container: Rendered, volumes: Rendered[], claims: Rendered[], to: To): Reference[] {
    const known = [...volumes.map(({ name }) => name), ...claims.map(({ metadata }) => metadata.name)];
    const words = [...(container.command ?? []), ...(container.args ?? [])] as string[];
    return ((container.volumeMounts ?? []) as Rendered[]).flatMap(({ name, mountPath, subPath }) => {
        if (!known.includes(name)) return to("volume of the pod", name);
        const volume = volumes.find((candidate) => candidate.name === name) ?? {};
        const source = volume.configMap ?? volume.secret;
        if (!source || source.optional || source.items) return [];
        const files = words.flatMap((word) => {
            const [, file] = new RegExp(`(?:^|=)${mountPath}/([\\w.-]+)$`).exec(word) ?? [];
            return file ? [file] : [];
        });
        const kind = volume.configMap ? "ConfigMap" : "Secret";
        return [...(subPath ? [subPath] : files)].flatMap((key) =>
            to(kind, source.name ?? source.secretName, undefined, key),
        );
    });
}

function ofProbes(container: Rendered, to: To): Reference[] {
    const declared = ((container.ports ?? []) as Rendered[]).map(({ name }) => name);
    return ["livenessProbe", "readinessProbe", "startupProbe"]
        .map((probe) => container[probe] ?? {})
        .map(({ httpGet, tcpSocket }) => (httpGet ?? tcpSocket)?.port)
        .filter((port) => typeof port === "string" && !/^\d+$/.test(port) && !declared.includes(port))
        .flatMap((port) => to("port of the container", port));
}
