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
/** Where the Service tells its pods by hand. */
const withoutSelector = (spec: object = {}): Resource[] =>
    around(spec).map((each) =>
        each.type.endsWith(":Service") ? { ...each, props: { ...each.props, spec: { ports: [{ port: 443 }] } } } : each,
    );
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
    [
        "judges pods among others",
        [
            webhook({
                namespaceSelector: {},
                rules: [
                    { ...anything, operations: ["DELETE"] },
                    { operations: ["UPDATE", "CREATE"], apiGroups: ["apps", ""], resources: ["deployments", "pods"] },
                ],
            }),
            ...around(),
        ],
        "fail",
    ],
    [
        "judges Services",
        [webhook({ namespaceSelector: {}, rules: [{ ...anything, resources: ["services"] }] }), ...around()],
        "pass",
    ],
    [
        "judges all but parts of objects",
        [webhook({ namespaceSelector: {}, rules: [{ ...anything, resources: ["*"] }] }), ...around()],
        "fail",
    ],
    [
        "judges one of its own pods",
        [
            webhook({ namespaceSelector: {}, objectSelector: { matchLabels: { tier: "front" } } }),
            ...around(),
            object("apps/v1:Deployment", "front", {
                metadata: home,
                spec: {
                    replicas: 2,
                    template: {
                        metadata: { labels: { ...labels, tier: "front" } },
                        spec: { containers: [{ name: "front", readinessProbe: {} }] },
                    },
                },
            }),
        ],
        "fail",
    ],
    ["is called by an address", [webhook({ clientConfig: { url: "https://judge.example.com" } })], "pass"],
    ["says nothing", [object("admissionregistration.k8s.io/v1:MutatingWebhookConfiguration", "judge", {})], "pass"],
    [
        "leaves its own namespace out, and a Service without pods",
        [webhook(), ...withoutSelector({ replicas: 1 })],
        "pass",
    ],
    [
        "judges the namespace of a Service without pods",
        [webhook({ namespaceSelector: {} }), ...withoutSelector()],
        "fail",
    ],
    [
        "judges some pods, of the namespace of a Service without pods too",
        [webhook({ namespaceSelector: {}, objectSelector: { matchLabels: labels } }), ...withoutSelector()],
        "unknown",
    ],
    ["is not in the stack", [webhook()], "unknown"],
    ["has no Service", [webhook(), ...around().slice(2)], "fail"],
    ["has one pod", [webhook(), ...around({ replicas: 1 })], "fail"],
    [
        "is on every node",
        [
            webhook(),
            ...around({ replicas: undefined }).map((each) => ({
                ...each,
                type: each.type.replace(":Deployment", ":DaemonSet"),
            })),
        ],
        "pass",
    ],
    [
        "is ready by one container of two",
        [
            webhook(),
            ...around({
                template: {
                    metadata: { labels },
                    spec: { containers: [{ name: "proxy" }, { name: "judge", readinessProbe: {} }] },
                },
            }),
        ],
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
    const statusOf = (namespaceSelector: object) =>
        resultOf("webhook-not-blocking", [webhook({ namespaceSelector }), ...rest])?.status;
    const selector = { matchLabels: { inject: "true" } };
    expect(statusOf(selector)).toBe("unknown");
    expect(statusOf({ ...selector, ...elsewhere })).toBe("unknown");
    expect(statusOf(elsewhere)).toBe("pass");
});
