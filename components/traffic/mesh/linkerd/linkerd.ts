import type { Egress, MeshCaller } from "../../../platform/addon.ts";
import type { Marks } from "../../../platform/mesh.ts";
import { resources } from "../../../platform/workload.ts";

/** Namespaces, each with the Pod Security level that what runs in it needs. */
export const namespaces = { controlPlane: "linkerd", cni: "linkerd-cni" } as const;

/**
 * Label, with the value `true`, of namespaces in which there are pods of the mesh: these alone the webhooks see, and they
 * reach the control plane.
 */
export const meshLabel = "production-cluster/mesh";

/** Of the proxy in each pod: what others of the mesh say to it, and its metrics. */
export const proxyPorts = { inbound: 4143, metrics: 4191 };

/** Of the control plane, for proxies: certificates, where somebody is, and who may call whom. */
const controlPorts = [8080, 8086, 8090];

export const control: Egress = { peer: { namespace: namespaces.controlPlane }, ports: controlPorts };

/** Proxies of every namespace of the mesh, whoever labelled it, and of the control plane itself. */
export const fromProxies = [
    { peer: { namespacesWith: meshLabel }, ports: controlPorts },
    { peer: "sameNamespace" as const, ports: controlPorts },
];

const labels = { [meshLabel]: "true" };
const inject = { "linkerd.io/inject": "enabled" };

export const members: Marks = { labels, annotations: inject };

/** What anybody may say to a caller goes past its proxy, with the address that it comes from. */
export const callers = {
    namespace: { labels },
    pods: ({ ports = [] }: MeshCaller): Marks => ({
        annotations: { ...inject, "config.linkerd.io/skip-inbound-ports": ports.join(",") },
    }),
};

/** Resources as Linkerd's charts write them. */
export function amounts(cpu: number, memory: number) {
    const { requests, limits } = resources(cpu, memory);
    return {
        cpu: { request: requests.cpu, limit: limits.cpu },
        memory: { request: requests.memory, limit: limits.memory },
    };
}
