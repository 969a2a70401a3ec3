import type { GatewayArgs, GatewayEngine } from "./args.ts";

/** How an engine does something, or why it cannot. */
export type Way = { how: string } | { not: string };

export interface Feature {
    /** What people want of a gateway. */
    wish: string;
    /** The argument that asks for it. Default: it is always so, or teams ask for it by objects of their own. */
    argument?: keyof GatewayArgs;
    ways: Record<Exclude<GatewayEngine, "none">, Way>;
}

const wafOnly = "an Application Load Balancer limits nothing itself; a web ACL of AWS WAF can";

/** Engine by feature: what docs/traffic.md shows, and by which arguments are refused. */
export const features = {
    tls: {
        wish: "TLS for names of the platform",
        argument: "hosts",
        ways: {
            envoy: { how: "`hosts`: certificates by `certificates`, in Secrets" },
            alb: { how: "`hosts`: certificates of ACM, `certificates.loadBalancerHosts`" },
        },
    },
    tlsVersion: {
        wish: "Oldest version of TLS",
        argument: "tlsMinVersion",
        ways: {
            envoy: { how: "`tlsMinVersion`" },
            alb: { how: "`tlsMinVersion`: a TLS policy of AWS" },
        },
    },
    teamCertificates: {
        wish: "Names and certificates of teams",
        ways: {
            envoy: { how: "ListenerSet" },
            alb: {
                not: "it serves certificates of ACM alone, and one name without any would stop all listeners",
            },
        },
    },
    passthrough: {
        wish: "TLS that ends in pods",
        ways: {
            envoy: { how: "TLSRoute" },
            alb: { not: "an Application Load Balancer ends TLS itself" },
        },
    },
    redirect: {
        wish: "HTTP to HTTPS",
        ways: { envoy: { how: "always" }, alb: { how: "always" } },
    },
    timeout: {
        wish: "Time of a request",
        argument: "requestTimeout",
        ways: {
            envoy: { how: "`requestTimeout`, 60 s; a route's `timeouts`" },
            alb: { not: "an Application Load Balancer ends what is silent for 60 s, however long a request takes" },
        },
    },
    size: {
        wish: "Size of a request",
        argument: "maxRequestKiB",
        ways: { envoy: { how: "`maxRequestKiB`" }, alb: { not: wafOnly } },
    },
    rate: {
        wish: "Requests a second",
        argument: "requestsPerSecond",
        ways: {
            envoy: { how: "`requestsPerSecond`, of an address, at each proxy" },
            alb: { not: `${wafOnly}, by the minute` },
        },
    },
    authentication: {
        wish: "JWT, OIDC",
        ways: {
            envoy: { how: "SecurityPolicy of a team" },
            alb: { how: "ListenerRuleConfiguration of a team" },
        },
    },
    cors: {
        wish: "CORS",
        ways: {
            envoy: { how: "SecurityPolicy of a team" },
            alb: { not: "it answers for all routes of a port alike; the pods answer" },
        },
    },
    canary: {
        wish: "Weights of a canary",
        ways: { envoy: { how: "`weight` of a route" }, alb: { how: "`weight` of a route" } },
    },
    accessLog: {
        wish: "A line a request",
        ways: {
            envoy: { how: "in the log store, without the query" },
            alb: { how: "in a bucket, with the query, kept as long as logs are" },
        },
    },
    clientAddress: {
        wish: "Who asked",
        ways: {
            envoy: { how: "`X-Forwarded-For`, by the PROXY protocol" },
            alb: { how: "`X-Forwarded-For`, which AWS appends to" },
        },
    },
    drain: {
        wish: "Nothing lost when it is replaced",
        ways: {
            envoy: { how: "a proxy that leaves goes on for 60 s" },
            alb: { how: "AWS replaces it; pods that leave have 60 s" },
        },
    },
    zones: {
        wish: "In every zone",
        ways: { envoy: { how: "three proxies, spread" }, alb: { how: "AWS, an address a zone" } },
    },
    objective: {
        wish: "Objective, alerts and a dashboard",
        ways: {
            envoy: { how: "`ingress`, of each answer" },
            alb: { not: "its figures are in CloudWatch; there are alerts on its controller" },
        },
    },
    mesh: {
        wish: "Mutual TLS to pods of the mesh",
        ways: {
            envoy: { how: "the proxies are in the mesh" },
            alb: { not: "pods of the mesh take mutual TLS alone, which no load balancer speaks" },
        },
    },
    elsewhere: {
        wish: "Elsewhere than on EKS",
        ways: {
            envoy: { how: "a Service with an address of the cluster" },
            alb: { not: "AWS runs it" },
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
