import { eksAddonObjects } from "../../kubernetes/eks-addons.ts";
import { foundation } from "../foundation/foundation.ts";
import type { Rendered } from "./render.ts";

const service = (namespace: string, name: string, labels: object, port: string): Rendered => ({
    kind: "Service",
    metadata: { namespace, name, labels },
    spec: { ports: [{ name: port, port: 443 }] },
});

/** Pods that the Prometheus operator makes: of a server with its name, and sidecars. */
const operated = (name: string, owner: string, port: number, sidecars: object[] = []): Rendered => ({
    kind: "StatefulSet",
    metadata: { namespace: "monitoring", name: `${name}-monitoring-${name}` },
    spec: {
        template: {
            metadata: { labels: { "app.kubernetes.io/name": name, [owner]: `monitoring-${name}` } },
            spec: {
                containers: [
                    { name, ports: [{ name: "http-web", containerPort: port }] },
                    { name: "config-reloader", ports: [{ name: "reloader-web", containerPort: 8080 }] },
                    ...sidecars,
                ],
            },
        },
    },
});

/** Made by Envoy Gateway, of a Gateway. */
const proxies: Rendered = {
    kind: "Deployment",
    metadata: { namespace: "envoy-gateway", name: "gateway" },
    spec: {
        template: {
            metadata: {
                labels: {
                    "app.kubernetes.io/name": "envoy",
                    "app.kubernetes.io/component": "proxy",
                    "app.kubernetes.io/managed-by": "envoy-gateway",
                },
            },
            spec: {
                containers: [
                    {
                        name: "envoy",
                        ports: [
                            { name: "metrics", containerPort: 19_001 },
                            { name: "readiness", containerPort: 19_003 },
                        ],
                    },
                    { name: "shutdown-manager" },
                ],
            },
        },
    },
};

/** What monitors may look for that no chart brings. */
export async function standing(): Promise<Rendered[]> {
    const built = await foundation();
    const eksAddons = built.of("aws:eks/addon:Addon").map(({ urn, type, inputs }) => ({ urn, type, inputs }));
    return [
        service("default", "kubernetes", { component: "apiserver", provider: "kubernetes" }, "https"),
        // Made by the Prometheus operator, with the addresses of the nodes.
        service(
            "kube-system",
            "monitoring-kubelet",
            { "app.kubernetes.io/name": "kubelet", "k8s-app": "kubelet" },
            "https-metrics",
        ),
        operated("prometheus", "operator.prometheus.io/name", 9090, [
            { name: "thanos-sidecar", ports: [{ name: "http", containerPort: 10902 }] },
        ]),
        operated("alertmanager", "alertmanager", 9093),
        proxies,
        ...eksAddonObjects(eksAddons),
    ];
}
