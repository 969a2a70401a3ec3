import { parse } from "yaml";
import type { Rendered } from "../addons/render.ts";
import type { Translation } from "./translation.ts";

/** What a proxy of Envoy Gateway listens on. */
export const listening = { http: 10_080, https: 10_443, admin: 19_000, metrics: 19_001, ready: 19_003 };
export type Listening = typeof listening;

/** What stands in for the Internet: ports on loopback, by hosts, and the CA that signed for them. */
export interface Outside {
    ports: Record<string, number>;
    ca: string;
}

/**
 * What a proxy is told, as one file: its own bootstrap, in which listeners, clusters and secrets of xDS are static, and
 * routes and endpoints where they are named. All of it is on loopback, at other ports.
 *
 * @param outside default: hosts of the Internet are looked for there
 */
export function configuration({ proxies, xds }: Translation, ports: Listening, outside?: Outside): Rendered {
    const { dynamic_resources: _, static_resources: own, ...bootstrap } = bootstrapOf(proxies);
    const told = (type: string) => xds[`type.googleapis.com/envoy.${type}`] ?? [];
    const endpoints = by("clusterName", told("config.endpoint.v3.ClusterLoadAssignment"));
    const routes: ReadonlyMap<string, Rendered> = by(
        "name",
        told("config.route.v3.RouteConfiguration").map((route) => revived(route, inlined)),
    );

    function inlined({ rds, edsClusterConfig, sdsConfig: _, ...rest }: Rendered): Rendered {
        return {
            ...rest,
            ...(rest.trustedCa && outside && { trustedCa: { inlineString: outside.ca } }),
            ...(rds && { routeConfig: routes.get(rds.routeConfigName) }),
            ...(edsClusterConfig && { type: "STATIC", loadAssignment: endpoints.get(rest.name) }),
        };
    }
    const moved = new Map(Object.entries(listening).map(([name, port]) => [port, ports[name as keyof Listening]]));
    const here = ({ address, portValue, port_value = portValue, ...rest }: Rendered): Rendered => {
        const port = outside?.ports[address] ?? moved.get(port_value);
        return port ? { ...rest, address: "127.0.0.1", port_value: port } : { ...rest, address, port_value };
    };
    const all = {
        ...bootstrap,
        static_resources: {
            listeners: [...own.listeners, ...told("config.listener.v3.Listener")],
            clusters: [
                ...own.clusters.filter(({ name }: Rendered) => name !== "xds_cluster"),
                ...told("config.cluster.v3.Cluster"),
            ],
            secrets: told("extensions.transport_sockets.tls.v3.Secret"),
        },
    };
    return revived(all, (value) =>
        "address" in value && /portValue|port_value/.test(Object.keys(value).join()) ? here(value) : inlined(value),
    );
}

/** A copy in which each map is what is made of it, inner ones first. */
const revived = (whole: Rendered, made: (map: Rendered) => Rendered): Rendered =>
    JSON.parse(JSON.stringify(whole), (_, value) =>
        typeof value === "object" && value !== null && !Array.isArray(value) ? made(value) : value,
    );

/** What the Deployment starts Envoy with, but for its configuration. */
export function flags(proxies: readonly Rendered[]): string[] {
    const { args } = container(proxies);
    const own = args.indexOf("--config-yaml");
    return args.filter((_: string, index: number) => index !== own && index !== own + 1);
}

const bootstrapOf = (proxies: readonly Rendered[]): Rendered => {
    const { args } = container(proxies);
    return parse(args[args.indexOf("--config-yaml") + 1]);
};

const container = (proxies: readonly Rendered[]): Rendered =>
    proxies
        .find(({ kind }) => kind === "Deployment")
        ?.spec.template.spec.containers.find(({ name }: Rendered) => name === "envoy");

const by = (field: string, all: readonly Rendered[]) => new Map(all.map((each) => [each[field], each]));
