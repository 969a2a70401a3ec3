import type { z } from "zod";
import * as f from "../../configuration/fields.ts";

/**
 * Who takes the requests that come in: `envoy` is Envoy Gateway; `alb` an Application Load Balancer, which AWS runs;
 * `istio` proxies of the mesh; `nginx` NGINX Gateway Fabric; `traefik` Traefik; with `none` there is no gateway.
 */
export const GatewayEngine = {
    envoy: "envoy",
    alb: "alb",
    istio: "istio",
    nginx: "nginx",
    traefik: "traefik",
    none: "none",
} as const;
export type GatewayEngine = (typeof GatewayEngine)[keyof typeof GatewayEngine];

/** Oldest version of TLS that clients may speak. */
export const TlsVersion = { tls12: "1.2", tls13: "1.3" } as const;
export type TlsVersion = (typeof TlsVersion)[keyof typeof TlsVersion];

/**
 * What requests from outside come in by: a Gateway of the Gateway API, behind a private load balancer on EKS. Teams
 * attach routes to it. Whoever asks in plain HTTP is sent to HTTPS.
 */
export interface GatewayArgs {
    /**
     * Who takes the requests: `envoy`, `alb`, `istio` (with `mesh`), `nginx` (with `certificates`), `traefik` or `none`.
     * What an engine cannot do is refused. Default `envoy`.
     */
    engine?: GatewayEngine;
    /**
     * Names that people open, such as `shop.example.com` or `*.example.com`: each gets a certificate by the issuer of
     * `certificates`, and a record where `dns` has a zone for it. Default: none; teams bring names with certificates of
     * their own (ListenerSet), or end TLS in their pods (TLSRoute). With `alb` and `nginx` there must be one, or `domain`;
     * with `alb` each is among `certificates.loadBalancerHosts`.
     */
    hosts?: string[];
    /** Oldest version of TLS that is spoken: `1.2` or `1.3`. Default `1.2`, which every client of the last decade has. */
    tlsMinVersion?: TlsVersion;
    /**
     * Seconds that a request may take, with its answer; a route may say otherwise. Default 60: longer than people wait;
     * with other engines than `envoy` none. A proxy that is replaced ends what takes longer than 12 minutes, as EKS waits
     * for 15; and AWS's load balancer forgets a connection on which nothing was said for 350 s.
     */
    requestTimeout?: number;
    /**
     * KiB of the largest body of a request. Each body is then read whole before it goes on, and nothing streams.
     * Default: bodies have no limit, and stream; with `nginx` 1024, which is NGINX's own, as it writes each to its disk.
     * Of more than 9999 `nginx` takes whole MiB.
     */
    maxRequestKiB?: number;
    /** Requests a second that one address may send to each of the three proxies. Default: as many as it likes. */
    requestsPerSecond?: number;
    /**
     * Weakness: every namespace may attach routes, and the proxies may call all of them. Default false: those with the
     * label `production-cluster/gateway: "true"`.
     */
    allowRoutesOfAllNamespaces?: boolean;
}

/** A Gateway has 64 listeners: one for plain HTTP, one for TLS that passes through, two for what people open. */
const mostHosts = 60;

export const gateway = f.object({
    engine: f.oneOf(GatewayEngine).default("envoy"),
    hosts: f.list(f.host).max(mostHosts, `give at most ${mostHosts} names`).default([]),
    tlsMinVersion: f.oneOf(TlsVersion).default("1.2"),
    requestTimeout: f.integer(1, 3600).optional(),
    maxRequestKiB: f.integer(1, 1_048_576).optional(),
    requestsPerSecond: f.integer(1, 1_000_000).optional(),
    allowRoutesOfAllNamespaces: f.flag.default(false),
});

export type GatewaySettings = z.output<typeof gateway>;
