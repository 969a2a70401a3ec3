import type { Part } from "../../part.ts";
import type { Profile } from "../../platform/addon.ts";
import { generatedPassword } from "../../platform/external-secret.ts";
import type {
    ConfigMap,
    KubernetesObject,
    PodDisruptionBudget,
    Service,
    StatefulSet,
} from "../../platform/kubernetes-object.ts";
import { accountWithoutToken } from "../../platform/service-account.ts";
import { budget, placement, resources, singleton } from "../../platform/workload.ts";
import { accessToCanary } from "./access.ts";
import { confinedContainer, confinedPod, probes } from "./confined.ts";
import { canaryLabels, namespaces, port, writeMinutes } from "./names.ts";
import { imageOf, unawaited } from "./settings.ts";

const name = namespaces.canary;
const metadata = { name, namespace: name, labels: canaryLabels };

/**
 * What the restore test restores: a small application with a volume. Every ten minutes it writes a record of a number,
 * a time and content that follows from the number, with its sum. Restored elsewhere it writes nothing.
 */
export const backupCanary: Part = {
    name,
    withoutChart: true,
    namespace: { name, podSecurity: "restricted" },
    onlyOnEks: "it is there for the backups, which are kept on S3",
    requires: { secretStore: "its password is made by external-secrets" },
    accepted: [
        {
            check: "replicas-min",
            objects: [`statefulset-${name}`],
            reason: "nobody depends on it; it misses a record while it moves, and the restore test allows for that",
            review: "2027-11-30",
        },
    ],
    addon: (settings, { profile }) => ({
        traffic: { from: [], to: [] },
        needs: ["external-secrets"],
        before: accessToCanary,
        after: objects(profile, imageOf(settings)),
    }),
};

function objects(profile: Profile, image: string): KubernetesObject[] {
    const secret = generatedPassword(name, name, name).map((object) => ({
        ...object,
        metadata: { ...object.metadata, labels: canaryLabels },
    })) as KubernetesObject[];
    return [accountWithoutToken(metadata), contents, service, disruptionBudget, ...secret, statefulSet(profile, image)];
}

/** How many objects of each resource the canary is made of. It is backed up with them, and says what must come back. */
const contents: ConfigMap = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { ...metadata, name: "contents" },
    data: {
        "contents.json": JSON.stringify({
            configmaps: 1,
            externalsecrets: 1,
            passwords: 1,
            persistentvolumeclaims: 1,
            poddisruptionbudgets: 1,
            pods: 1,
            serviceaccounts: 1,
            services: 1,
            statefulsets: 1,
        }),
    },
};

const service: Service = {
    apiVersion: "v1",
    kind: "Service",
    metadata,
    spec: { clusterIP: "None", selector: canaryLabels, ports: [{ name: "http", port, targetPort: "http" }] },
};

const disruptionBudget: PodDisruptionBudget = {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata,
    spec: { ...budget, selector: { matchLabels: canaryLabels } },
};

const statefulSet = (profile: Profile, image: string): StatefulSet => ({
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: {
        ...metadata,
        annotations: { ...singleton("One record is enough to know whether a backup can be restored."), ...unawaited },
    },
    spec: {
        replicas: 1,
        serviceName: name,
        selector: { matchLabels: canaryLabels },
        template: {
            metadata: { labels: canaryLabels },
            spec: {
                ...placement(profile),
                ...confinedPod,
                serviceAccountName: name,
                automountServiceAccountToken: false,
                containers: [
                    {
                        ...confinedContainer,
                        name: "canary",
                        image,
                        args: ["canary", `--home=${name}`, `--every=${writeMinutes}m`, `--listen=:${port}`],
                        env: [{ name: "POD_NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } }],
                        ports: [{ name: "http", containerPort: port }],
                        ...probes("/readyz"),
                        // It writes to its volume alone.
                        resources: resources(10, 64, 1),
                        volumeMounts: [{ name: "data", mountPath: "/data" }],
                    },
                ],
            },
        },
        volumeClaimTemplates: [
            {
                metadata: { name: "data", labels: canaryLabels },
                spec: {
                    accessModes: ["ReadWriteOnce"],
                    ...(profile.storageClass && { storageClassName: profile.storageClass }),
                    resources: { requests: { storage: "1Gi" } },
                },
            },
        ],
    },
});
