import { describe, expect, it } from "vitest";
import { everything as addons } from "./example.ts";
import { type Reference, referencesOf } from "./references.ts";
import { chartPath, hasChart, type Rendered, render } from "./render.ts";
import { matches, workloads } from "./workloads.ts";

const atHand = addons.filter((addon) => !hasChart(addon) || chartPath(addon.chart) !== undefined);
const absent = addons.filter((addon) => !atHand.includes(addon));

/** What the stack makes beside the add-ons. */
const ofTheStack: Rendered[] = [
    { kind: "PriorityClass", metadata: { name: "platform-critical" } },
    { kind: "StorageClass", metadata: { name: "gp3" } },
];

/** What is in no chart, and why that is right: mostly who makes it once it runs. */
const notInCharts: Record<string, string> = {
    "PriorityClass system-cluster-critical": "Kubernetes makes it",
    "ClusterRole cluster-admin": "Kubernetes makes it",
    "ClusterRole view": "Kubernetes makes it",
    "ClusterRole system:auth-delegator": "Kubernetes makes it",
    "Service default/kubernetes": "Kubernetes makes it",
    "Service kube-system/kube-dns": "the EKS add-on coredns makes it",
    "Service kube-system/monitoring-kubelet": "the Prometheus operator makes it",
    "Secret monitoring/monitoring-admission": "the hook monitoring-admission-create makes it",
    "Secret monitoring/monitoring-admission#cert": "the hook monitoring-admission-create makes it",
    "Secret monitoring/monitoring-admission#key": "the hook monitoring-admission-create makes it",
    "Secret envoy-gateway/envoy-gateway": "the hook envoy-gateway-gateway-helm-certgen makes it",
    "Secret argocd/argocd-redis#auth": "the hook argocd-redis-secret-init makes it",
    "Secret $(POD_NAMESPACE)/cert-manager-webhook-ca": "the webhook makes its certificate itself",
    "ConfigMap ztunnel/istio-ca-root-cert": "istiod makes it in every namespace",
    "ServiceAccount istio-system/istio-reader-service-account": "nobody does: it would be for other clusters",
    "PriorityClass system-node-critical": "Kubernetes makes it",
    "Service argocd/argocd-application-controller": "nobody does: it would name the pods, which nobody calls",
    "ConfigMap falco/falco-falcoctl": "nobody does: no container mounts its volume, which the kubelet then passes over",
    "ConfigMap falco/falco-falcoctl#falcoctl.yaml": "nobody does: no container mounts its volume",
    "Service blog/mysql": "the team whose database is dumped makes it",
    "Service tempo/tempo-headless": "nobody does: it would name the pods, which nobody calls",
    ...Object.fromEntries(
        ["kyverno-svc", "kyverno-cleanup-controller"].flatMap((service) =>
            ["ca", "pair"].map((part) => [
                `Secret kyverno/${service}.kyverno.svc.kyverno-tls-${part}`,
                "Kyverno makes its certificates itself",
            ]),
        ),
    ),
};

/** Services whose pods the Prometheus operator makes. */
const operated = ["monitoring-alertmanager", "monitoring-prometheus", "monitoring-thanos-discovery"];

/** Services whose pods say themselves, by a label, that they are meant. */
const chosenByThemselves = ["vault-active"];

/** Namespaces of what EKS runs. */
const ofEks = ["default", "kube-system"];

const text = (reference: Pick<Reference, "kind" | "namespace" | "name" | "part">) =>
    `${reference.kind} ${reference.namespace ? `${reference.namespace}/` : ""}${reference.name}${reference.part === undefined ? "" : `#${reference.part}`}`;

/** Everything by the texts that a reference to it could have. */
function there(objects: Rendered[]): Set<string> {
    return new Set(
        objects.flatMap((object) => {
            const { kind, metadata } = object;
            const self = { kind, namespace: metadata.namespace ?? "", name: metadata.name };
            const parts = [
                ...Object.keys({ ...object.data, ...object.stringData, ...object.binaryData }),
                ...(kind === "Service" ? object.spec.ports.flatMap(({ port, name }: Rendered) => [port, name]) : []),
            ];
            return [text(self), ...parts.map((part) => text({ ...self, part: String(part) })), ...made(object)];
        }),
    );
}

/** What external-secrets makes of an ExternalSecret, and cert-manager of a Certificate. */
function made({ kind, metadata, spec }: Rendered): string[] {
    if (kind === "Certificate") {
        const self = { kind: "Secret", namespace: metadata.namespace, name: spec.secretName };
        return [text(self), ...["tls.crt", "tls.key", "ca.crt"].map((part) => text({ ...self, part }))];
    }
    if (kind !== "ExternalSecret") return [];
    const self = { kind: "Secret", namespace: metadata.namespace, name: spec.target.name };
    const keys = [
        ...((spec.data ?? []) as Rendered[]).map(({ secretKey }) => secretKey),
        ...Object.keys(spec.target.template?.data ?? {}),
    ];
    return [text(self), ...keys.map((part) => text({ ...self, part }))];
}

