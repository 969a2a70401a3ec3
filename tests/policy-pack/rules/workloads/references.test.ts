import { expect, test } from "vitest";
import type { Resource } from "../../../../policy-pack/inventory/resource.ts";
import { unknown } from "../../../../policy-pack/inventory/unknown.ts";
import { resultOf } from "../../judged.ts";
import { object, resource } from "../../ready/resource.ts";

const resolved = (...resources: Resource[]) => resultOf("refs-resolve", resources)?.status;
const selects = (...resources: Resource[]) => resultOf("refs-select", resources)?.status;

/** An object of the namespace shop, unless it says otherwise. */
const made = (type: string, name: string, props: object = {}, namespace = "shop") =>
    object(type, name, { metadata: { namespace }, ...props });

const labels = { app: "web" };
const template = (pod: object = {}) => ({
    metadata: { labels },
    spec: { containers: [{ name: "web", ports: [{ name: "http", containerPort: 8080 }] }], ...pod },
});
const web = made("apps/v1:Deployment", "web", { spec: { selector: { matchLabels: labels }, template: template() } });
const service = (spec: object = {}, name = "web", namespace = "shop") =>
    object("core/v1:Service", name, {
        metadata: { namespace, labels },
        spec: { selector: labels, ports: [{ name: "http", port: 80 }], ...spec },
    });
const monitor = (kind: string, spec: object) => made(`monitoring.coreos.com/v1:${kind}`, "web", { spec });
const other = { selector: { matchLabels: { app: "api" } } };
const alertmanager = made("monitoring.coreos.com/v1:Alertmanager", "main");
const cnpg = made("postgresql.cnpg.io/v1:Cluster", "main");
const nameless = object("example.com/v1:Database", "later", { metadata: { namespace: "shop", name: unknown } });
const cluster = resource("aws:eks/cluster:Cluster", "shop", {});
const unread = resource("kubernetes:helm.sh/v3:Release", "others", { chart: "others" });

test.each<[string, Resource[], string]>([
    ["of a workload that is there", [service(), web], "pass"],
    ["of none", [service({ selector: { app: "api" } }), web], "fail"],
    ["of a namespace whose workloads are elsewhere", [service()], "unknown"],
    ["that are in another namespace", [service({}, "web", "other"), web], "fail"],
    ["of none, which a release may bring", [service({ selector: { app: "api" } }), web, unread], "unknown"],
    [
        "one by one, by the label that a StatefulSet gives them",
        [service({ selector: { ...labels, "statefulset.kubernetes.io/pod-name": "web-0" } }), web],
        "pass",
    ],
    [
        "that an operator makes",
        [service({ selector: { "app.kubernetes.io/name": "alertmanager" } }), web, alertmanager],
        "pass",
    ],
    [
        "that no operator makes",
        [service({ selector: { "app.kubernetes.io/name": "prometheus" } }), web, alertmanager],
        "fail",
    ],
    [
        "that an operator makes of the object that a label of its domain names",
        [service({ selector: { tier: "db", "postgresql.cnpg.io/cluster": "main" } }), web, cnpg],
        "unknown",
    ],
    [
        "that an operator makes of another object",
        [service({ selector: { "postgresql.cnpg.io/cluster": "other" } }), web, cnpg],
        "fail",
    ],
    ["by a label of another domain", [service({ selector: { "example.com/cluster": "main" } }), web, cnpg], "fail"],
    ["by a label without a domain", [service({ selector: { "postgresql.cnpg.io": "main" } }), web, cnpg], "fail"],
    [
        "by a label of the operator's wider domain",
        [service({ selector: { "cnpg.io/cluster": "main" } }), web, cnpg],
        "unknown",
    ],
    [
        "by a label of a part of the operator's domain",
        [service({ selector: { "db.postgresql.cnpg.io/cluster": "main" } }), web, cnpg],
        "unknown",
    ],
    [
        "by one of two labels that an operator gives",
        [service({ selector: { tier: "x", "app.kubernetes.io/name": "alertmanager" } }), web, cnpg, alertmanager],
        "pass",
    ],
    [
        "one by one, by their index",
        [service({ selector: { ...labels, "apps.kubernetes.io/pod-index": "0" } }), web],
        "pass",
    ],
    ["by hand, as it has no selector", [service({ selector: undefined })], "not-applicable"],
    ["by an operator's object whose name comes later", [service({ selector: { app: "api" } }), web, nameless], "fail"],
    ["that EKS runs", [service({ selector: { "k8s-app": "kube-dns" } }, "web", "kube-system")], "not-applicable"],
    ["by a name of a port that they have", [service({ ports: [{ port: 80, targetPort: "http" }] }), web], "pass"],
    ["by a name of a port that none has", [service({ ports: [{ port: 80, targetPort: "web" }] }), web], "fail"],
    ["by a number that no container tells", [service({ ports: [{ port: 80, targetPort: 9999 }] }), web], "pass"],
])("a Service that selects pods %s", (_, resources, status) => {
    expect(selects(...resources)).toBe(status);
});

