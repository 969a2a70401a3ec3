import { randomBytes } from "node:crypto";
import type { Api } from "../kubernetes/api.ts";
import type { KubernetesObject } from "../kubernetes/kubernetes-object.ts";

const kind = { apiVersion: "external-secrets.io/v1", kind: "ExternalSecret" };

/** Its account, as which admission knows it. */
const account = {
    "Impersonate-User": "system:serviceaccount:external-secrets:external-secrets",
    "Impersonate-Group": "system:masters",
};

/**
 * external-secrets, in the namespaces whose pods run: makes the Secret of each ExternalSecret that has none, and says that
 * it is synced.
 *
 * @param value what every secret of the store holds, in all regions
 */
export async function syncSecrets(api: Api, namespaces: readonly string[], value: string): Promise<void> {
    if (!(await api.serves(kind))) return;
    for (const namespace of namespaces)
        for (const each of await api.list(kind.apiVersion, kind.kind, namespace))
            if (!isSynced(each)) await sync(api, each, value);
}

const isSynced = ({ status }: KubernetesObject): boolean => status?.refreshTime !== undefined;

async function sync(api: Api, { metadata, spec, ...rest }: KubernetesObject, value: string): Promise<void> {
    const { namespace = "", name, uid } = metadata;
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: spec.target?.name ?? name, namespace } };
    if (!(await api.get(secret))) {
        const labels = { ...spec.target?.template?.metadata?.labels, "reconcile.external-secrets.io/managed": "true" };
        const owner = { ...kind, name, uid, controller: true, blockOwnerDeletion: true };
        await api.send(
            "POST",
            `/api/v1/namespaces/${namespace}/secrets`,
            {
                ...secret,
                metadata: { ...secret.metadata, labels, ownerReferences: [owner] },
                type: "Opaque",
                stringData: dataOf(spec, value),
            },
            account,
        );
    }
    const now = new Date().toISOString().replace(/\.\d+/, "");
    const conditions = [{ type: "Ready", status: "True", reason: "SecretSynced", lastTransitionTime: now }];
    await api.mergeStatus({ metadata, ...rest, ...kind }, { refreshTime: now, conditions });
}

/** Keys of the Secret: those of the store, and those around a password that is generated here. */
function dataOf({ data = [], target }: KubernetesObject["spec"], value: string): Record<string, string> {
    const generated = randomBytes(24).toString("base64url");
    const template: Record<string, string> = target?.template?.data ?? {};
    return Object.fromEntries([
        ...data.map(({ secretKey }: { secretKey: string }) => [secretKey, value]),
        ...Object.entries(template).map(([key, text]) => [key, text.replace("{{ .password }}", generated)]),
    ]);
}