const clusterWide =
    /^(Cluster|PriorityClass|StorageClass|IngressClass|CustomResourceDefinition|.*WebhookConfiguration|AWSPCAClusterIssuer|Bundle|EC2NodeClass|NodePool)/;

const objects: Rendered[] = atHand.flatMap((addon) => {
    const { before = [], after = [], namespace } = addon;
    return [...(hasChart(addon) ? render(addon, addon.values) : []), ...before, ...after].map((object: Rendered) => ({
        ...object,
        metadata: {
            ...object.metadata,
            namespace: clusterWide.test(object.kind) ? undefined : (object.metadata.namespace ?? namespace.name),
        },
    }));
});

if (absent.length > 0) {
    it.skip(
        `references not followed in ${absent.length} of ${addons.length} charts (set CHARTS to a folder of charts, put helm on PATH): ${absent.map(({ name }) => name).join(", ")}`,
    );
} else {
    const known = there([...objects, ...ofTheStack]);
    const references = objects.flatMap(referencesOf);
    const dangling = references.filter((reference) => !known.has(text(reference)));

    it("Every object, key and port that a release names is there", () => {
        const unexplained = dangling.filter((reference) => !notInCharts[text(reference)]);
        expect([...new Set(unexplained.map((reference) => `${reference.from} names ${text(reference)}`))]).toEqual([]);
    });

    it("Nothing is excused that is there, or that nobody names", () => {
        const named = new Set(dangling.map(text));
        expect(Object.keys(notInCharts).filter((name) => !named.has(name))).toEqual([]);
    });

    it("Every Service leads to a port of pods", () => {
        const lost = objects
            .filter(({ kind, spec }) => kind === "Service" && spec.selector)
            .filter(({ metadata }) => ![...operated, ...chosenByThemselves].includes(metadata.name))
            .filter(({ metadata }) => !ofEks.includes(metadata.namespace))
            .flatMap(({ metadata, spec }) => {
                const pods = podsIn(metadata.namespace).filter(({ labels }) => matches(chosen(spec.selector), labels));
                if (pods.length === 0) return [`${metadata.name}: no pod`];
                const names = pods.flatMap(portNames);
                return (spec.ports as Rendered[])
                    .map(({ targetPort }) => targetPort)
                    .filter((port) => typeof port === "string" && !names.includes(port))
                    .map((port) => `${metadata.name}: ${port}`);
            });
        expect(lost).toEqual([]);
    });
}

/** Without the label that a StatefulSet puts on each pod itself. */
const chosen = ({ "statefulset.kubernetes.io/pod-name": _, ...selector }: Rendered) => selector;

const podsIn = (namespace: string) => workloads(objects.filter(({ metadata }) => metadata.namespace === namespace));

const portNames = ({ containers }: { containers: Rendered[] }): string[] =>
    containers.flatMap(({ ports }) => ports ?? []).map(({ name }) => name);

describe("References of a pod", () => {
    const pod = (container: Rendered, more: Rendered = {}) =>
        referencesOf({
            kind: "Deployment",
            metadata: { name: "web", namespace: "shop" },
            spec: { template: { spec: { ...more, containers: [container] } } },
        }).map(text);

    it.each<[string, Rendered, Rendered, string]>([
        ["a ConfigMap in an argument", { args: ["--node-agent-configmap=settings"] }, {}, "ConfigMap shop/settings"],
        ["one in two words", { command: ["run", "--configmap", "settings"] }, {}, "ConfigMap shop/settings"],
        [
            "a Secret of another namespace",
            { args: ["--secret-name=tls", "--secret-namespace=edge"] },
            {},
            "Secret edge/tls",
        ],
        ["a host in a variable", { env: [{ name: "URL", value: "http://api.back.svc:80" }] }, {}, "Service back/api"],
        ["a port of its own", { readinessProbe: { httpGet: { port: "http" } } }, {}, "port of the container shop/http"],
        ["a volume", { volumeMounts: [{ name: "data", mountPath: "/data" }] }, {}, "volume of the pod shop/data"],
        [
            "a file of a ConfigMap",
            { args: ["-config=/etc/web/web.yaml"], volumeMounts: [{ name: "etc", mountPath: "/etc/web" }] },
            { volumes: [{ name: "etc", configMap: { name: "web" } }] },
            "ConfigMap shop/web#web.yaml",
        ],
        ["a Secret", {}, { volumes: [{ name: "tls", secret: { secretName: "tls" } }] }, "Secret shop/tls"],
    ])("%s", (_, container, more, reference) => {
        expect(pod(container, more)).toContain(reference);
    });

    it("that are optional, are none", () => {
        const optional = { name: "tls", secret: { secretName: "tls", optional: true } };
        expect(pod({ args: ["--log-level=debug", "--secret=x"] }, { volumes: [optional] })).toEqual([]);
    });
});
