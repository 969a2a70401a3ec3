import fc from "fast-check";
import type { KubernetesObject } from "../../../kubernetes/kubernetes-object.ts";
import type { Fixture } from "./objects.ts";

// biome-ignore lint/suspicious/noExplicitAny: parts of objects
type Part = Record<string, any>;

/** A record of which each field may be missing. */
const some = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Part> =>
    fc.record(fields, { requiredKeys: [] });
const one = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const few = <T>(item: fc.Arbitrary<T>, minLength = 0): fc.Arbitrary<T[]> => fc.array(item, { minLength, maxLength: 2 });

const digest = `@sha256:${"0123456789abcdef".repeat(4)}`;
const image = one(
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:1.0",
    `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop${digest}`,
    `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:latest${digest}`,
    "registry.example.com:5000/shop",
    "registry.example.com:5000/shop:latest",
    "shop:v1",
    "shop",
    "latest",
    "quay.io/latest:latest-1",
    `shop@sha512:${"0123456789abcdef".repeat(8)}`,
    "auto",
);
/** Requests and limits of one resource, none above its limit: the API server would say so before any policy. */
const amounts = (small: string, large: string): fc.Arbitrary<Part> =>
    one(
        {},
        { request: small },
        { limit: small },
        { request: small, limit: small },
        { request: small, limit: large },
        { request: "0", limit: small },
        { request: "0", limit: "0" },
    );
const sizes = fc.tuple(amounts("100m", "1"), amounts("64Mi", "1Gi")).map(([cpu, memory]) => ({
    requests: { cpu: cpu.request, memory: memory.request },
    limits: { cpu: cpu.limit, memory: memory.limit },
}));
const probe = fc.constant({ httpGet: { path: "/", port: 8080 } });

const container = some({
    resources: sizes,
    readinessProbe: probe,
    livenessProbe: probe,
    ports: few(one({ containerPort: 8080 })),
    env: few(one({ name: "A", value: "b" }, { name: "B", valueFrom: { secretKeyRef: { name: "s", key: "k" } } })),
    envFrom: few(one({ configMapRef: { name: "c" } }, { secretRef: { name: "s" } })),
    securityContext: some({ readOnlyRootFilesystem: fc.boolean() }),
}).chain((fields) => image.map((it): Part => ({ ...fields, image: it, ports: fields.ports?.slice(0, 1) })));

const containers = (least: number, prefix: string) =>
    few(container, least).map((all) => all.map((it, index): Part => ({ ...it, name: `${prefix}-${index}` })));

/** A container may mark the place of the proxy that Istio puts into the pod. */
const mainContainers = containers(1, "main").map((all) =>
    all.map((it) => (it.image === "auto" ? { ...it, name: it.name.replace("main-0", "istio-proxy") } : it)),
);

const topology = one("kubernetes.io/hostname", "topology.kubernetes.io/zone", "rack");

/** Half of them select the pods that they are part of. */
const labelSelector = one<Part | undefined>(
    undefined,
    {},
    { matchLabels: { app: "shop" } },
    { matchLabels: { app: "cart" } },
    ...[
        { key: "app", operator: "In", values: ["shop", "cart"] },
        { key: "app", operator: "NotIn", values: ["shop"] },
        { key: "app", operator: "Exists" },
        { key: "app", operator: "DoesNotExist" },
        { key: "tier", operator: "NotIn", values: ["web"] },
    ].map((expression) => ({ matchExpressions: [expression] })),
);
const term = fc.record({ topologyKey: topology, labelSelector });

const podSpec = fc
    .tuple(
        mainContainers,
        containers(0, "init").chain((all) =>
            fc
                .boolean()
                .map((sidecar) =>
                    all.map(({ readinessProbe, livenessProbe, ...it }) =>
                        sidecar ? { ...it, readinessProbe, livenessProbe, restartPolicy: "Always" } : it,
                    ),
                ),
        ),
        some({
            serviceAccountName: one("shop", "default"),
            os: one({ name: "windows" }, { name: "linux" }),
            topologySpreadConstraints: fc.uniqueArray(
                fc
                    .tuple(term, one(1, 1, 100), one("DoNotSchedule", "ScheduleAnyway"))
                    .map(([it, maxSkew, whenUnsatisfiable]) => ({ ...it, maxSkew, whenUnsatisfiable })),
                { maxLength: 2, selector: ({ topologyKey }) => topologyKey },
            ),
            affinity: fc.record({
                podAntiAffinity: some({
                    requiredDuringSchedulingIgnoredDuringExecution: few(term),
                    preferredDuringSchedulingIgnoredDuringExecution: few(
                        term.map((podAffinityTerm) => ({ weight: 1, podAffinityTerm })),
                    ),
                }),
            }),
        }),
    )
    .map(
        ([main, initContainers, rest]): Part => ({
            containers: main,
            initContainers,
            ...allowedOn(rest, initContainers, main),
        }),
    );

