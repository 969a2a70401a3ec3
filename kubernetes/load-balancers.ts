import type { Api } from "./api.ts";
import type { Shape } from "./shape.ts";

/** Gives Services of type LoadBalancer an address, as the load balancer controller would. Nothing listens there. */
export async function addressLoadBalancers(api: Api, { region }: Pick<Shape, "region">): Promise<void> {
    for (const service of await api.list("v1", "Service")) {
        if (service.spec.type !== "LoadBalancer" || service.status?.loadBalancer?.ingress) continue;
        const { name, namespace } = service.metadata;
        const hostname = `${namespace}-${name}.elb.${region}.invalid`;
        await api.mergeStatus(service, { loadBalancer: { ingress: [{ hostname }] } });
    }
}