const workload = (type: string, spec: object) => made(type, "web", { spec: { template: template(), ...spec } });
const set = (spec: object = {}) =>
    workload("apps/v1:StatefulSet", { selector: { matchLabels: labels }, serviceName: "web", ...spec });

test.each<[string, Resource[], string]>([
    ["a Deployment of its own pods", [web], "pass"],
    [
        "a Deployment of other pods",
        [workload("apps/v1:Deployment", { selector: { matchLabels: { app: "x" } } })],
        "fail",
    ],
    ["a Deployment of nothing", [workload("apps/v1:Deployment", {})], "fail"],
    ["a ReplicationController of all that it makes", [workload("core/v1:ReplicationController", {})], "pass"],
    ["a StatefulSet with a headless Service", [set(), service({ clusterIP: "None" })], "pass"],
    ["a StatefulSet with a Service that has an address", [set(), service()], "fail"],
    [
        "a StatefulSet with a headless Service of others",
        [set(), service({ clusterIP: "None", selector: { app: "api" } }), workload("core/v1:Pod", {})],
        "fail",
    ],
    ["a monitor of a Service", [web, service(), monitor("ServiceMonitor", monitoring("http"))], "pass"],
    [
        "a monitor of a port that the Service lacks",
        [web, service(), monitor("ServiceMonitor", monitoring("metrics"))],
        "fail",
    ],
    ["a monitor beside Services of other labels", [service({}), monitor("ServiceMonitor", other)], "fail"],
    ["a monitor of no Service", [web, monitor("ServiceMonitor", monitoring("http"))], "fail"],
    [
        "a monitor of a namespace that is elsewhere",
        [web, monitor("ServiceMonitor", { ...monitoring("http"), namespaceSelector: { matchNames: ["other"] } })],
        "unknown",
    ],
    [
        "a monitor of any namespace",
        [web, monitor("ServiceMonitor", { ...monitoring("http"), namespaceSelector: { any: true } })],
        "unknown",
    ],
    [
        "a monitor of the API server",
        [
            web,
            monitor("ServiceMonitor", {
                selector: { matchLabels: { component: "apiserver", provider: "kubernetes" } },
                namespaceSelector: { matchNames: ["default"] },
            }),
        ],
        "pass",
    ],
    [
        "a monitor of all Services",
        [web, service(), monitor("ServiceMonitor", { selector: {}, endpoints: [{ port: "x" }] })],
        "pass",
    ],
    [
        "a monitor of pods with labels of the API server",
        [web, monitor("PodMonitor", { selector: { matchLabels: { component: "apiserver" } } })],
        "fail",
    ],
    [
        "a monitor of pods that are in another namespace",
        [web, monitor("PodMonitor", { ...scraping("http"), namespaceSelector: { matchNames: ["other"] } })],
        "unknown",
    ],
    [
        "a monitor of Services that are in another namespace",
        [web, service({}, "web", "other"), monitor("ServiceMonitor", monitoring("http"))],
        "fail",
    ],
    [
        "a monitor of a Service that tells no port",
        [web, service({ ports: undefined }), monitor("ServiceMonitor", monitoring("http"))],
        "fail",
    ],
    [
        "a monitor of pods by a port of a Service",
        [
            workload("apps/v1:DaemonSet", {
                selector: { matchLabels: labels },
                template: { metadata: { labels }, spec: { containers: [{ name: "web" }], ports: [{ name: "http" }] } },
            }),
            monitor("PodMonitor", scraping("http")),
        ],
        "fail",
    ],
    ["a budget of all pods", [web, made("policy/v1:PodDisruptionBudget", "web", { spec: { selector: {} } })], "pass"],
    ["a workload that says nothing", [made("apps/v1:Deployment", "web", {})], "fail"],
    [
        "a Deployment with the field of a StatefulSet",
        [workload("apps/v1:Deployment", { selector: { matchLabels: labels }, serviceName: "web" }), service()],
        "pass",
    ],
    ["a StatefulSet with a Service that says nothing", [set(), made("core/v1:Service", "web", {})], "fail"],
    ["a StatefulSet with a Service that is elsewhere", [set({ serviceName: "other" })], "pass"],
    ["a monitor of pods", [web, monitor("PodMonitor", scraping("http"))], "pass"],
    ["a monitor of a port that no pod has", [web, monitor("PodMonitor", scraping("metrics"))], "fail"],
    [
        "a budget of no pod",
        [web, made("policy/v1:PodDisruptionBudget", "web", { spec: { selector: { matchLabels: { app: "x" } } } })],
        "fail",
    ],
    ["a role of the rights of others, of which none is here", [aggregated("x")], "unknown"],
    ["a role of the rights of one", [aggregated("web"), right("web")], "pass"],
])("what is selected by %s", (_, resources, status) => {
    expect(selects(...resources)).toBe(status);
});

