import { externalSecret } from "../platform/external-secret.ts";
import type { ClusterExternalSecret, KubernetesObject, MutatingPolicy } from "../platform/kubernetes-object.ts";
import type { ServiceAccountName } from "../platform/role.ts";
import { sharedSecrets } from "../platform/shared-secrets.ts";

/** Namespaces with it have the credential of the user's registry, and their pods pull with it. */
export const pullLabel = { "production-cluster/image-pull": "true" };

/** Name of the Secret in each of them, and of whatever brings it there. */
export const pullSecret = "image-pull";

interface Credential {
    /** Of the registry, with a port where it has one. */
    host: string;
    /** Name of the secret in the store, with `username` and `password`. */
    secretName: string;
    /** Name of the ClusterSecretStore. */
    store: string;
    /** Namespaces that have it beside those with the label, and whose pods do not pull with it. Default: none. */
    readers?: readonly string[];
}

/** The credential once, in the namespace of who copies secrets, and from there to each namespace with the label. */
export function pullSecrets(
    { host, secretName, store, readers = [] }: Credential,
    controller: ServiceAccountName,
): KubernetesObject[] {
    const selectors: { matchLabels: Record<string, string> }[] = [
        { matchLabels: pullLabel },
        ...readers.map((name) => ({ matchLabels: { "kubernetes.io/metadata.name": name } })),
    ];
    return [
        externalSecret({
            name: pullSecret,
            namespace: controller.namespace,
            store,
            key: secretName,
            data: { username: "username", password: "password" },
        }),
        // Who is given the credential may not read the store that it comes from.
        ...sharedSecrets(
            { name: pullSecret, namespace: controller.namespace, secretNames: [pullSecret] },
            selectors.map((namespaceSelector) => ({ namespaceSelector })),
            controller,
        ),
        {
            apiVersion: "external-secrets.io/v1",
            kind: "ClusterExternalSecret",
            metadata: { name: pullSecret },
            spec: {
                externalSecretName: pullSecret,
                namespaceSelectors: selectors,
                externalSecretSpec: {
                    refreshInterval: "1h",
                    secretStoreRef: { kind: "ClusterSecretStore", name: pullSecret },
                    target: {
                        name: pullSecret,
                        template: {
                            type: "kubernetes.io/dockerconfigjson",
                            metadata: { labels: {} },
                            data: { ".dockerconfigjson": dockerConfig(host) },
                        },
                    },
                    dataFrom: [{ extract: { key: pullSecret } }],
                },
            },
        } satisfies ClusterExternalSecret,
    ];
}

/**
 * As the kubelet reads it: https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
 * Docker Hub has a second name, by which go-containerregistry looks a credential up, and Kyverno with it (`pkg/name/registry.go`).
 */
export const dockerConfig = (host: string): string =>
    `{"auths":{${[host, ...(host === "docker.io" ? ["https://index.docker.io/v1/"] : [])]
        .map((name) => `${JSON.stringify(name)}:${credentials}`)
        .join(",")}}}`;

const credentials =
    '{"username":{{ .username | toJson }},"password":{{ .password | toJson }},' +
    '"auth":{{ printf "%s:%s" .username .password | b64enc | toJson }}}';

/** Has every pod pull with it, whoever makes the pod: most charts could be told, and operators could not. */
export const pullPolicy: MutatingPolicy = {
    apiVersion: "policies.kyverno.io/v1",
    kind: "MutatingPolicy",
    metadata: {
        name: pullSecret,
        // Until Kyverno has its webhook pods would come without, and never start. `ready` is true before that already.
        annotations: {
            "pulumi.com/waitFor":
                'jsonpath={.status.conditionStatus.conditions[?@.type=="WebhookConfigured"].status}=True',
        },
    },
    spec: {
        // Refused, a pod is tried again; without the credential it would wait for its image for ever.
        failurePolicy: "Fail",
        // Workloads stay as they are written.
        autogen: { podControllers: { controllers: [] } },
        matchConstraints: {
            namespaceSelector: { matchLabels: pullLabel },
            resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
        },
        mutations: [
            {
                patchType: "JSONPatch",
                jsonPatch: {
                    expression:
                        '[JSONPatch{op: "add", path: "/spec/imagePullSecrets", value: ' +
                        `object.spec.?imagePullSecrets.orValue([]).filter(it, it.?name.orValue("") != "${pullSecret}")` +
                        ` + [{"name": "${pullSecret}"}]}]`,
                },
            },
        ],
    },
};
