import { describe, expect, test } from "vitest";
import type { Resource } from "../../../../policy-pack/inventory/resource.ts";
import { unknown } from "../../../../policy-pack/inventory/unknown.ts";
import { workloads } from "../../../../policy-pack/reading/workloads.ts";
import { inventoryOf, resultOf } from "../../judged.ts";
import { object, release } from "../../ready/resource.ts";

const status = (check: string, ...resources: Resource[]) => resultOf(check, resources)?.status;
const custom = (type: string, spec: unknown, name = "web") =>
    object(type, name, { metadata: { namespace: "web" }, spec });

const bad = {
    metadata: { labels: { app: "web" } },
    spec: {
        hostNetwork: true,
        containers: [{ name: "web", image: "web:latest", securityContext: { privileged: true } }],
    },
};

describe("a pod template is judged in", () => {
    test.each<[string, Resource]>([
        ["a Rollout", custom("argoproj.io/v1alpha1:Rollout", { template: bad })],
        ["a Service of Knative", custom("serving.knative.dev/v1:Service", { template: bad })],
        [
            "a set of jobs",
            custom("jobset.x-k8s.io/v1alpha2:JobSet", { replicatedJobs: [{ template: { spec: { template: bad } } }] }),
        ],
        [
            "a group with leaders",
            custom("leaderworkerset.x-k8s.io/v1:LeaderWorkerSet", { leaderWorkerTemplate: { workerTemplate: bad } }),
        ],
        [
            "a training job",
            custom("kubeflow.org/v1:PyTorchJob", { pytorchReplicaSpecs: { Worker: { template: bad } } }),
        ],
        ["an object in an object", custom("example.com/v1:Object", { manifest: { spec: { template: bad } } })],
    ])("%s", (_, resource) => {
        expect(status("pod-not-privileged", resource)).toBe("fail");
        expect(status("pod-no-host-namespaces", resource)).toBe("fail");
        expect(status("image-tag-fixed", resource)).toBe("fail");
    });

    test("a patch of what an operator makes, where it makes something worse; of the rest it says nothing", () => {
        const proxy = (container: object) =>
            custom("gateway.envoyproxy.io/v1alpha1:EnvoyProxy", {
                patch: { value: { spec: { template: { spec: { containers: [{ name: "envoy", ...container }] } } } } },
            });
        expect(status("pod-not-privileged", proxy({ securityContext: { privileged: true } }))).toBe("fail");
        expect(status("image-tag-fixed", proxy({ image: "envoy:latest" }))).toBe("fail");
        expect(status("image-tag-fixed", proxy({ resources: {} }))).toBe("not-applicable");
        expect(status("pod-not-privileged", proxy({ image: "envoy:v1.36.0" }))).toBe("not-applicable");
    });

    test("a patch in a list, and under a key that is not one", () => {
        const proxy = (key: string) =>
            custom("gateway.envoyproxy.io/v1alpha1:EnvoyProxy", {
                provider: {
                    [key]: [
                        { value: { spec: { template: { spec: { containers: [{ name: "envoy", resources: {} }] } } } } },
                    ],
                },
            });
        expect(status("replicas-min", proxy("patches"))).toBe("not-applicable");
        expect(status("image-tag-fixed", proxy("Patch"))).toBe("not-applicable");
        expect(status("image-tag-fixed", proxy("dispatch"))).toBe("unknown");
        expect(status("image-tag-fixed", proxy("patched"))).toBe("unknown");
    });

    test.each([
        "apps.kruise.io/v1alpha1:CloneSet",
        "apps.kruise.io/v1beta1:StatefulSet",
        "apps.openshift.io/v1:DeploymentConfig",
    ])("%s, which does what a Deployment does, also where its template comes later", (type) => {
        const later = custom(type, { replicas: 1, template: unknown });
        expect(status("replicas-min", custom(type, { replicas: 1, template: bad }))).toBe("fail");
        expect(status("image-tag-fixed", later)).toBe("unknown");
        expect(status("image-tag-fixed", custom(type, unknown))).toBe("unknown");
        expect(workloads(inventoryOf([later, custom("example.com/v1:Other", { template: unknown })]))).toHaveLength(1);
        expect(workloads(inventoryOf([custom(type, {})]))).toHaveLength(0);
    });

    test("an object with several, each by itself", () => {
        const good = { spec: { containers: [{ name: "head", image: "ray:2.9.0" }] } };
        const cluster = custom("ray.io/v1:RayCluster", {
            headGroupSpec: { template: good },
            workerGroupSpecs: [{ template: bad }],
        });
        const { evidence = [] } = resultOf("pod-no-host-namespaces", [cluster]) ?? {};
        expect(evidence.map(({ status }) => status)).toEqual(["pass", "fail"]);
    });
});

test("what a template leaves to its operator is unknown, and what it sets is judged", () => {
    const nodes = (container: object) =>
        custom("elasticsearch.k8s.elastic.co/v1:Elasticsearch", {
            nodeSets: [{ podTemplate: { spec: { containers: [{ name: "elasticsearch", ...container }] } } }],
        });
    expect(status("image-tag-fixed", nodes({}))).toBe("unknown");
    expect(status("pod-not-privileged", nodes({}))).toBe("unknown");
    expect(status("pod-not-privileged", nodes({ securityContext: { privileged: true } }))).toBe("fail");
});

const container = { name: "main", image: "main:latest", securityContext: { privileged: true } };

