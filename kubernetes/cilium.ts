import type { Api } from "./api.ts";
import { definition } from "./definitions.ts";
import { isTrue } from "./kubernetes-object.ts";

const policies = definition(["cilium.io", "v2", "CiliumClusterwideNetworkPolicy", "Cluster"]);
const taint = "node.cilium.io/agent-not-ready";

/**
 * Does what Cilium's operator would (v1.20.0, `operator/watchers/node_taint.go`): defines a kind of its policies, which takes
 * any content, and takes the taint of a node away whose agent is ready.
 */
export async function operateCilium(api: Api): Promise<void> {
    const operator = {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { namespace: "cilium", name: "cilium-operator" },
    };
    if (!(await api.get(operator))) return;
    if (!(await api.get(policies))) await api.create(policies);
    const agents = await api.list("v1", "Pod", "cilium", "labelSelector=k8s-app%3Dcilium");
    const ready = new Set(agents.filter((pod) => isTrue(pod, "Ready")).map(({ spec }) => spec.nodeName));
    for (const node of await api.list("v1", "Node")) {
        const taints: { key: string }[] = node.spec.taints ?? [];
        const rest = taints.filter(({ key }) => key !== taint);
        if (ready.has(node.metadata.name) && rest.length < taints.length)
            await api.merge(node, { spec: { taints: rest } });
    }
}
