import { expect, test } from "vitest";
import type { Resource } from "../../../../policy-pack/inventory/resource.ts";
import { resultOf } from "../../judged.ts";
import { object } from "../../ready/resource.ts";

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
    expect(resolved(resources)?.status).toBe(status);
});

const resolved = (resources: Resource[]) => resultOf("refs-resolve", resources);

const agent = (container: object, pod: object = {}, namespace = "backup") =>
    object("apps/v1:DaemonSet", "agent", {
        metadata: { namespace },
        spec: { template: { spec: { ...pod, containers: [{ name: "agent", ...container }] } } },
    });
const named = (kind: "ConfigMap" | "Secret", name: string) =>
    object(`core/v1:${kind}`, name, { metadata: { name, namespace: "backup" } });
const settings = { args: ["server", "--agent-configmap=settings"] };
const mounted = (configMap: object) => agent({}, { volumes: [{ name: "etc", configMap }] });

test.each<[string, Resource[], string]>([
    ["in an argument, and which is there", [agent(settings), named("ConfigMap", "settings")], "pass"],
    ["to which a chart gave a prefix", [agent(settings), named("ConfigMap", "velero-settings")], "fail"],
    ["of which others are there", [agent(settings), named("ConfigMap", "other")], "unknown"],
    ["that is put together later", [agent({ args: ["--configmap=$(NAMESPACE)/settings"] })], "pass"],
    ["in a volume, and which is there", [mounted({ name: "settings" }), named("ConfigMap", "settings")], "pass"],
    [
        "in a volume, to which a chart gave a prefix",
        [mounted({ name: "etc" }), named("ConfigMap", "agent-etc")],
        "fail",
    ],
    ["in a volume that need not be there", [mounted({ name: "etc", optional: true })], "pass"],
    ["that Kubernetes makes", [mounted({ name: "kube-root-ca.crt" })], "pass"],
])("a pod that is told the name of a ConfigMap %s", (_, resources, status) => {
    expect(resolved(resources)?.status).toBe(status);
});

test("a pod that is told the name of a Secret which others may make is not blamed, but a prefix is seen", () => {
    const pod = agent({ command: ["certgen", "--secret-name=tls"] });
    expect(resolved([pod])?.status).toBe("pass");
    expect(resolved([pod, named("Secret", "webhook-tls")])?.status).toBe("fail");
});