test.each<[string, Resource]>([
    ["beside those of a Prometheus", custom("monitoring.coreos.com/v1:Prometheus", { containers: [container] })],
    ["that predicts", custom("serving.kserve.io/v1beta1:InferenceService", { predictor: { containers: [container] } })],
    ["of a step", custom("tekton.dev/v1:Task", { steps: [container] })],
    ["of a workflow", custom("argoproj.io/v1alpha1:WorkflowTemplate", { templates: [{ name: "main", container }] })],
])("a container %s is judged, and what its operator sets of the pod is unknown", (_, resource) => {
    expect(status("pod-not-privileged", resource)).toBe("fail");
    expect(status("image-tag-fixed", resource)).toBe("fail");
    expect(status("pod-no-host-namespaces", resource)).toBe("unknown");
});

test("what is called containers and holds other things is no pod", () => {
    const account = custom("storage.example.com/v1:Account", { containers: [{ name: "files", access: "private" }] });
    expect(workloads(inventoryOf([account]))).toEqual([]);
});

test.each<[string, Resource]>([
    [
        "policy of Kyverno",
        custom("kyverno.io/v1:ClusterPolicy", { rules: [{ generate: { data: { spec: { template: bad } } } }] }),
    ],
    ["release of Helm", release("web", "web", { podTemplate: bad })],
    ["release of Flux", custom("helm.toolkit.fluxcd.io/v2:HelmRelease", { values: { podTemplate: bad } })],
    ["constraint of Gatekeeper", custom("mutations.gatekeeper.sh/v1:Assign", { parameters: { template: bad } })],
    ["NodePool", custom("karpenter.sh/v1:NodePool", { template: { spec: { taints: [] } } })],
    ["Rollout of a Deployment", custom("argoproj.io/v1alpha1:Rollout", { workloadRef: { name: "web" } })],
])("a %s makes no pods by a template", (_, resource) => {
    expect(workloads(inventoryOf([resource]))).toEqual([]);
});

describe("a Rollout", () => {
    const rollout = (more: object) => custom("argoproj.io/v1alpha1:Rollout", { template: bad, ...more });
    const autoscaler = (kind: string) =>
        custom("autoscaling/v2:HorizontalPodAutoscaler", {
            minReplicas: 2,
            maxReplicas: 6,
            scaleTargetRef: { apiVersion: "argoproj.io/v1alpha1", kind, name: "web" },
        });
    const messages = (...resources: Resource[]) =>
        resultOf("hpa-valid", resources)
            ?.evidence.map(({ message }) => message)
            .join();

    test("is the target of an autoscaler, like a Deployment", () => {
        expect(messages(rollout({}), autoscaler("Rollout"))).toContain("asks for no CPU");
        expect(messages(rollout({ replicas: 2 }), autoscaler("Rollout"))).toContain("sets its own number of pods");
    });

    test("whose pods are a Deployment's leaves its autoscaler unknown, and one that is not there fails it", () => {
        const other = custom("argoproj.io/v1alpha1:Rollout", { workloadRef: { kind: "Deployment", name: "web" } });
        expect(status("hpa-valid", other, autoscaler("Rollout"))).toBe("unknown");
        expect(
            messages(custom("argoproj.io/v1alpha1:Rollout", { template: bad }, "other"), autoscaler("Rollout")),
        ).toContain("Rollout web, which does not exist");
        expect(status("hpa-valid", autoscaler("Rollout"))).toBe("unknown");
    });

    test("must run twice and have a budget, like a Deployment", () => {
        expect(status("replicas-min", rollout({ replicas: 1 }))).toBe("fail");
        expect(status("pdb-exists", rollout({ replicas: 2 }))).toBe("fail");
    });

    test("has pods that Services and policies select", () => {
        const service = custom("core/v1:Service", { selector: { app: "web" }, ports: [{ port: 80 }] });
        const policy = custom("networking.k8s.io/v1:NetworkPolicy", { podSelector: { matchLabels: { app: "web" } } });
        const own = rollout({ selector: { matchLabels: { app: "web" } } });
        expect(status("refs-select", service, own)).toBe("pass");
        expect(status("netpol-no-dangling", policy, rollout({}))).toBe("pass");
        expect(status("netpol-no-dangling", policy)).toBe("unknown");
    });

    test("whose template is known only after the update is unknown", () => {
        expect(status("pod-not-privileged", custom("argoproj.io/v1alpha1:Rollout", { template: unknown }))).toBe(
            "unknown",
        );
        expect(status("pod-not-privileged", custom("argoproj.io/v1alpha1:Rollout", unknown))).toBe("unknown");
    });
});

test.each<[string, Resource, Record<string, string>, string]>([
    [
        "Prometheus",
        custom("monitoring.coreos.com/v1:Prometheus", {}),
        { "app.kubernetes.io/name": "prometheus" },
        "pass",
    ],
    [
        "a label of the object's name",
        custom("monitoring.coreos.com/v1:Alertmanager", {}),
        { alertmanager: "web" },
        "pass",
    ],
    ["another app", custom("monitoring.coreos.com/v1:Prometheus", {}), { "app.kubernetes.io/name": "grafana" }, "fail"],
    ["its domain", custom("postgresql.cnpg.io/v1:Cluster", {}), { "cnpg.io/cluster": "web" }, "unknown"],
    ["its domain, of another name", custom("postgresql.cnpg.io/v1:Cluster", {}), { "cnpg.io/cluster": "x" }, "fail"],
    ["no word of it", custom("external-secrets.io/v1:ExternalSecret", {}), { app: "web" }, "fail"],
])("a policy for pods that an operator makes, told by %s", (_, made, matchLabels, expected) => {
    const policy = custom("networking.k8s.io/v1:NetworkPolicy", { podSelector: { matchLabels } });
    const other = custom("core/v1:Pod", { containers: [{}] }, "other");
    expect(status("netpol-no-dangling", policy, other, made)).toBe(expected);
    expect(status("netpol-no-dangling", policy, other)).toBe("fail");
});