/** Windows has no such security context, and the API server would say so before any policy. */
function allowedOn(rest: Part, ...lists: Part[][]): Part {
    if (rest.os?.name !== "windows") return rest;
    for (const each of lists.flat()) each.securityContext = undefined;
    return rest;
}

const labels = { app: "shop" };
/** Pods without a security context of their own for the proxy take part in the mesh. */
const meshed = ({ containers }: Part): Part =>
    containers[0]?.securityContext ? {} : { "sidecar.istio.io/inject": "true" };
const template = (spec: Part) => ({ metadata: { labels: { ...labels, ...meshed(spec) } }, spec });
const selected = (spec: Part) => ({ selector: { matchLabels: labels }, template: template(spec) });
const once = (spec: Part) => ({ template: template({ ...spec, restartPolicy: "Never" }) });

/** Each kind that makes pods, of one pod spec. */
const workload: Record<string, (spec: Part) => Part> = {
    "apps/v1 Deployment": selected,
    "apps/v1 StatefulSet": (spec) => ({ ...selected(spec), serviceName: "shop" }),
    "apps/v1 DaemonSet": selected,
    "apps/v1 ReplicaSet": selected,
    "v1 ReplicationController": (spec) => ({ selector: labels, template: template(spec) }),
    "batch/v1 Job": once,
    "batch/v1 CronJob": (spec) => ({ schedule: "0 6 * * *", jobTemplate: { spec: once(spec) } }),
    "v1 Pod": (spec) => spec,
};

const make = (kind: string, metadata: Part, fields: Part): KubernetesObject => {
    const [apiVersion = "", name = ""] = kind.split(" ");
    return { apiVersion, kind: name, metadata: { name: "varied", ...metadata }, ...fields };
};

const home = { namespace: "shop" };

const workloads = fc
    .tuple(one(...Object.keys(workload)), podSpec, one("shop", "shop", "shop", "default", "kube-public"))
    .map(([kind, spec, namespace]) => make(kind, { namespace }, { spec: workload[kind]?.(spec) }));

const balancer = "service.beta.kubernetes.io/aws-load-balancer";
const services = fc
    .tuple(
        one("ClusterIP", "NodePort", "LoadBalancer", undefined),
        some({
            [`${balancer}-scheme`]: one("internal", "internet-facing"),
            [`${balancer}-internal`]: one("true", "false"),
            [`${balancer}-ssl-cert`]: one("arn:aws:acm:eu-west-1:123456789012:certificate/a"),
            [`${balancer}-type`]: one("external", "nlb-ip", "nlb"),
        }),
        some({ loadBalancerClass: one("service.k8s.aws/nlb"), externalIPs: few(one("203.0.113.1")) }),
        one(
            { port: 80 },
            { port: 443 },
            { port: 443, targetPort: "http" },
            { port: 90, name: "tls-a", targetPort: 8080 },
        ),
    )
    .map(([type, annotations, { loadBalancerClass, externalIPs }, port]) =>
        make(
            "v1 Service",
            { ...home, annotations },
            {
                spec: {
                    type,
                    externalIPs,
                    ports: [port],
                    ...(type === "LoadBalancer" && { loadBalancerClass }),
                },
            },
        ),
    );

const verbs = one("get", "list", "create", "patch", "bind", "escalate", "impersonate", "approve", "*");
const resources = one(
    "pods",
    "secrets",
    "roles",
    "rolebindings",
    "users",
    "nodes/proxy",
    "serviceaccounts/token",
    "signers",
    "*",
    "*/token",
);
const groups = one("", "apps", "rbac.authorization.k8s.io", "certificates.k8s.io", "authentication.k8s.io", "*");
const roles = fc
    .tuple(
        one("Role", "ClusterRole"),
        few(
            fc.record(
                {
                    apiGroups: few(groups, 1),
                    resources: few(resources, 1),
                    verbs: few(verbs, 1),
                    resourceNames: few(one("shop")),
                },
                { requiredKeys: ["apiGroups", "resources", "verbs"] },
            ),
        ),
    )
    .map(([kind, rules]) => make(`rbac.authorization.k8s.io/v1 ${kind}`, kind === "Role" ? home : {}, { rules }));

const api = { apiGroup: "rbac.authorization.k8s.io" };
const subject = one<Part>(
    { ...api, kind: "User", name: "jane" },
    { ...api, kind: "User", name: "system:kube-proxy" },
    { ...api, kind: "User", name: "system:anonymous" },
    { ...api, kind: "Group", name: "developers" },
    { ...api, kind: "Group", name: "system:masters" },
    { ...api, kind: "Group", name: "system:authenticated" },
    { kind: "ServiceAccount", name: "shop", namespace: "shop" },
    { kind: "ServiceAccount", name: "default", namespace: "shop" },
    { ...api, kind: "Group", name: "system:serviceaccounts" },
    { ...api, kind: "Group", name: "system:serviceaccounts:shop" },
);
const bindings = fc
    .tuple(
        one("RoleBinding", "ClusterRoleBinding"),
        few(subject),
        one("cluster-admin", "view", "edit", "system:service-account-issuer-discovery"),
    )
    .map(([kind, subjects, name]) =>
        make(`rbac.authorization.k8s.io/v1 ${kind}`, kind === "RoleBinding" ? home : {}, {
            subjects,
            roleRef: { ...api, kind: "ClusterRole", name },
        }),
    );