function aggregated(role: string) {
    const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { role } }] };
    return object("rbac.authorization.k8s.io/v1:ClusterRole", "all", { aggregationRule });
}

function right(role: string) {
    return object("rbac.authorization.k8s.io/v1:ClusterRole", role, { metadata: { labels: { role } } });
}

function monitoring(port: string) {
    return { selector: { matchLabels: labels }, endpoints: [{ port }] };
}

function scraping(port: string) {
    return { selector: { matchLabels: labels }, podMetricsEndpoints: [{ port }] };
}

const pod = (spec: object, container: object = {}) =>
    made("apps/v1:DaemonSet", "agent", {
        spec: {
            selector: { matchLabels: labels },
            template: template({ containers: [{ name: "agent", ...container }], ...spec }),
        },
    });
const map = (name: string, data: object = { size: "1" }) => made("core/v1:ConfigMap", name, { data });
const secret = (name: string, props: object = { stringData: { key: "x" } }) => made("core/v1:Secret", name, props);
const mounted = (configMap: object) => pod({ volumes: [{ name: "etc", configMap }] });
const variable = (valueFrom: object) => pod({}, { env: [{ name: "SIZE", valueFrom }] });
const ofMap = (reference: object) => variable({ configMapKeyRef: { name: "settings", key: "size", ...reference } });
const ofSecret = variable({ secretKeyRef: { name: "login", key: "key" } });
const inArgument = pod({}, { args: ["server", "--agent-configmap=settings"] });
const external = (spec: object) => made("external-secrets.io/v1:ExternalSecret", "login", { spec });

