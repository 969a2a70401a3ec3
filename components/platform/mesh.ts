import type { Addon, Egress, Ingress, MeshCaller } from "./addon.ts";
import type { DeclaredAddon } from "./flows.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";

/** What a namespace or a pod says of itself. */
export interface Marks {
    labels?: Readonly<Record<string, string>>;
    annotations?: Readonly<Record<string, string>>;
}

/** A mesh, in the words of whose pods are in it. */
export interface Mesh {
    /** What must be there before a pod can be in it. */
    needs: readonly string[];
    /** Of a namespace whose pods are all in it. */
    members: Marks;
    /** Of the pods that call into it, and of the namespace in which they are. */
    callers: { pods(caller: MeshCaller): Marks; namespace: Marks };
    /** Where its pods take what others of it say, whichever port that is for. */
    port: number;
    /** Where probes of the kubelet seem to come from. Default: from the node, which is always let in. */
    probes?: string;
    /** Where there is a proxy in each pod: its way to who tells it what to do, and its metrics. Default: there is none. */
    sidecars?: { control: Egress; metricsPort: number };
    /** Objects by which a namespace takes what is declared, from pods of the mesh, and nothing else. */
    admit(namespace: string, from: readonly Ingress[]): KubernetesObject[];
    /** Objects by which pods take plain text as well. */
    leaveOpen(namespace: string, caller: MeshCaller): KubernetesObject[];
}

/** Whether all of the namespace is in it, or which pods: of a mesh with sidecars Prometheus is not. */
function membershipIn({ mesh: membership }: Pick<Addon, "mesh">, { sidecars }: Mesh): Addon["mesh"] {
    return sidecars && typeof membership === "object" && membership.isPrometheus ? undefined : membership;
}

/** What pods that call into a mesh say of themselves; nothing where there is none, or where they stay outside. */
export const callerMarks = (mesh: Mesh | undefined, caller: MeshCaller): Marks =>
    mesh && membershipIn({ mesh: caller }, mesh) ? mesh.callers.pods(caller) : {};

/** The add-ons with the flows of the proxies in their pods, for which both sides are to be declared. */
export const withSidecars = (addons: readonly DeclaredAddon[], mesh: Mesh): readonly DeclaredAddon[] => {
    const { sidecars } = mesh;
    if (!sidecars) return addons;
    return addons.map((addon) => {
        if (!membershipIn(addon, mesh)) return addon;
        const { from, to } = addon.traffic;
        return {
            ...addon,
            traffic: {
                from: [...from, { peer: "metrics" as const, ports: [sidecars.metricsPort] }],
                to: [...to, sidecars.control],
            },
        };
    });
};

/**
 * The add-ons with what the mesh asks of those that are in it. Network policies see its port instead of the one that is
 * meant: where they name ports, they name that one too, and what is declared is kept by the mesh itself.
 */
export function meshed(addons: readonly Addon[], mesh: Mesh): Addon[] {
    const members = new Set(addons.filter((addon) => membershipIn(addon, mesh)).map(({ namespace }) => namespace.name));
    return addons.map((addon) => {
        const { namespace, needs = [], before = [], traffic } = addon;
        const membership = membershipIn(addon, mesh);
        if (!membership) return addon;
        const all = membership === "namespace";
        const { labels, annotations } = all ? mesh.members : mesh.callers.namespace;
        const passing = <Flow extends Ingress | Egress>(flow: Flow): Flow =>
            Array.isArray(flow.ports) && isWithPods(flow.peer, { members, isWhole: all, mesh })
                ? { ...flow, ports: [...flow.ports, mesh.port] }
                : flow;
        return {
            ...addon,
            namespace: {
                ...namespace,
                ...(labels && { labels: { ...namespace.labels, ...labels } }),
                ...(annotations && { annotations: { ...namespace.annotations, ...annotations } }),
            },
            needs: all || mesh.sidecars ? [...needs, ...mesh.needs] : needs,
            before: [
                ...before,
                ...(all ? mesh.admit(namespace.name, traffic.from) : mesh.leaveOpen(namespace.name, membership)),
            ],
            traffic: {
                from: [
                    ...traffic.from.map(passing),
                    ...(mesh.probes === undefined ? [] : [{ peer: { cidrs: [mesh.probes] }, ports: "any" as const }]),
                ],
                to: traffic.to.map(passing),
            },
        };
    });
}

/** Whether pods of the mesh may be at the other end: teams may have some, hosts are none. */
function isWithPods(
    peer: (Ingress | Egress)["peer"],
    { members, isWhole, mesh }: { members: ReadonlySet<string>; isWhole: boolean; mesh: Mesh },
): boolean {
    if (peer === "sameNamespace") return isWhole;
    if (peer === "metrics") return mesh.sidecars === undefined;
    if (typeof peer === "string") return peer === "everyNamespace";
    return "namespacesWith" in peer || ("namespace" in peer && members.has(peer.namespace));
}
