import type { Addon, Egress, Ingress, MeshCaller } from "./addon.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";

/** A mesh, in the words of whose pods are in it. */
export interface Mesh {
    /** What must be there before a pod can be in it. */
    needs: readonly string[];
    /** Label of a namespace or a pod that is in it. */
    label: Readonly<Record<string, string>>;
    /** Where its pods take what others of it say, whichever port that is for. */
    port: number;
    /** Where probes of the kubelet seem to come from. */
    probes: string;
    /** Objects by which a namespace takes what is declared, from pods of the mesh, and nothing else. */
    admit(namespace: string, from: readonly Ingress[]): KubernetesObject[];
    /** Objects by which pods take plain text as well. */
    leaveOpen(namespace: string, caller: MeshCaller): KubernetesObject[];
}

/**
 * The add-ons with what the mesh asks of those that are in it. Network policies see its port instead of the one that is
 * meant: where they name ports, they name that one too, and what is declared is kept by the mesh itself.
 */
export function meshed(addons: readonly Addon[], mesh: Mesh): Addon[] {
    const members = new Set(addons.filter((addon) => addon.mesh).map(({ namespace }) => namespace.name));
    return addons.map((addon) => {
        const { mesh: membership, namespace, needs = [], before = [], traffic } = addon;
        if (!membership) return addon;
        const all = membership === "namespace";
        const passing = <Flow extends Ingress | Egress>(flow: Flow): Flow =>
            Array.isArray(flow.ports) && isWithPods(flow.peer, members, all)
                ? { ...flow, ports: [...flow.ports, mesh.port] }
                : flow;
        return {
            ...addon,
            namespace: all ? { ...namespace, labels: { ...namespace.labels, ...mesh.label } } : namespace,
            needs: all ? [...needs, ...mesh.needs] : needs,
            before: [
                ...before,
                ...(all ? mesh.admit(namespace.name, traffic.from) : mesh.leaveOpen(namespace.name, membership)),
            ],
            traffic: {
                from: [...traffic.from.map(passing), { peer: { cidrs: [mesh.probes] }, ports: "any" as const }],
                to: traffic.to.map(passing),
            },
        };
    });
}

/** Whether pods of the mesh may be at the other end: teams may have some, hosts are none. */
function isWithPods(peer: (Ingress | Egress)["peer"], members: ReadonlySet<string>, isWhole: boolean): boolean {
    if (peer === "sameNamespace") return isWhole;
    if (typeof peer === "string") return peer === "metrics" || peer === "everyNamespace";
    return "namespacesWith" in peer || ("namespace" in peer && members.has(peer.namespace));
}
