import type { Inventory } from "../inventory/inventory.ts";
import { namespaceOf } from "../inventory/namespaces.ts";
import type { Resource } from "../inventory/resource.ts";
import { isChallenge } from "./ingresses.ts";

const group = "gateway.networking.k8s.io";

export const gateways = (inventory: Inventory) => inventory.objects("Gateway", group);

interface Listener {
    name?: string;
    port?: number;
    protocol?: string;
    hostname?: string;
    allowedRoutes?: { namespaces?: { from?: string } };
}

/** Protocols with TLS; HBONE is the mutual TLS of Istio's ambient mesh. */
const secured = ["HTTPS", "TLS", "HBONE"];

export const listenersOf = ({ props }: Resource): readonly Listener[] => props.spec?.listeners ?? [];
export const isSecured = ({ protocol }: Listener): boolean => secured.includes(protocol ?? "");

/** Whether it is of a mesh alone (a waypoint), by which nobody comes in. */
export const isWaypoint = (gateway: Resource): boolean => {
    const listeners = listenersOf(gateway);
    return listeners.length > 0 && listeners.every(({ protocol }) => protocol === "HBONE");
};

/** Whether requests come in by it, and not plain connections. */
export const takesRequests = (gateway: Resource): boolean =>
    listenersOf(gateway).some(({ protocol }) => ["HTTP", "HTTPS", "TLS"].includes(protocol ?? ""));

/** What the AWS Load Balancer Controller is told of the load balancer of a Gateway. */
export const balancerConfigurations = (inventory: Inventory) =>
    inventory.objects("LoadBalancerConfiguration", "gateway.k8s.aws");

/** Whether it is that of a load balancer of plain connections, which no firewall can be before. */
export const isOfConnections = (inventory: Inventory, configuration: Resource): boolean => {
    const classes = inventory
        .objects("GatewayClass", group)
        .filter(({ props }) => props.spec?.controllerName === "gateway.k8s.aws/nlb")
        .map(({ props }) => props.metadata?.name);
    return gateways(inventory).some(
        ({ props }) =>
            classes.includes(props.spec?.gatewayClassName) &&
            props.spec?.infrastructure?.parametersRef?.name === configuration.props.metadata?.name,
    );
};

/** Routes of requests in HTTP; what it is carried in is the listener's business. */
export const routes = (inventory: Inventory): readonly Resource[] => [
    ...inventory.objects("HTTPRoute", group),
    ...inventory.objects("GRPCRoute", group),
];

/** Whether a listener of a Gateway without TLS serves a route, instead of sending everybody to HTTPS. */
export const isServedInPlain = (inventory: Inventory, gateway: Resource, route: Resource): boolean =>
    listenersOf(gateway).some(
        (listener) => listener.protocol === "HTTP" && takes(inventory, gateway, listener, route),
    ) && !redirects(route);

interface ParentRef {
    kind?: string;
    name: string;
    namespace?: string;
    sectionName?: string;
    port?: number;
}

/** Whether a route attaches to a listener: by its name and port where it names them, and by their hosts. */
function takes(inventory: Inventory, gateway: Resource, listener: Listener, route: Resource): boolean {
    const [home, namespace] = [namespaceOf(inventory, route), namespaceOf(inventory, gateway)];
    const parents: ParentRef[] = route.props.spec?.parentRefs ?? [];
    const hosts: string[] = route.props.spec?.hostnames ?? [];
    return (
        (home === namespace || (listener.allowedRoutes?.namespaces?.from ?? "Same") !== "Same") &&
        (hosts.length === 0 || hosts.some((host) => overlap(host, listener.hostname))) &&
        parents.some(
            (parent) =>
                (parent.kind ?? "Gateway") === "Gateway" &&
                parent.name === gateway.props.metadata?.name &&
                (parent.namespace ?? home) === namespace &&
                (parent.sectionName ?? listener.name) === listener.name &&
                (parent.port ?? listener.port) === listener.port,
        )
    );
}

/** Whether a host of a route is one of a listener's; either may begin with a wildcard. */
const overlap = (host: string, hostname: string | undefined): boolean =>
    !hostname || host === hostname || covers(host, hostname) || covers(hostname, host);

const covers = (wildcard: string, host: string): boolean =>
    wildcard.startsWith("*.") && host.endsWith(wildcard.slice(1));

interface RouteRule {
    matches?: { path?: { value?: string } }[];
    filters?: { type?: string; requestRedirect?: { scheme?: string } }[];
}

/** Whether every rule of a route leads to HTTPS, or answers a certificate authority. */
const redirects = ({ props }: Resource): boolean => {
    const rules: RouteRule[] = props.spec?.rules ?? [];
    return (
        rules.length > 0 &&
        rules.every(
            ({ matches = [], filters = [] }) =>
                filters.some(({ requestRedirect }) => requestRedirect?.scheme === "https") ||
                (matches.length > 0 && matches.every(({ path }) => isChallenge(path?.value))),
        )
    );
};
