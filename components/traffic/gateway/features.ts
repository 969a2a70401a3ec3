import type { GatewayArgs, GatewayEngine } from "./args.ts";

/** How an engine does something, and whether a real one was seen to (`make test-envoy`), or why it cannot. */
export type Way = { how: string; served?: true } | { not: string };

export interface Feature {
    /** What people want of a gateway. */
    wish: string;
    /** The argument that asks for it. Default: it is always so, or teams ask for it by objects of their own. */
    argument?: keyof GatewayArgs;
    ways: Record<Exclude<GatewayEngine, "none">, Way>;
}

const wafOnly = "an Application Load Balancer limits nothing itself; a web ACL of AWS WAF can";

const middlewareOfTeam =
    "it would be a Middleware of a team, and who lets Traefik read those lets it read IngressRoutes, which take any host";

const envoyFilter = "it would be an EnvoyFilter, which an update may break";

/** Engine by feature: what docs/traffic.md shows, and by which arguments are refused. */
export const features = {
    tls: {
        wish: "TLS for names of the platform",
        argument: "hosts",
        ways: {
            envoy: { how: "`hosts`: certificates by `certificates`, in Secrets", served: true },
            alb: { how: "`hosts`: certificates of ACM, `certificates.loadBalancerHosts`" },
            istio: { how: "`hosts`: certificates by `certificates`, in Secrets" },
            nginx: { how: "`hosts`: certificates by `certificates`, in Secrets" },
            traefik: { how: "`hosts`: certificates by `certificates`, in Secrets" },
        },
    },
    tlsVersion: {
        wish: "Oldest version of TLS",
        argument: "tlsMinVersion",
        ways: {
            envoy: { how: "`tlsMinVersion`", served: true },
            alb: { how: "`tlsMinVersion`: a TLS policy of AWS" },
            istio: { not: "Istio reads no such option of a Gateway: it speaks 1.2 and newer" },
            nginx: { how: "`tlsMinVersion`" },
            traefik: { how: "`tlsMinVersion`" },
        },
    },
    teamCertificates: {
        wish: "Names and certificates of teams",
        ways: {
            envoy: { how: "ListenerSet", served: true },
            alb: {
                not: "it serves certificates of ACM alone, and one name without any would stop all listeners",
            },
            istio: {
                not: "Istio 1.30 does not keep hosts of two ListenerSets apart, and a team could take a name of the platform",
            },
            nginx: { how: "ListenerSet" },
            traefik: { not: "Traefik 3.7 reads no ListenerSet" },
        },
    },
    passthrough: {
        wish: "TLS that ends in pods",
        ways: {
            envoy: { how: "TLSRoute", served: true },
            alb: { not: "an Application Load Balancer ends TLS itself" },
            istio: { how: "TLSRoute" },
            nginx: { how: "TLSRoute, by a ListenerSet that names its hosts" },
            traefik: { how: "TLSRoute" },
        },
    },
    redirect: {
        wish: "HTTP to HTTPS",
        ways: {
            envoy: { how: "always", served: true },
            alb: { how: "always" },
            istio: { how: "always" },
            nginx: { how: "always" },
            traefik: { how: "always" },
        },
    },
    grpc: {
        wish: "gRPC, over HTTP/2",
        ways: {
            envoy: { how: "GRPCRoute", served: true },
            alb: { how: "GRPCRoute, to pods that answer 12 at `/`" },
            istio: { how: "GRPCRoute" },
            nginx: { how: "GRPCRoute; what a client sends counts for `maxRequestKiB`" },
            traefik: { how: "GRPCRoute; a client sends for 60 s, or `requestTimeout`" },
        },
    },
    timeout: {
        wish: "Time of a request",
        argument: "requestTimeout",
        ways: {
            envoy: { how: "`requestTimeout`, 60 s; a route's `timeouts`", served: true },
            alb: { not: "an Application Load Balancer ends what is silent for 60 s, however long a request takes" },
            istio: {
                not: "for all routes it would be an EnvoyFilter, which an update may break; a route has `timeouts`",
            },
            nginx: { not: "NGINX ends what is silent for 60 s, however long a request takes" },
            traefik: { how: "`requestTimeout`, of all routes alike" },
        },
    },
    size: {
        wish: "Size of a request",
        argument: "maxRequestKiB",
        ways: {
            envoy: { how: "`maxRequestKiB`", served: true },
            alb: { not: wafOnly },
            istio: { not: envoyFilter },
            nginx: { how: "`maxRequestKiB`, 1024" },
            traefik: { how: "`maxRequestKiB`" },
        },
    },
    rate: {
        wish: "Requests a second",
        argument: "requestsPerSecond",
        ways: {
            envoy: { how: "`requestsPerSecond`, of an address, at each proxy", served: true },
            alb: { not: `${wafOnly}, by the minute` },
            istio: { not: envoyFilter },
            nginx: { how: "`requestsPerSecond`, of an address, at each proxy" },
            traefik: { how: "`requestsPerSecond`, of an address, at each proxy" },
        },
    },
    authentication: {
        wish: "JWT, OIDC",
        ways: {
            envoy: { how: "SecurityPolicy of a team; OIDC with a way to the provider", served: true },
            alb: { how: "ListenerRuleConfiguration of a team" },
            istio: { how: "RequestAuthentication beside the Gateway, for JWT; no OIDC" },
            nginx: { not: "NGINX Plus alone can; an AuthenticationFilter of a team asks for passwords" },
            traefik: { not: middlewareOfTeam },
        },
    },
    cors: {
        wish: "CORS",
        ways: {
            envoy: { how: "SecurityPolicy of a team", served: true },
            alb: { not: "it answers for all routes of a port alike; the pods answer" },
            istio: { how: "filter `CORS` of a route" },
            nginx: { how: "filter `CORS` of a route" },
            traefik: { not: middlewareOfTeam },
        },
    },
    canary: {
        wish: "Weights of a canary",
        ways: {
            envoy: { how: "`weight` of a route", served: true },
            alb: { how: "`weight` of a route" },
            istio: { how: "`weight` of a route" },
            nginx: { how: "`weight` of a route" },
            traefik: { how: "`weight` of a route" },
        },
    },
    accessLog: {
        wish: "A line a request",
        ways: {
            envoy: { how: "in the log store, without the query (seen on standard output)", served: true },
            alb: { how: "in a bucket, with the query, kept as long as logs are" },
            istio: { how: "in the log store, without the query" },
            nginx: { how: "in the log store, without the query" },
            traefik: { how: "in the log store, without the query" },
        },
    },
    clientAddress: {
        wish: "Who asked",
        ways: {
            envoy: { how: "`X-Forwarded-For`, by the PROXY protocol", served: true },
            alb: { how: "`X-Forwarded-For`, which AWS appends to" },
            istio: { how: "`X-Forwarded-For`, by the PROXY protocol" },
            nginx: { how: "`X-Forwarded-For`, by the PROXY protocol" },
            traefik: { how: "`X-Forwarded-For`, by the PROXY protocol" },
        },
    },
    drain: {
        wish: "Nothing lost when it is replaced",
        ways: {
            envoy: {
                how: "a proxy that leaves goes on for 60 s, and for the time of a request more, up to 13 min",
                served: true,
            },
            alb: { how: "AWS replaces it; pods that leave have 60 s" },
            istio: { how: "a proxy that leaves goes on for 60 s" },
            nginx: { how: "a proxy that leaves goes on for 60 s" },
            traefik: {
                how: "a proxy that leaves goes on for 60 s, and for the time of a request more, up to 13 min",
            },
        },
    },
    zones: {
        wish: "In every zone",
        ways: {
            envoy: { how: "three proxies, spread" },
            alb: { how: "AWS, an address a zone" },
            istio: { how: "three proxies, spread" },
            nginx: { how: "three proxies, spread" },
            traefik: { how: "three proxies, spread" },
        },
    },
    objective: {
        wish: "Objective and alerts",
        ways: {
            envoy: { how: "`ingress`, of each answer" },
            alb: { not: "its figures are in CloudWatch; there are alerts on its controller" },
            istio: { how: "`ingress`, of each answer" },
            nginx: {
                not: "NGINX counts requests, and what was answered in NGINX Plus alone; there are alerts on proxies and controller",
            },
            traefik: { how: "`ingress`, of each answer" },
        },
    },
    mesh: {
        wish: "Mutual TLS to pods of the mesh",
        ways: {
            envoy: { how: "the proxies are in the mesh" },
            alb: { not: "pods of the mesh take mutual TLS alone, which no load balancer speaks" },
            istio: { how: "the proxies are of the mesh, without which there are none" },
            nginx: { how: "the proxies are in the mesh" },
            traefik: { how: "the proxies are in the mesh" },
        },
    },
    elsewhere: {
        wish: "Elsewhere than on EKS",
        ways: {
            envoy: { how: "a Service with an address of the cluster" },
            alb: { not: "AWS runs it" },
            istio: { how: "a Service with an address of the cluster" },
            nginx: { how: "a Service with an address of the cluster" },
            traefik: { how: "a Service with an address of the cluster" },
        },
    },
} as const satisfies Record<string, Feature>;

export type FeatureName = keyof typeof features;

/** Why an engine cannot do it. Undefined where it can. */
export function whyNot(engine: GatewayEngine, name: FeatureName): string | undefined {
    if (engine === "none") return undefined;
    const way: Way = features[name].ways[engine];
    return "not" in way ? way.not : undefined;
}