test.each<[string, Resource[], string]>([
    ["a ConfigMap in an argument", [inArgument, map("settings")], "pass"],
    ["a ConfigMap to which a chart gave a prefix", [inArgument, map("velero-settings")], "fail"],
    ["a ConfigMap of which others are there", [inArgument, map("other")], "unknown"],
    [
        "a ConfigMap whose name is put together later",
        [pod({}, { args: ["--configmap=$(NAMESPACE)/settings"] })],
        "pass",
    ],
    ["a ConfigMap in a volume", [mounted({ name: "settings" }), map("settings")], "pass"],
    [
        "a ConfigMap in a volume without the file",
        [mounted({ name: "settings", items: [{ key: "a" }] }), map("settings")],
        "fail",
    ],
    ["a ConfigMap in a volume that need not be there", [mounted({ name: "etc", optional: true })], "pass"],
    ["a ConfigMap that Kubernetes makes", [mounted({ name: "kube-root-ca.crt" })], "pass"],
    ["a ConfigMap that others fill", [ofMap({}), map("settings", {})], "unknown"],
    ["a ConfigMap of another namespace", [ofMap({}), object("core/v1:ConfigMap", "settings", { data: {} })], "unknown"],
    ["a key of a ConfigMap", [ofMap({}), map("settings")], "pass"],
    ["a key that the ConfigMap lacks", [ofMap({ key: "colour" }), map("settings")], "fail"],
    ["a key that need not be there", [ofMap({ key: "colour", optional: true }), map("settings")], "pass"],
    ["all of a ConfigMap", [pod({}, { envFrom: [{ configMapRef: { name: "settings" } }] })], "unknown"],
    ["a Secret that others may make", [ofSecret], "unknown"],
    ["a Secret in an argument, which it may make", [pod({}, { command: ["certgen", "--secret-name=tls"] })], "pass"],
    [
        "a Secret in an argument, with a prefix",
        [pod({}, { command: ["certgen", "--secret-name=tls"] }), secret("web-tls")],
        "fail",
    ],
    ["a Secret to which a chart gave a prefix", [ofSecret, secret("shop-login")], "fail"],
    ["a Secret of the stack", [ofSecret, secret("login")], "pass"],
    ["a key that the Secret lacks", [ofSecret, secret("login", { data: { other: "" } })], "fail"],
    ["a Secret of an ExternalSecret", [ofSecret, external({ data: [{ secretKey: "key" }] })], "pass"],
    [
        "a Secret of an ExternalSecret that calls it otherwise",
        [ofSecret, external({ target: { name: "x" } })],
        "unknown",
    ],
    ["a key that the ExternalSecret lacks", [ofSecret, external({ data: [{ secretKey: "other" }] })], "fail"],
    ["a key of all that a store has", [ofSecret, external({ dataFrom: [{}] })], "pass"],
    [
        "a key of a SealedSecret",
        [ofSecret, made("bitnami.com/v1alpha1:SealedSecret", "login", { spec: { encryptedData: { key: "" } } })],
        "pass",
    ],
    [
        "a key that the SealedSecret lacks",
        [ofSecret, made("bitnami.com/v1alpha1:SealedSecret", "login", { spec: { encryptedData: { other: "" } } })],
        "fail",
    ],
    [
        "a Secret of a Certificate",
        [ofSecret, made("cert-manager.io/v1:Certificate", "web", { spec: { secretName: "login" } })],
        "pass",
    ],
    ["a Secret that an operator may make", [ofSecret, made("example.com/v1:Database", "login")], "unknown"],
    [
        "a file of a ConfigMap in binary",
        [
            mounted({ name: "settings", items: [{ key: "logo" }] }),
            made("core/v1:ConfigMap", "settings", { binaryData: { logo: "" } }),
        ],
        "pass",
    ],
    [
        "a Secret of an ExternalSecret of all namespaces",
        [ofSecret, object("external-secrets.io/v1:ClusterExternalSecret", "login", { spec: {} })],
        "pass",
    ],
    [
        "a variable of an init container",
        [
            pod({
                initContainers: [
                    {
                        name: "init",
                        env: [{ name: "A", valueFrom: { configMapKeyRef: { name: "settings", key: "colour" } } }],
                    },
                ],
            }),
            map("settings"),
        ],
        "fail",
    ],
    ["an empty name", [mounted({ name: "" }), map("settings")], "pass"],
    [
        "something else in an argument",
        [pod({}, { args: ["--release-name=web"] }), map("settings"), map("x-web")],
        "pass",
    ],
    ["a claim of others", [pod({ volumes: [{ persistentVolumeClaim: { claimName: "data" } }] })], "unknown"],
    ["a PriorityClass of Kubernetes", [cluster, pod({ priorityClassName: "system-node-critical" })], "pass"],
    ["a PriorityClass of another stack", [pod({ priorityClassName: "high" })], "unknown"],
    ["a PriorityClass that nobody makes", [cluster, pod({ priorityClassName: "high" })], "fail"],
    ["a PriorityClass of a release", [cluster, unread, pod({ priorityClassName: "high" })], "unknown"],
    [
        "a PriorityClass",
        [cluster, pod({ priorityClassName: "high" }), object("scheduling.k8s.io/v1:PriorityClass", "high", {})],
        "pass",
    ],
])("a pod that names %s", (_, resources, status) => {
    expect(resolved(...resources)).toBe(status);
});

