import type { Api } from "./api.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";

const kinds = ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"];

interface Webhook {
    name: string;
    failurePolicy?: "Fail" | "Ignore";
}

/**
 * Lets pass what webhooks would have to judge: no pod is behind them, and one with `failurePolicy: Fail` would refuse
 * all that it matches. Each is changed to `Ignore` and listed.
 */
export class Webhooks {
    readonly #api: Api;
    readonly #ignored = new Set<string>();

    constructor(api: Api) {
        this.#api = api;
    }

    /** Names of the webhooks that nobody answers for. */
    get ignored(): readonly string[] {
        return [...this.#ignored].toSorted();
    }

    async reconcile(): Promise<void> {
        for (const kind of kinds) {
            for (const configuration of await this.#api.list("admissionregistration.k8s.io/v1", kind)) {
                await this.#ignore(configuration);
            }
        }
    }

    async #ignore(configuration: KubernetesObject): Promise<void> {
        const webhooks: Webhook[] = configuration.webhooks ?? [];
        const failing = webhooks.filter(({ failurePolicy }) => failurePolicy === "Fail");
        if (failing.length === 0) return;
        for (const { name } of failing) this.#ignored.add(name);
        await this.#api.merge(configuration, {
            webhooks: webhooks.map((webhook) => ({ ...webhook, failurePolicy: "Ignore" })),
        });
    }
}
