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
const ofCalico = (namespace: string, spec: Props, api = "projectcalico.org/v3") =>
    object(`${api}:NetworkPolicy`, "deny", { metadata: { namespace }, spec });
const kubernetes = (spec: Props) =>
    object("networking.k8s.io/v1:NetworkPolicy", "deny", { metadata: { namespace: "web" }, spec });
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
    [
        "Cilium by a list of specs",
        object("cilium.io/v2:CiliumClusterwideNetworkPolicy", "deny", { specs: [{ endpointSelector: {}, ...both }] }),
        "pass",
    ],
    ["Cilium that says nothing", object("cilium.io/v2:CiliumClusterwideNetworkPolicy", "deny", {}), "fail"],
    [
        "Cilium for traffic out alone, by a field of its own",
        inCluster({ endpointSelector: {}, egress: [{}], enableDefaultDeny: { ingress: true, egress: false } }),
        "fail",
    ],
    ["a policy of Calico in the namespace", ofCalico("web", { types }), "pass"],
    ["a policy of Calico elsewhere", ofCalico("shop", { types }), "fail"],
    ["a policy of Calico's own API group", ofCalico("web", { types }, "crd.projectcalico.org/v1"), "pass"],
    ["Calico for all pods by a word", calico({ types, selector: " all() ", namespaceSelector: "all()" }), "pass"],
    ["Calico for some namespaces", calico({ types, namespaceSelector: "team == 'web'" }), "fail"],
    ["Calico that says nothing", object("projectcalico.org/v3:GlobalNetworkPolicy", "deny", {}), "fail"],
    ["Calico that allows some out", calico({ types, egress: [{ action: "Allow" }] }), "fail"],
    ["Kubernetes, both ways", kubernetes({ podSelector: {}, policyTypes: types }), "pass"],
    ["Kubernetes by its default", kubernetes({ podSelector: {} }), "fail"],
    ["Kubernetes by its default, with a rule out", kubernetes({ podSelector: {}, egress: [{}] }), "fail"],
    ["Kubernetes out alone", kubernetes({ podSelector: {}, policyTypes: ["Egress"] }), "fail"],
    ["Calico, and then it allows some", calico({ types, ingress: [{ action: "Allow" }] }), "fail"],
])("what is not allowed is denied by %s", (_, policy, expected) => {
    expect(status(policy)).toBe(expected);
});
