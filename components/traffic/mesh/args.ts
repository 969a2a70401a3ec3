import * as f from "../../configuration/fields.ts";

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
}

export const mesh = f.object({
    engine: f.oneOf(MeshEngine).default("none"),
});
