import type { Api } from "./api.ts";
import { definition } from "./definitions.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";

const kinds = [
    definition(["operator.tigera.io", "v1", "Installation", "Cluster"]),
    definition(["crd.projectcalico.org", "v1", "GlobalNetworkPolicy", "Cluster"]),
];
const kind = { apiVersion: "operator.tigera.io/v1", kind: "Installation" };
const finalizer = "tigera.io/operator-cleanup";
const namespace = "calico-system";

/**
 * Does what the Tigera operator would (v1.42.3, `pkg/controller/installation/core_controller.go`): defines its kinds, which
 * take any content, makes the pods of an Installation, and lets it go when it shall: it has a finalizer, and only while
 * the operator is there does it go.
 */
export async function operateCalico(api: Api): Promise<void> {
    const operator = {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { namespace: "tigera-operator", name: "tigera-operator" },
    };
    if (!(await api.get(operator))) return;
    for (const each of kinds) if (!(await api.get(each))) await api.create(each);
    if (!(await api.serves(kind))) return;
    for (const installation of await api.list(kind.apiVersion, kind.kind)) await operate(api, installation);
}

async function operate(api: Api, installation: KubernetesObject): Promise<void> {
    const { finalizers = [], deletionTimestamp } = installation.metadata;
    if (deletionTimestamp !== undefined) {
        const others = finalizers.filter((name) => name !== finalizer);
        if (others.length < finalizers.length) await api.merge(installation, { metadata: { finalizers: others } });
        return;
    }
    for (const workload of calicoWorkloads(installation)) if (!(await api.get(workload))) await api.create(workload);
    if (!finalizers.includes(finalizer))
        await api.merge(installation, {
            metadata: { finalizers: [...finalizers, finalizer] },
            status: { conditions: [{ type: "Ready", status: "True", reason: "AllObjectsAvailable" }] },
        });
}

/** What the operator makes of an Installation for policies alone, and takes away with it. */
export function calicoWorkloads({ metadata: { name, uid }, spec }: KubernetesObject): KubernetesObject[] {
    const ownerReferences = [{ ...kind, name, uid, controller: true, blockOwnerDeletion: true }];
    return pods.flatMap(({ name, kind, overlay, container, pod, ...more }): KubernetesObject[] => {
        const metadata = { name, namespace, ownerReferences };
        const labels = { "k8s-app": name };
        const { containers, initContainers = [], ...over } = spec[overlay].spec.template.spec;
        const own = { ...container, image: `${spec.registry}calico/${name.replace("calico-", "")}:v3.32.1` };
        const { livenessProbe: _, readinessProbe: __, ...once } = own;
        const template = {
            metadata: { labels },
            spec: {
                ...pod,
                ...over,
                serviceAccountName: name,
                initContainers: initContainers.map((init: object) => ({ ...init, ...once })),
                containers: containers.map((each: object) => ({ ...each, ...own })),
            },
        };
        return [
            { apiVersion: "v1", kind: "ServiceAccount", metadata },
            { apiVersion: "apps/v1", kind, metadata, spec: { ...more, selector: { matchLabels: labels }, template } },
        ];
    });
}

const securityContext = (user: number, group: number) => ({
    privileged: user === 0,
    allowPrivilegeEscalation: user === 0,
    capabilities: { drop: ["ALL"] },
    ...{ runAsNonRoot: user !== 0, runAsUser: user, runAsGroup: group },
    seccompProfile: { type: "RuntimeDefault" },
});
const onPort = (port: number, path: string) => ({ httpGet: { host: "localhost", path, port } });
const command = (...words: string[]) => ({ exec: { command: words } });

/** As it makes them (`pkg/render`), as far as a cluster without containers and its policies look at them. */
const pods = [
    {
        name: "calico-node",
        kind: "DaemonSet",
        overlay: "calicoNodeDaemonSet",
        pod: { hostNetwork: true, tolerations: [{ operator: "Exists" }] },
        container: {
            securityContext: securityContext(0, 0),
            livenessProbe: onPort(9099, "/liveness"),
            readinessProbe: command("/bin/calico-node", "-felix-ready"),
        },
    },
    {
        name: "calico-typha",
        kind: "Deployment",
        overlay: "typhaDeployment",
        replicas: 2,
        pod: { hostNetwork: true },
        // All that it declares; the agents declare none.
        container: {
            ports: [{ name: "calico-typha", containerPort: 5473 }],
            securityContext: securityContext(10_001, 10_001),
            livenessProbe: onPort(9098, "/liveness"),
            readinessProbe: onPort(9098, "/readiness"),
        },
    },
    {
        name: "calico-kube-controllers",
        kind: "Deployment",
        overlay: "calicoKubeControllersDeployment",
        replicas: 1,
        pod: {},
        container: {
            securityContext: securityContext(999, 0),
            livenessProbe: command("/usr/bin/check-status", "-l"),
            readinessProbe: command("/usr/bin/check-status", "-r"),
        },
    },
];
