import type { Api } from "./api.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import { says } from "./status.ts";

const kind = { apiVersion: "policies.kyverno.io/v1", kind: "MutatingPolicy" };
const controller = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { namespace: "kyverno", name: "kyverno-admission-controller" },
};

const type = "WebhookConfigured";

/**
 * Says that the webhook has a MutatingPolicy, as Kyverno would (v1.19.1, `pkg/controllers/policystatus`), and asks
 * nothing of it: no webhook is asked here.
 */
export async function operateKyverno(api: Api): Promise<void> {
    if (!(await api.serves(kind)) || !(await api.get(controller))) return;
    for (const policy of await api.list(kind.apiVersion, kind.kind))
        if (!isKnown(policy)) await configured(api, policy);
}

const isKnown = ({ status }: KubernetesObject): boolean =>
    (status?.conditionStatus?.conditions ?? []).some((condition: { type: string }) => condition.type === type);

async function configured(api: Api, policy: KubernetesObject): Promise<void> {
    const condition = { type, status: "True", reason: "Succeeded", message: "Webhook configured." };
    const lastTransitionTime = new Date().toISOString();
    await says(api, policy, {
        conditionStatus: { conditions: [{ ...condition, lastTransitionTime }], ready: true },
    });
}
