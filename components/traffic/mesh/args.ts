import type { z } from "zod";
import * as f from "../../configuration/fields.ts";

/** A host outside of the cluster, and who reaches it. */
export interface MeshEgressArgs {
    /**
     * Name of the host, in full and without `*`: what pods name when they begin TLS, which they speak themselves. It has to
     * have an address of the Internet.
     */
    host: string;
    /** Ports that it speaks TLS on. Default 443. */
    ports?: number[];
    /** Namespaces whose pods reach it: of charts of `ownCharts`, and those that an administrator labelled for the mesh. */
    namespaces: string[];
}

/**
 * Who keeps the mesh: `istio` is Istio's ambient mode, with a proxy a node; `linkerd` has a proxy in each pod; with `none`
 * there is no mesh.
 */
export const MeshEngine = { istio: "istio", linkerd: "linkerd", none: "none" } as const;
export type MeshEngine = (typeof MeshEngine)[keyof typeof MeshEngine];

/**
 * Mutual TLS between pods, without a change of what they run: who calls is known by its service account, and only who is
 * declared is let in. Charts of `ownCharts` are in it, and namespaces that an administrator labels.
 */
export interface MeshArgs {
    /** Who keeps it: `istio`, `linkerd` or `none`. Each needs `certificates`, which signs its CA. Default `none`. */
    engine?: MeshEngine;
    /**
     * Hosts outside of the cluster that pods of the mesh reach, by a waypoint alone, at which they are known by namespace and
     * named host; with `istio`. Default: none, and no waypoint.
     */
    egress?: MeshEgressArgs[];
}

const egress = f.object({
    host: f.domain.refine(
        (host) => !/\.(svc|local)$/.test(host),
        "is a name of the cluster; give a host outside of it",
    ),
    ports: f.list(f.integer(1, 65_535)).min(1, "give a port").default([443]),
    namespaces: f.list(f.label).min(1, "give a namespace"),
});

export const mesh = f.object({
    engine: f.oneOf(MeshEngine).default("none"),
    egress: f.list(egress, { of: ({ host }) => host, because: ": a host has its namespaces in one place" }).default([]),
});

export type MeshSettings = z.output<typeof mesh>;