const gatewayApi = "gateway.networking.k8s.io/v1";
const route = (reference: object, namespace = "shop", kind = "HTTPRoute") =>
    made(
        `${gatewayApi}:${kind}`,
        "web",
        { spec: { rules: [{ backendRefs: [{ name: "web", port: 80, ...reference }] }] } },
        namespace,
    );
const grant = (kind = "HTTPRoute", namespace = "edge") =>
    made(`${gatewayApi}beta1:ReferenceGrant`, "edge", {
        spec: { from: [{ group: "gateway.networking.k8s.io", kind, namespace }], to: [{ group: "", kind: "Service" }] },
    });
/** What the namespace says of routes of `edge`: from whom, and to which targets. */
const allowing = (from: object, ...to: object[]) => [
    made(`${gatewayApi}beta1:ReferenceGrant`, `${Object.values(from)}${to.length}`, {
        spec: {
            from: [
                { group: "gateway.networking.k8s.io", kind: "TCPRoute", namespace: "edge" },
                { group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "edge", ...from },
            ],
            to: to.map((each) => ({ group: "", kind: "Service", ...each })),
        },
    }),
];
const issuing = (annotations: object) =>
    object("networking.k8s.io/v1:Ingress", "web", {
        metadata: { namespace: "shop", annotations },
        spec: {
            tls: [{ secretName: "tls" }],
            rules: [{ http: { paths: [{ backend: { service: { name: "web", port: { number: 80 } } } }] } }],
        },
    });
const ingress = (backend: object, more: object = {}) =>
    made("networking.k8s.io/v1:Ingress", "web", { spec: { rules: [{ http: { paths: [{ backend }] } }], ...more } });
const toPort = (port: object, name = "web") => ({ service: { name, port } });

