import { mistakeIf, type Relation } from "../../configuration/relation.ts";
import { serviceHost } from "../../platform/partition.ts";
import type { Settings } from "../../settings.ts";
import type { MeshEngine } from "./args.ts";

/** Why pods are not let out to hosts by name. */
const withoutEgress: Readonly<Partial<Record<MeshEngine, string>>> = {
    linkerd:
        "linkerd cannot: it judges what leaves in the pod itself, which passes it by with an annotation, and network policies would have to let that pod out to everywhere; give mesh.engine istio, or leave it out",
    none: "has no effect: mesh.engine is none, and network policies know addresses alone; give mesh.engine istio, or leave it out",
};

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
                mesh.engine !== "none" && network.policyEngine === "cilium",
                "mesh.engine",
                `${mesh.engine} and network.policyEngine cilium both write themselves behind the VPC CNI on each node, and were never seen together; give another of one`,
            ),
    },
    {
        fields: ["mesh"],
        broken: ({ mesh: { engine, egress } }) =>
            mistakeIf(egress.length > 0 && engine in withoutEgress, "mesh.egress", withoutEgress[engine] ?? ""),
    },
    {
        fields: ["mesh", "metrics", "region"],
        broken: ({ mesh: { egress }, metrics: { remoteWrite, history }, region }) => {
            const written = new Map(remoteWrite.map(({ url }) => [new URL(url).hostname, "metrics.remoteWrite"]));
            if (history === "amp" && region) written.set(serviceHost("aps-workspaces", region), "metrics.history amp");
            return egress.flatMap(({ host }, index) =>
                mistakeIf(
                    written.has(host),
                    `mesh.egress[${index}].host`,
                    `is where ${written.get(host)} leads; Prometheus is in the mesh, and the waypoint would keep it from there`,
                ),
            );
        },
    },
    {
        fields: ["mesh", "ownCharts"],
        broken: ({ mesh: { egress }, ownCharts }) => {
            const outside = new Set(ownCharts.flatMap(({ name, outsideMesh }) => (outsideMesh ? [name] : [])));
            return egress.flatMap(({ namespaces }, index) =>
                namespaces.flatMap((namespace, place) =>
                    mistakeIf(
                        outside.has(namespace),
                        `mesh.egress[${index}].namespaces[${place}]`,
                        `${namespace} is outside of the mesh, whose waypoint knows its own alone; take that chart in, or leave it out`,
                    ),
                ),
            );
        },
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
    {
        fields: ["mesh", "ownCharts"],
        broken: ({ mesh, ownCharts }) => {
            if (mesh.engine !== "linkerd") return [];
            const closed = new Set(
                ownCharts.flatMap(({ name, outsideMesh, ports }) => (outsideMesh || ports.length > 0 ? [] : [name])),
            );
            return ownCharts.flatMap(({ egressNamespaces }, index) =>
                egressNamespaces.flatMap((namespace, place) =>
                    mistakeIf(
                        closed.has(namespace),
                        `ownCharts[${index}].egressNamespaces[${place}]`,
                        `linkerd lets in by port, and ${namespace} names none; give the ports of that chart, or take it out of the mesh`,
                    ),
                ),
            );
        },
    },
    {
        fields: ["mesh", "ownCharts"],
        broken: ({ mesh, ownCharts }) =>
            ownCharts.flatMap(({ outsideMesh, ports, metrics }, index) =>
                metrics.flatMap(({ port }, place) =>
                    mistakeIf(
                        mesh.engine === "linkerd" && !outsideMesh && ports.includes(port),
                        `ownCharts[${index}].metrics[${place}].port`,
                        "is one of ports, and linkerd takes plain text where Prometheus reads; serve metrics on a port of their own",
                    ),
                ),
            ),
    },
];
