import type { Api } from "../../kubernetes/api.ts";
import type { KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import { until } from "../../kubernetes/until.ts";

// biome-ignore lint/suspicious/noExplicitAny: a pod spec, of which each test changes a part
type Spec = Record<string, any>;

const image = "registry.example.com/thing:1.0.0";

/** A pod that the level `restricted` accepts, in a namespace. */
export const goodPod = (namespace: string, name = "good"): KubernetesObject => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace },
    spec: {
        securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
        containers: [
            {
                name: "main",
                image,
                securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
            },
        ],
    },
});

/** The same pod, with something of its spec, or of its only container, put in by hand. */
export function badPod(namespace: string, spec: Spec = {}, container: Spec = {}): KubernetesObject {
    const good = goodPod(namespace, "bad");
    const [main] = good.spec.containers;
    const securityContext = { ...main.securityContext, ...container.securityContext };
    return { ...good, spec: { ...good.spec, ...spec, containers: [{ ...main, ...container, securityContext }] } };
}

/** A namespace has its service account a moment after it is there, and refuses every pod until then. */
export const admitsPods = (api: Api, namespace: string): Promise<KubernetesObject> =>
    until("the default service account", 30, () =>
        api.get({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace } }),
    );

/** What makes pods that the level `restricted` accepts; replicas and the template's own fields come from the test. */
export const workload = (
    kind: string,
    namespace: string,
    name: string,
    spec: object,
    pod: Spec = {},
): KubernetesObject => {
    const labels = { app: name };
    const template = { metadata: { labels }, spec: { ...goodPod(namespace).spec, ...pod } };
    const metadata = { name, namespace };
    return { apiVersion: "apps/v1", kind, metadata, spec: { ...spec, selector: { matchLabels: labels }, template } };
};

export const service = (namespace: string, type: string): KubernetesObject => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: `service-${type.toLowerCase()}`, namespace },
    spec: { type, selector: { app: "none" }, ports: [{ port: 80 }] },
});