test.each<[string, Resource[], string]>([
    ["a route to a Service", [route({}), service()], "pass"],
    ["a route to a port that is not there", [route({ port: 81 }), service()], "fail"],
    ["a route to no Service", [route({ name: "api" }), service()], "fail"],
    ["a route to no Service, in TCP", [route({ name: "api" }, "shop", "TCPRoute"), service()], "fail"],
    ["a route to a Service of others", [route({ namespace: "other" })], "unknown"],
    [
        "a route to a Service of a namespace that is here",
        [route({ namespace: "shop", name: "api" }, "edge"), service()],
        "fail",
    ],
    ["a route into a namespace that does not allow it", [route({ namespace: "shop" }, "edge"), service()], "fail"],
    ["a route into a namespace that allows it", [route({ namespace: "shop" }, "edge"), service(), grant()], "pass"],
    [
        "a route into a namespace that allows others",
        [route({ namespace: "shop" }, "edge"), service(), grant("GRPCRoute")],
        "fail",
    ],
    [
        "a route into a namespace that allows another one",
        [route({ namespace: "shop" }, "edge"), service(), grant("HTTPRoute", "x")],
        "fail",
    ],
    [
        "a route into a namespace that allows it to some",
        [route({ namespace: "shop" }, "edge"), service(), ...allowing({}, { name: "api" })],
        "fail",
    ],
    [
        "a route into a namespace that allows it to that one",
        [route({ namespace: "shop" }, "edge"), service(), ...allowing({}, { name: "api" }, { name: "web" })],
        "pass",
    ],
    [
        "a route into a namespace that allows other kinds",
        [route({ namespace: "shop" }, "edge"), service(), ...allowing({}, { kind: "Secret" })],
        "fail",
    ],
    [
        "a route into a namespace that allows other groups",
        [route({ namespace: "shop" }, "edge"), service(), ...allowing({}, { group: "example.com" })],
        "fail",
    ],
    [
        "a route into a namespace that allows it among others",
        [
            route({ namespace: "shop" }, "edge"),
            service(),
            ...allowing({ kind: "GRPCRoute" }, {}),
            ...allowing({}, { kind: "Secret" }, {}),
        ],
        "pass",
    ],
    [
        "a route into a namespace that allows nothing",
        [route({ namespace: "shop" }, "edge"), service(), made(`${gatewayApi}beta1:ReferenceGrant`, "edge", {})],
        "fail",
    ],
    [
        "a route into a namespace that a release may allow",
        [route({ namespace: "shop" }, "edge"), service(), unread],
        "unknown",
    ],
    ["a route to a Service of its own namespace by its name", [route({ namespace: "shop" }), service()], "pass"],
    ...["GRPCRoute", "TLSRoute", "UDPRoute"].map((kind): [string, Resource[], string] => [
        `a ${kind} to no Service`,
        [route({ name: "api" }, "shop", kind), service()],
        "fail",
    ]),
    [
        "a route to a port of another kind",
        [
            route({ group: "example.com", kind: "Backend", name: "web", port: 81 }),
            made("example.com/v1:Backend", "web"),
        ],
        "pass",
    ],
    [
        "a route of no Gateway",
        [made(`${gatewayApi}:HTTPRoute`, "web", { spec: { parentRefs: [{ name: "edge" }] } }), web],
        "fail",
    ],
    [
        "a route of a Gateway elsewhere",
        [made(`${gatewayApi}:HTTPRoute`, "web", { spec: { parentRefs: [{ name: "edge", namespace: "edge" }] } }), web],
        "unknown",
    ],
    [
        "a route of a Service, as a mesh has it",
        [
            made(`${gatewayApi}:HTTPRoute`, "web", {
                spec: { parentRefs: [{ group: "", kind: "Service", name: "web" }] },
            }),
            service(),
        ],
        "pass",
    ],
    [
        "a route that copies to no Service",
        [
            made(`${gatewayApi}:HTTPRoute`, "web", {
                spec: { rules: [{ filters: [{ requestMirror: { backendRef: { name: "api", port: 80 } } }] }] },
            }),
            service(),
        ],
        "fail",
    ],
    [
        "a route that copies to a port that is not there",
        [
            made(`${gatewayApi}:HTTPRoute`, "web", {
                spec: { rules: [{ filters: [{ requestMirror: { backendRef: { name: "web", port: 81 } } }] }] },
            }),
            service(),
        ],
        "fail",
    ],
    [
        "an Ingress with a certificate of others",
        [ingress(toPort({ number: 80 }), { tls: [{ secretName: "tls" }] }), service()],
        "unknown",
    ],
    [
        "an Ingress whose certificate is asked for",
        [issuing({ team: "x", "cert-manager.io/cluster-issuer": "public" }), service()],
        "pass",
    ],
    [
        "an Ingress with an annotation of something else",
        [issuing({ "cert-manager.io/issuers": "public" }), service()],
        "unknown",
    ],
    [
        "an Ingress to a Service that tells no port",
        [ingress(toPort({ number: 80 })), service({ ports: undefined })],
        "fail",
    ],
    ["a route to a Lambda function", [route({ group: "example.com", kind: "Function", port: undefined })], "unknown"],
    ["an Ingress to a Service", [ingress(toPort({ name: "http" })), service()], "pass"],
    ["an Ingress to a port by its number", [ingress(toPort({ number: 80 })), service()], "pass"],
    ["an Ingress to a port that is not there", [ingress(toPort({ number: 81 })), service()], "fail"],
    ["an Ingress to no Service", [ingress(toPort({ number: 80 }, "api")), web], "fail"],
    ["an Ingress beside no workload", [ingress(toPort({ number: 80 }, "api"))], "unknown"],
    [
        "an Ingress to no Service by default",
        [ingress(toPort({ number: 80 }), { defaultBackend: toPort({ number: 80 }, "api") }), service()],
        "fail",
    ],
    [
        "an Ingress of no class",
        [cluster, service(), ingress(toPort({ number: 80 }), { ingressClassName: "alb" })],
        "fail",
    ],
    [
        "an Ingress of a class that the controller of a cluster elsewhere makes",
        [service(), ingress(toPort({ number: 80 }), { ingressClassName: "alb" })],
        "pass",
    ],
    [
        "an Ingress of a class of others",
        [service(), ingress(toPort({ number: 80 }), { ingressClassName: "inner" })],
        "unknown",
    ],
    [
        "an Ingress to a name outside",
        [ingress(toPort({ number: 80 })), service({ type: "ExternalName", ports: [] })],
        "pass",
    ],
    [
        "an Ingress to what an operator made of that name",
        [ingress(toPort({ number: 80 }, "shop")), web, made("example.com/v1:Database", "shop")],
        "unknown",
    ],
    [
        "an Ingress to a name that begins like an operator's object",
        [ingress(toPort({ number: 80 }, "shops")), web, made("example.com/v1:Database", "shop")],
        "fail",
    ],
    [
        "an Ingress to the name of an object that makes nothing",
        [
            ingress(toPort({ number: 80 }, "shop")),
            web,
            made("keda.sh/v1alpha1:ScaledObject", "shop", { spec: { scaleTargetRef: { name: "web" } } }),
        ],
        "fail",
    ],
    [
        "an Ingress to what is in kube-system",
        [
            object("networking.k8s.io/v1:Ingress", "web", {
                metadata: { namespace: "kube-system" },
                spec: { defaultBackend: toPort({ number: 80 }, "api") },
            }),
        ],
        "not-applicable",
    ],
    [
        "an Ingress to what an operator makes",
        [ingress(toPort({ number: 80 }, "shop-rw")), web, made("example.com/v1:Database", "shop")],
        "unknown",
    ],
])("%s", (_, resources, status) => {
    expect(resolved(...resources)).toBe(status);
});

