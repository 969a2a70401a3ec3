import { createHash } from "node:crypto";
import type { Api } from "./api.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";

/**
 * Makes the proxies of each Gateway with settings of Envoy Gateway, as its controller would (v1.9.0,
 * `internal/infrastructure/kubernetes/proxy`): service account, Deployment, budget and Service, in the namespace of the
 * Gateway. They are made once, and go with their owner.
 */
export async function operateGateways(api: Api): Promise<void> {
    if (!(await api.serves(kindOf("Gateway")))) return;
    for (const gateway of await api.list(kindOf("Gateway").apiVersion, "Gateway")) await make(api, gateway);
}

const kindOf = (kind: string) => ({ apiVersion: "gateway.networking.k8s.io/v1", kind });

async function make(api: Api, { metadata, spec }: KubernetesObject): Promise<void> {
    const { kind, name } = spec.infrastructure?.parametersRef ?? {};
    if (kind !== "EnvoyProxy" || metadata.deletionTimestamp !== undefined) return;
    const { namespace } = metadata;
    const settings = await api.get({
        apiVersion: "gateway.envoyproxy.io/v1alpha1",
        kind,
        metadata: { name, namespace },
    });
    const owner = await api.get({ ...kindOf("GatewayClass"), metadata: { name: spec.gatewayClassName } });
    const controller = await api.get({
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "envoy-gateway", namespace },
    });
    if (!settings || !owner || !controller) return;
    // The chart tells the controller to give proxies the image that it has itself, beside that of Envoy.
    const { image } = controller.spec.template.spec.containers[0];
    for (const object of proxies({ metadata, spec }, settings.spec, owner, image))
        if (!(await api.get(object))) await api.create(object);
}

function proxies(
    gateway: Pick<KubernetesObject, "metadata" | "spec">,
    { provider }: KubernetesObject["spec"],
    owner: KubernetesObject,
    ownImage: string,
): KubernetesObject[] {
    const { envoyDeployment, envoyPDB, envoyService } = provider.kubernetes;
    const { name: of, namespace = "" } = gateway.metadata;
    const labels = {
        "app.kubernetes.io/component": "proxy",
        "app.kubernetes.io/managed-by": "envoy-gateway",
        "app.kubernetes.io/name": "envoy",
        "gateway.envoyproxy.io/owning-gateway-name": of,
        "gateway.envoyproxy.io/owning-gateway-namespace": namespace,
    };
    const metadata = (name: string) => ({
        name,
        namespace,
        labels,
        ownerReferences: [
            { apiVersion: owner.apiVersion, kind: owner.kind, name: owner.metadata.name, uid: owner.metadata.uid },
        ],
    });
    const { replicas, strategy, pod, container, patch } = envoyDeployment;
    const { labels: more, annotations: said, ...podSpec } = pod;
    const { minReadySeconds, template } = patch.value.spec;
    const { resources } =
        template.spec.containers.find(({ name }: { name: string }) => name === "shutdown-manager") ?? {};
    const ports: number[] = [...new Set<number>(gateway.spec.listeners.map(({ port }: { port: number }) => port))];
    const { annotations, name: service, externalTrafficPolicy, ...own } = envoyService;
    const digest = createHash("sha256").update(`${namespace}/${of}`).digest("hex");
    const account = `envoy-${namespace}-${of}-${digest.slice(0, 8)}`;
    return [
        {
            apiVersion: "v1",
            kind: "ServiceAccount",
            metadata: metadata(account),
            automountServiceAccountToken: false,
        },
        {
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: metadata(envoyDeployment.name),
            spec: {
                replicas,
                strategy,
                minReadySeconds,
                selector: { matchLabels: labels },
                template: {
                    metadata: { labels: { ...labels, ...more }, annotations: said },
                    spec: {
                        ...podSpec,
                        serviceAccountName: account,
                        automountServiceAccountToken: false,
                        containers: [
                            {
                                name: "envoy",
                                image: container.image,
                                resources: container.resources,
                                ...probed("/ready", 19_003),
                                securityContext,
                            },
                            {
                                name: "shutdown-manager",
                                image: ownImage,
                                resources,
                                ...probed("/healthz", 19_002),
                                securityContext,
                            },
                        ],
                    },
                },
            },
        },
        {
            apiVersion: "policy/v1",
            kind: "PodDisruptionBudget",
            metadata: metadata(envoyPDB.name),
            spec: {
                maxUnavailable: envoyPDB.maxUnavailable,
                ...envoyPDB.patch.value.spec,
                selector: { matchLabels: labels },
            },
        },
        {
            apiVersion: "v1",
            kind: "Service",
            metadata: { ...metadata(service), annotations },
            spec: {
                ...own,
                // The definition has a default, which the controller gives to who is reached from outside only.
                ...(own.type === "LoadBalancer" && { externalTrafficPolicy }),
                selector: labels,
                ports: ports.map((port) => ({
                    name: port === 443 ? "tls-443" : `http-${port}`,
                    port,
                    targetPort: port + 10_000,
                })),
            },
        },
    ];
}

const probed = (path: string, port: number) => {
    const probe = { httpGet: { path, port } };
    return { readinessProbe: probe, livenessProbe: probe };
};

/** What the controller gives both containers. */
const securityContext = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    runAsNonRoot: true,
    runAsUser: 65_532,
    runAsGroup: 65_532,
    seccompProfile: { type: "RuntimeDefault" },
};
