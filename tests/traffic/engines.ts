import type { GatewayEngine } from "../../components/index.ts";
import type { Addon } from "../../components/platform/addon.ts";
import { addonOf, args, assembled } from "../addons/example.ts";
import type { Rendered } from "../addons/render.ts";

export type Engine = Exclude<GatewayEngine, "none">;

export const hosts = ["shop.example.com", "*.apps.example.com"];

/** What each engine asks for beside its name and its hosts, and the add-on that has the Gateway. */
export const asks: Record<Engine, { addon: string; settings: object }> = {
    envoy: { addon: "envoy-gateway", settings: {} },
    alb: {
        addon: "alb-gateway",
        settings: { certificates: { ...args.certificates, loadBalancerHosts: hosts } },
    },
    istio: { addon: "istio-gateway", settings: { mesh: { engine: "istio" } } },
    nginx: { addon: "nginx-gateway", settings: {} },
    traefik: { addon: "traefik-gateway", settings: {} },
};

/** All add-ons of a cluster with this engine. */
export const withEngine = (engine: Engine, gateway: object = {}, more: object = {}): Promise<Addon[]> =>
    assembled({ settings: { ...asks[engine].settings, ...more, gateway: { engine, hosts, ...gateway } } });

export const gatewayOf = (engine: Engine, all: readonly Addon[]): Addon => addonOf(all, asks[engine].addon);

export const objectsOf = ({ before = [], after = [] }: Addon, kind: string): Rendered[] =>
    ([...before, ...after] as Rendered[]).filter((object) => object.kind === kind);

/** The one object of a kind. */
export function specOf(addon: Addon, kind: string): Rendered {
    const [found] = objectsOf(addon, kind);
    if (!found) throw new Error(`${addon.name} brings no ${kind}`);
    return found.spec;
}
