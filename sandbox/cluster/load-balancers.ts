import type { Api } from "./api.ts";
import type { Shape } from "./shape.ts";

/** Gives Services of type LoadBalancer an address, as the load balancer controller would. Nothing listens there. */
export class LoadBalancers {
    readonly #api: Api;
    readonly #region: string;

    constructor(api: Api, { region }: Shape) {
        this.#api = api;
        this.#region = region;
    }

    async reconcile(): Promise<void> {
        for (const service of await this.#api.list("v1", "Service")) {
            if (service.spec.type !== "LoadBalancer" || service.status?.loadBalancer?.ingress) continue;
            const { name, namespace } = service.metadata;
            const hostname = `${namespace}-${name}.elb.${this.#region}.invalid`;
            await this.#api.mergeStatus(service, { loadBalancer: { ingress: [{ hostname }] } });
        }
    }
}
