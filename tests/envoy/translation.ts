import { execa } from "execa";
import { charts } from "../../components/platform/charts.ts";
import { obtain } from "../../sandbox/tools/tools.ts";
import type { Rendered } from "../addons/render.ts";

/** What Envoy Gateway makes of objects. */
export interface Translation {
    /** The objects with their status, by their kinds. */
    objects: Record<string, Rendered[]>;
    /** What it makes of a Gateway: service account, Deployment, Service and budget. */
    proxies: Rendered[];
    /** What the proxies are told, by the type of it. */
    xds: Record<string, Rendered[]>;
}

export const namespace = "envoy-gateway";

/** What Envoy Gateway is given: the values of its chart, and objects. */
export interface Given {
    values: Rendered;
    objects: readonly Rendered[];
}

/** The controller's, of which the proxies have a second container. */
export const controllerImage = ({ global }: Rendered): string =>
    `${global.imageRegistry}/envoyproxy/gateway:${charts.gatewayHelm.version}`;

/** What the chart tells the controller, as far as it makes a difference here: https://github.com/envoyproxy/gateway/blob/v1.9.0/charts/gateway-helm/templates/_helpers.tpl */
export const controllerOf = ({ config, global }: Rendered) => ({
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "EnvoyGateway",
    gateway: { controllerName: "gateway.envoyproxy.io/gatewayclass-controller" },
    provider: {
        type: "Kubernetes",
        kubernetes: {
            ...config.envoyGateway.provider.kubernetes,
            shutdownManager: { image: controllerImage({ global }) },
        },
    },
});

/**
 * By the code of Envoy Gateway itself.
 *
 * @throws what it says where it does not take an object
 */
export async function translated({ values, objects }: Given): Promise<Translation> {
    const program = (await obtain(["envoy-gateway"]))("translate-gateway");
    const controller = JSON.stringify(controllerOf(values));
    const { stdout } = await execa(program, { input: JSON.stringify({ namespace, controller, objects }) });
    return JSON.parse(stdout);
}
