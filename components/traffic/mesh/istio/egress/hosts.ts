import type { AuthorizationPolicy, ServiceEntry } from "../../../../platform/kubernetes-object.ts";
import { gatewayRef } from "../../../gateway-ref.ts";
import type { MeshSettings } from "../../args.ts";
import { namespaces } from "../istio.ts";

const namespace = namespaces.egress;

/** The waypoint; its pods, Service and account have its name. */
export const waypointName = "waypoint";

/** Nobody leaves by it to a host that has no policy of its own. */
export const closed: AuthorizationPolicy = {
    apiVersion: "security.istio.io/v1",
    kind: "AuthorizationPolicy",
    metadata: { name: "default-deny", namespace },
    spec: { targetRefs: [gatewayRef(waypointName)] },
};

/**
 * A host that the mesh knows, and gives an address of its own that leads to the waypoint; and who may go on from there, to
 * the host that the beginning of TLS names.
 */
export const openedTo = ({
    host,
    ports,
    namespaces,
}: MeshSettings["egress"][number]): [ServiceEntry, AuthorizationPolicy] => [
    {
        apiVersion: "networking.istio.io/v1",
        kind: "ServiceEntry",
        metadata: { name: host, namespace, labels: { "istio.io/use-waypoint": waypointName } },
        spec: {
            hosts: [host],
            location: "MESH_EXTERNAL",
            resolution: "DNS",
            ports: ports.map((number) => ({ number, name: `tls-${number}`, protocol: "TLS" })),
        },
    },
    {
        apiVersion: "security.istio.io/v1",
        kind: "AuthorizationPolicy",
        metadata: { name: host, namespace },
        spec: {
            targetRefs: [{ group: "networking.istio.io", kind: "ServiceEntry", name: host }],
            rules: [{ from: [{ source: { namespaces } }], when: [{ key: "connection.sni", values: [host] }] }],
        },
    },
];
