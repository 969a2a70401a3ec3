import type { Api } from "./api.ts";

const kinds = ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"];

/**
 * Admission plugins that would ask webhooks. No pod is behind one here, and with `failurePolicy: Fail` it would refuse
 * all that it matches; a test that runs such a program itself has them.
 */
export const webhookPlugins = ["MutatingAdmissionWebhook", "ValidatingAdmissionWebhook"];

/** Names of the webhooks that would refuse what they do not judge, in order. */
export async function unasked(api: Api): Promise<string[]> {
    const configurations = await Promise.all(kinds.map((kind) => api.list("admissionregistration.k8s.io/v1", kind)));
    return configurations
        .flat()
        .flatMap(({ webhooks = [] }): { name: string; failurePolicy?: string }[] => webhooks)
        .flatMap(({ name, failurePolicy }) => (failurePolicy === "Fail" ? [name] : []))
        .toSorted();
}
