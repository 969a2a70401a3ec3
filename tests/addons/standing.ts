import { installation } from "../../components/traffic/policy-engines/calico/installation.ts";
import { calicoWorkloads } from "../../kubernetes/calico.ts";
import { eksAddonObjects } from "../../kubernetes/eks-addons.ts";
import type { KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import { foundation } from "../foundation/foundation.ts";
import { profile } from "./example.ts";
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

/** Made of a Gateway, by who is asked for it. */
const proxies = (namespace: string, labels: Record<string, string>, ports: Record<string, number>): Rendered => ({
    kind: "Deployment",
    metadata: { namespace, name: "gateway" },
    spec: {
        template: {
            metadata: { labels },
            spec: {
                containers: [
                    {
                        name: "proxy",
                        ports: Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort })),
                    },
                    { name: "helper" },
                ],
            },
        },
    },
});

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
        proxies(
            "envoy-gateway",
            {
                "app.kubernetes.io/name": "envoy",
                "app.kubernetes.io/component": "proxy",
                "app.kubernetes.io/managed-by": "envoy-gateway",
            },
            { metrics: 19_001, readiness: 19_003 },
        ),
        // `files/kube-gateway.yaml` of istiod's chart.
        proxies(
            "istio-gateway",
            { "gateway.networking.k8s.io/gateway-name": "gateway" },
            { metrics: 15_020, "status-port": 15_021, "http-envoy-prom": 15_090 },
        ),
        // `files/waypoint.yaml` of the same.
        proxies(
            "istio-egress",
            { "gateway.networking.k8s.io/gateway-name": "waypoint" },
            { metrics: 15_020, "status-port": 15_021, "http-envoy-prom": 15_090 },
        ),
        // `internal/controller/provisioner/objects.go` of NGINX Gateway Fabric.
        proxies(
            "nginx-gateway",
            {
                "app.kubernetes.io/name": "gateway-nginx",
                "app.kubernetes.io/instance": "nginx-gateway",
                "app.kubernetes.io/managed-by": "nginx-gateway-nginx",
                "gateway.networking.k8s.io/gateway-name": "gateway",
            },
            { "port-80": 80, metrics: 9113 },
        ),
        ...calicoWorkloads(installation(profile) as KubernetesObject),
        ...eksAddonObjects(eksAddons),
    ];
}
