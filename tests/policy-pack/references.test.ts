import { expect, test } from "vitest";
import { evaluate } from "../../policy-pack/evaluate.ts";
import { inventory } from "../../policy-pack/inventory.ts";
import type { Resource } from "../../policy-pack/model.ts";
import { seal } from "../../policy-pack/unknown.ts";
import { object } from "./ready/resource.ts";

const service = (selector: object, namespace = "shop") =>
    object("core/v1:Service", "web", { metadata: { namespace }, spec: { selector, ports: [{ port: 80 }] } });
const web = object("apps/v1:StatefulSet", "web", {
    metadata: { namespace: "shop" },
    spec: { template: { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web" }] } } },
});
const alertmanager = object("monitoring.coreos.com/v1:Alertmanager", "main", { metadata: { namespace: "shop" } });

test.each<[string, Resource[], string]>([
    ["of a workload that is there", [service({ app: "web" }), web], "pass"],
    ["of none", [service({ app: "api" }), web], "fail"],
    [
        "one by one, by the label that a StatefulSet gives them",
        [service({ app: "web", "statefulset.kubernetes.io/pod-name": "web-0" }), web],
        "pass",
    ],
    ["that an operator makes", [service({ "app.kubernetes.io/name": "alertmanager" }), alertmanager], "pass"],
    ["that no operator makes", [service({ "app.kubernetes.io/name": "prometheus" }), alertmanager], "fail"],
    ["that EKS runs", [service({ "k8s-app": "kube-dns" }, "kube-system")], "not-applicable"],
])("a Service that selects pods %s", (_, resources, status) => {
    const { checks } = evaluate(inventory(resources.map((each) => ({ ...each, props: seal(each.props) }))));
    expect(checks.find(({ id }) => id === "refs-resolve")?.status).toBe(status);
});
