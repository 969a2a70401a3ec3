import type { CalicoGlobalNetworkPolicy } from "../../../platform/kubernetes-object.ts";
import { openNamespaces } from "../open-namespaces.ts";

const dns = {
    namespaceSelector: 'projectcalico.org/name == "kube-system"',
    selector: 'k8s-app == "kube-dns"',
    ports: [53],
};

/**
 * Nothing is reached and reaches nothing but names, unless another policy allows it: those of namespaces come before it,
 * for it has no order. Calico stores it so; nobody sets defaults in this group, so all that counts is said.
 */
export const defaultDeny: CalicoGlobalNetworkPolicy = {
    apiVersion: "crd.projectcalico.org/v1",
    kind: "GlobalNetworkPolicy",
    metadata: { name: "default-deny" },
    spec: {
        tier: "default",
        // Without `has` it were about the nodes too.
        namespaceSelector: `has(projectcalico.org/name) && projectcalico.org/name not in {${openNamespaces.map((name) => `"${name}"`).join(", ")}}`,
        types: ["Ingress", "Egress"],
        egress: (["UDP", "TCP"] as const).map((protocol) => ({ action: "Allow", protocol, destination: dns })),
    },
};
