import { mistakeIf, type Relation } from "../../configuration/relation.ts";
import type { Settings } from "../../settings.ts";

/** The mesh, who signs for it, and which charts are in it. */
export const meshRelations: Relation<Settings>[] = [
    {
        fields: ["mesh", "certificates"],
        broken: ({ mesh, certificates }) =>
            mistakeIf(
                mesh.engine !== "none" && certificates === undefined,
                "mesh.engine",
                "needs certificates, and nobody signs its CA; give certificates, {} for a CA of the cluster",
            ),
    },
    {
        fields: ["mesh", "network"],
        broken: ({ mesh, network }) =>
            mistakeIf(
                mesh.engine === "istio" && network.policyEngine === "cilium",
                "mesh.engine",
                "istio and network.policyEngine cilium both write themselves behind the VPC CNI on each node, and were never seen together; give another of one",
            ),
    },
    {
        fields: ["mesh", "ownCharts"],
        broken: ({ mesh, ownCharts }) =>
            ownCharts.flatMap(({ outsideMesh }, index) =>
                mistakeIf(
                    outsideMesh && mesh.engine === "none",
                    `ownCharts[${index}].outsideMesh`,
                    "has no effect: mesh.engine is none; leave it out",
                ),
            ),
    },
    {
        fields: ["mesh", "ownCharts"],
        broken: ({ mesh, ownCharts }) => {
            if (mesh.engine === "none") return [];
            const inside = new Set(ownCharts.flatMap(({ name, outsideMesh }) => (outsideMesh ? [] : [name])));
            return ownCharts.flatMap(({ outsideMesh, egressNamespaces }, index) =>
                egressNamespaces.flatMap((namespace, place) =>
                    mistakeIf(
                        outsideMesh && inside.has(namespace),
                        `ownCharts[${index}].egressNamespaces[${place}]`,
                        `${namespace} takes mutual TLS alone, and this chart is outside of the mesh; take both in, or neither`,
                    ),
                ),
            );
        },
    },
];
