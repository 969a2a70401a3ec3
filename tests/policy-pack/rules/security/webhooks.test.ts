import { expect, test } from "vitest";
import type { Resource } from "../../../../policy-pack/inventory/resource.ts";
import { resultOf } from "../../judged.ts";
import { object } from "../../ready/resource.ts";

const labels = { app: "judge" };
const home = { namespace: "judge", labels };
const around = (spec: object = {}): Resource[] => [
    object("core/v1:Namespace", "judge", { metadata: { labels: { team: "platform" } } }),
    object("core/v1:Service", "judge", { metadata: home, spec: { selector: labels, ports: [{ port: 443 }] } }),
    object("apps/v1:Deployment", "judge", {
        metadata: home,
        spec: {
            replicas: 2,
            template: { metadata: { labels }, spec: { containers: [{ name: "judge", readinessProbe: {} }] } },
            ...spec,
        },
    }),
];
const anything = { operations: ["*"], apiGroups: ["*"], resources: ["*/*"] };
const elsewhere = {
    matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "NotIn", values: ["judge", "kube-system"] }],
};
const webhook = (more: object = {}) =>
    object("admissionregistration.k8s.io/v1:MutatingWebhookConfiguration", "judge", {
        webhooks: [
            {
                rules: [anything],
                clientConfig: { service: { name: "judge", namespace: "judge" } },
                namespaceSelector: elsewhere,
                ...more,
            },
        ],
    });

test.each<[string, Resource[], string]>([
    ["leaves its own namespace out", [webhook(), ...around()], "pass"],
    ["judges its own namespace", [webhook({ namespaceSelector: {} }), ...around()], "fail"],
    [
        "judges namespaces with a label of its own",
        [webhook({ namespaceSelector: { matchLabels: { team: "platform" } } }), ...around()],
        "fail",
    ],
    [
        "judges namespaces with another label",
        [webhook({ namespaceSelector: { matchLabels: { inject: "true" } } }), ...around()],
        "pass",
    ],
    [
        "judges other pods of its namespace",
        [webhook({ namespaceSelector: {}, objectSelector: { matchLabels: { app: "x" } } }), ...around()],
        "pass",
    ],
    [
        "says by conditions what it judges",
        [webhook({ namespaceSelector: {}, matchConditions: [{}] }), ...around()],
        "unknown",
    ],
    [
        "lets all through while it is down",
        [webhook({ namespaceSelector: {}, failurePolicy: "Ignore" }), ...around()],
        "pass",
    ],
    [
        "judges what is no pod",
        [webhook({ namespaceSelector: {}, rules: [{ ...anything, apiGroups: ["apps"] }] }), ...around()],
        "pass",
    ],
    [
        "judges pods that go",
        [webhook({ namespaceSelector: {}, rules: [{ ...anything, operations: ["DELETE"] }] }), ...around()],
        "pass",
    ],
    ["is not in the stack", [webhook()], "unknown"],
    ["has no Service", [webhook(), ...around().slice(2)], "fail"],
    ["has one pod", [webhook(), ...around({ replicas: 1 })], "fail"],
    [
        "is on every node",
        [webhook(), ...around().map((each) => ({ ...each, type: each.type.replace(":Deployment", ":DaemonSet") }))],
        "pass",
    ],
    [
        "is asked before it is ready",
        [webhook(), ...around({ template: { metadata: { labels }, spec: { containers: [{ name: "judge" }] } } })],
        "fail",
    ],
])("a webhook that %s", (_, resources, status) => {
    expect(resultOf("webhook-not-blocking", resources)?.status).toBe(status);
});

test("of a namespace whose labels are not in the stack it is unknown what a webhook judges there", () => {
    const [, ...rest] = around();
    const selector = { matchLabels: { inject: "true" } };
    expect(resultOf("webhook-not-blocking", [webhook({ namespaceSelector: selector }), ...rest])?.status).toBe(
        "unknown",
    );
});