const binding = (roleRef: object, subjects: object[] = []) =>
    made("rbac.authorization.k8s.io/v1:RoleBinding", "web", { roleRef, subjects });
const view = { kind: "ClusterRole", name: "view" };
const webhook = (service: object) =>
    object("admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration", "web", {
        webhooks: [{ clientConfig: { service: { namespace: "shop", name: "web", ...service } } }],
    });
const secure = service({ ports: [{ port: 443 }] });
const scaled = (type: string, spec: object) => made(type, "web", { spec });

test.each<[string, Resource[], string]>([
    ["a binding to a role of Kubernetes", [binding(view)], "pass"],
    ["a binding to no Role", [web, binding({ kind: "Role", name: "view" })], "fail"],
    ["a binding to a ClusterRole that nobody makes", [cluster, binding({ kind: "ClusterRole", name: "x" })], "fail"],
    [
        "a binding of no account",
        [web, binding(view, [{ kind: "ServiceAccount", name: "x", namespace: "shop" }])],
        "fail",
    ],
    [
        "a binding of an account of others",
        [web, binding(view, [{ kind: "ServiceAccount", name: "x", namespace: "y" }])],
        "unknown",
    ],
    ["a binding of a group", [web, binding(view, [{ kind: "Group", name: "x" }])], "pass"],
    ["a webhook of a Service", [webhook({}), secure], "pass"],
    ["a webhook of no Service", [webhook({ name: "x" }), secure], "fail"],
    ["a webhook of a port that is not there", [webhook({ port: 8443 }), secure], "fail"],
    ["a webhook of a Service of others", [webhook({})], "unknown"],
    [
        "an autoscaler of KEDA of a workload",
        [web, scaled("keda.sh/v1alpha1:ScaledObject", { scaleTargetRef: { name: "web" } })],
        "pass",
    ],
    [
        "an autoscaler of KEDA of none",
        [web, scaled("keda.sh/v1alpha1:ScaledObject", { scaleTargetRef: { name: "x" } })],
        "fail",
    ],
    [
        "a vertical autoscaler of none",
        [
            web,
            scaled("autoscaling.k8s.io/v1:VerticalPodAutoscaler", { targetRef: { kind: "StatefulSet", name: "web" } }),
        ],
        "fail",
    ],
    [
        "a claim of no class",
        [cluster, made("core/v1:PersistentVolumeClaim", "web", { spec: { storageClassName: "x" } })],
        "fail",
    ],
    ["a StatefulSet of no Service", [set({ serviceName: "x" })], "fail"],
    [
        "a StatefulSet whose claims are of no class",
        [cluster, set({ volumeClaimTemplates: [{ spec: { storageClassName: "x" } }] }), service({ clusterIP: "None" })],
        "fail",
    ],
    [
        "a StatefulSet whose pods name no class",
        [cluster, set({ template: template({ priorityClassName: "x" }) }), service({ clusterIP: "None" })],
        "fail",
    ],
    [
        "an autoscaler of a workload of a group of its own, of which there is none",
        [
            web,
            scaled("keda.sh/v1alpha1:ScaledObject", {
                scaleTargetRef: { apiVersion: "argoproj.io/v1alpha1", kind: "Rollout", name: "front" },
            }),
        ],
        "fail",
    ],
    [
        "a Certificate of an issuer of a group of its own",
        [
            made("awspca.cert-manager.io/v1beta1:AWSPCAIssuer", "private"),
            made("cert-manager.io/v1:Certificate", "web", {
                spec: { issuerRef: { group: "awspca.cert-manager.io", kind: "AWSPCAIssuer", name: "private" } },
            }),
        ],
        "pass",
    ],
    [
        "a binding of a role by its API group",
        [
            web,
            made("rbac.authorization.k8s.io/v1:Role", "reader", { rules: [] }),
            binding({ apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" }),
        ],
        "pass",
    ],
    [
        "a binding of an account that names no namespace",
        [web, binding(view, [{ kind: "ServiceAccount", name: "x", namespace: "" }])],
        "fail",
    ],
    [
        "a vertical autoscaler of what the core group has",
        [
            workload("core/v1:ReplicationController", {}),
            scaled("autoscaling.k8s.io/v1:VerticalPodAutoscaler", {
                targetRef: { apiVersion: "v1", kind: "ReplicationController", name: "web" },
            }),
        ],
        "pass",
    ],
    [
        "a Certificate of no issuer",
        [web, made("cert-manager.io/v1:Certificate", "web", { spec: { issuerRef: { name: "x" } } })],
        "fail",
    ],
])("%s resolves", (_, resources, status) => {
    expect(resolved(...resources)).toBe(status);
});

test.each<[string, object, string]>([
    ["of the namespace", { podSelector: { matchLabels: labels } }, "pass"],
    ["of the namespace that is none", { podSelector: { matchLabels: { app: "x" } } }, "fail"],
    [
        "of a namespace that is elsewhere",
        { namespaceSelector: { matchLabels: { team: "x" } }, podSelector: { matchLabels: labels } },
        "unknown",
    ],
    [
        "of a namespace by its name, which is none",
        {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "shop" } },
            podSelector: { matchLabels: { app: "x" } },
        },
        "fail",
    ],
    ["that is all of a namespace", { namespaceSelector: { matchLabels: { team: "x" } } }, "pass"],
])("a network policy with a peer %s", (_, peer, status) => {
    const policy = made("networking.k8s.io/v1:NetworkPolicy", "web", {
        spec: { podSelector: {}, ingress: [{ from: [peer] }] },
    });
    expect(resultOf("netpol-no-dangling", [web, policy])?.status).toBe(status);
});