const level = "pod-security.kubernetes.io/enforce";
const namespaces = some({
    [level]: one("restricted", "baseline", "privileged"),
    [`${level}-version`]: one("v1.35", "latest"),
}).map((labelsOf) => make("v1 Namespace", { labels: labelsOf }, {}));

const path = fc.record({
    path: one("/", "/cart", "/.well-known/acme-challenge/token"),
    pathType: one("Prefix"),
    backend: one(
        { service: { name: "shop", port: { number: 80 } } },
        { service: { name: "to-https", port: { name: "use-annotation" } } },
    ),
});
const defaultBackend = { service: { name: "shop", port: { number: 80 } } };
const alb = "alb.ingress.kubernetes.io";
const ingresses = fc
    .tuple(
        some({
            [`${alb}/certificate-arn`]: one("arn"),
            [`${alb}/listen-ports`]: one('[{"HTTPS":443}]', '[{"HTTP":80}]', '[{"HTTP":80},{"HTTPS":443}]'),
            [`${alb}/ssl-redirect`]: one("443"),
            [`${alb}/actions.to-https`]: one('{"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS"}}', "{}"),
            "nginx.ingress.kubernetes.io/configuration-snippet": one("x"),
            "nginx.org/server-snippets": one("x"),
            "nginx.org/rewrites": one("x"),
        }),
        few(
            some({
                host: one("shop.example.com", "*.example.com", "cart.example.com"),
                http: few(path, 1).map((paths) => ({ paths })),
            }),
        ),
        few(
            one(
                { hosts: ["shop.example.com"], secretName: "tls" },
                { hosts: ["*.example.com"] },
                { secretName: "tls" },
            ),
        ),
        fc.boolean(),
    )
    .map(([annotations, rules, tls, backed]) =>
        make(
            "networking.k8s.io/v1 Ingress",
            { ...home, annotations },
            {
                spec: { rules, tls, ...((backed || rules.length === 0) && { defaultBackend }) },
            },
        ),
    );

const gateways = few(
    fc.record({ name: one("a"), port: one(443), protocol: one("HTTP", "HTTPS", "TLS", "TCP", "HBONE") }),
).map((listeners) =>
    make("gateway.networking.k8s.io/v1 Gateway", home, { spec: { gatewayClassName: "envoy", listeners } }),
);

const secrets = fc
    .tuple(
        one("Opaque", "kubernetes.io/tls", "helm.sh/release.v1", undefined),
        some({ "tls.crt": one("YQ=="), "tls.key": one("YQ==") }),
    )
    .map(([type, data]) =>
        make("v1 Secret", home, {
            type,
            data: type === "kubernetes.io/tls" ? { "tls.crt": "YQ==", "tls.key": "YQ==" } : data,
        }),
    );

const classes = some({
    parameters: some({ encrypted: one("true", "false"), provisioningMode: one("efs-ap", "other") }),
    volumeBindingMode: one("Immediate", "WaitForFirstConsumer"),
    allowVolumeExpansion: fc.boolean(),
    reclaimPolicy: one("Retain", "Delete"),
})
    .chain((fields) =>
        // Of other drivers the pack does not know how they encrypt, and admission says nothing.
        one(
            ...["ebs.csi.aws.com", "efs.csi.aws.com", "fsx.csi.aws.com"],
            ...["driver.longhorn.io", "kubernetes.io/aws-ebs"],
        ).map((provisioner) => ({ ...fields, provisioner })),
    )
    .map((fields) => make("storage.k8s.io/v1 StorageClass", {}, fields));

const others = fc
    .tuple(one("ConfigMap", "ServiceAccount"), one("default", "shop", "kube-public"))
    .map(([kind, namespace]) => make(`v1 ${kind}`, { namespace }, {}));

const arbitraries = [
    workloads,
    workloads,
    workloads,
    services,
    roles,
    bindings,
    namespaces,
    ingresses,
    gateways,
    secrets,
    classes,
    others,
];

/** Objects made up of what the rules look at, in every combination; the same ones for the same seed. */
export const variations = (count: number, seed: number): Fixture[] =>
    fc
        .sample(fc.oneof(...arbitraries), { numRuns: count, seed })
        // As JSON has it: a field that is not set is not there.
        .map((object) => ({ origin: `seed ${seed}`, object: JSON.parse(JSON.stringify(object)) }));
