import type { CiliumClusterwideNetworkPolicy } from "../../../platform/kubernetes-object.ts";
import { openNamespaces } from "../open-namespaces.ts";

const namespaceKey = "k8s:io.kubernetes.pod.namespace";

/** Nothing is reached and reaches nothing but names, unless another policy allows it: those of namespaces add to it. */
export const defaultDeny: CiliumClusterwideNetworkPolicy = {
    apiVersion: "cilium.io/v2",
    kind: "CiliumClusterwideNetworkPolicy",
    metadata: { name: "default-deny" },
    spec: {
        endpointSelector: {
            matchExpressions: [
                { key: namespaceKey, operator: "Exists" },
                { key: namespaceKey, operator: "NotIn", values: openNamespaces },
            ],
        },
        enableDefaultDeny: { ingress: true, egress: true },
        // An empty rule allows nothing.
        ingress: [{}],
        egress: [
            {
                toEndpoints: [{ matchLabels: { [namespaceKey]: "kube-system", "k8s:k8s-app": "kube-dns" } }],
                toPorts: [{ ports: [{ port: "53", protocol: "ANY" }] }],
            },
        ],
    },
};
