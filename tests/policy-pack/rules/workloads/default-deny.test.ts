import { expect, test } from "vitest";
import type { Resource } from "../../../../policy-pack/inventory/resource.ts";
import { resultOf } from "../../judged.ts";
import { object, type Props, release } from "../../ready/resource.ts";

const web = object("core/v1:Namespace", "web", {});
const status = (...policies: Resource[]) => resultOf("ns-default-deny", [web, ...policies])?.status;
const both = { ingress: [{}], egress: [{}] };
const inCluster = (spec: Props) => object("cilium.io/v2:CiliumClusterwideNetworkPolicy", "deny", { spec });
const inNamespace = (namespace: string) =>
    object("cilium.io/v2:CiliumNetworkPolicy", "deny", {
        metadata: { namespace },
        spec: { endpointSelector: {}, ...both },
    });
const calico = (spec: Props) => object("projectcalico.org/v3:GlobalNetworkPolicy", "deny", { spec });
const types = ["Ingress", "Egress"];
const of = (namespace: string) => ({ matchLabels: { "k8s:io.kubernetes.pod.namespace": namespace } });

test.each<[string, Resource, string]>([
    ["Cilium in every namespace", inCluster({ endpointSelector: {}, ...both }), "pass"],
    ["Cilium in this namespace", inCluster({ endpointSelector: of("web"), ...both }), "pass"],
    ["Cilium in another namespace", inCluster({ endpointSelector: of("shop"), ...both }), "fail"],
    ["Cilium for some pods", inCluster({ endpointSelector: { matchLabels: { app: "web" } }, ...both }), "fail"],
    ["Cilium for nodes", inCluster({ nodeSelector: {}, ...both }), "fail"],
    ["Cilium in one direction", inCluster({ endpointSelector: {}, ingress: [{}] }), "fail"],
    [
        "Cilium, and then it allows all",
        inCluster({ endpointSelector: {}, ingress: [{ fromEntities: ["all"] }], egress: [{}] }),
        "fail",
    ],
    [
        "Cilium by a field of its own",
        inCluster({ endpointSelector: {}, enableDefaultDeny: { ingress: true, egress: true } }),
        "pass",
    ],
    [
        "Cilium, switched off",
        inCluster({ endpointSelector: {}, ...both, enableDefaultDeny: { ingress: false, egress: false } }),
        "fail",
    ],
    ["a policy of Cilium in the namespace", inNamespace("web"), "pass"],
    ["a policy of Cilium elsewhere", inNamespace("shop"), "fail"],
    ["a mode of Cilium", release("cilium", "cilium", { policyEnforcementMode: "always" }), "pass"],
    ["another mode of Cilium", release("cilium", "cilium", { policyEnforcementMode: "never" }), "fail"],
    ["Calico in every namespace", calico({ types }), "pass"],
    ["Calico for some pods", calico({ types, selector: "app == 'web'" }), "fail"],
    ["Calico in one direction", calico({}), "fail"],
    ["Calico, and then it allows some", calico({ types, ingress: [{ action: "Allow" }] }), "fail"],
])("what is not allowed is denied by %s", (_, policy, expected) => {
    expect(status(policy)).toBe(expected);
});
