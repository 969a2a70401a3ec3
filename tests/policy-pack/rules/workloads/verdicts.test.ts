import { describe, expect, test } from "vitest";
import type { Resource } from "../../../../policy-pack/inventory/resource.ts";
import { resultOf } from "../../judged.ts";
import { object } from "../../ready/resource.ts";

const deployment = (spec: object, labels: object = {}) =>
    object("apps/v1:Deployment", "shop", {
        metadata: { namespace: "shop" },
        spec: { replicas: 2, template: { metadata: { labels }, spec } },
    });
const statusOf = (id: string, ...resources: Resource[]) => resultOf(id, resources)?.status;

describe("a container that Istio fills in", () => {
    const proxy = { name: "istio-proxy", image: "auto" };
    const inject = { "sidecar.istio.io/inject": "true" };
    const filledIn = [
        ...["image-tag-fixed", "image-registry-allowed", "image-digest"],
        ...["res-requests", "res-limits", "pod-no-privilege-escalation", "pod-ro-rootfs"],
    ];

    test.each(filledIn)("is not judged by %s", (id) => {
        expect(statusOf(id, deployment({ containers: [proxy] }, inject))).toBe("not-applicable");
        expect(statusOf(id, deployment({ containers: [proxy] }, { "istio.io/rev": "stable" }))).toBe("not-applicable");
    });

    test.each(["image-pull-policy", "probe-liveness", "pod-caps-dropped", "res-ephemeral"])(
        "is no finding of %s",
        (id) => {
            expect(statusOf(id, deployment({ containers: [proxy] }, inject))).toBe("pass");
        },
    );

    test.each<[string, object, object]>([
        ["in a pod that nothing is put into", proxy, {}],
        ["in a pod that is kept out", proxy, { "istio.io/rev": "stable", "sidecar.istio.io/inject": "false" }],
        ["under another name", { name: "shop", image: "auto" }, inject],
        ["with an image of its own", { name: "istio-proxy", image: "proxy:latest" }, inject],
    ])("is judged like others %s", (_, container, labels) => {
        expect(statusOf("image-tag-fixed", deployment({ containers: [container] }, labels))).toBe("fail");
    });

    test.each<[string, object]>([
        ["pod-not-privileged", { securityContext: { privileged: true } }],
        ["pod-caps-dropped", { securityContext: { capabilities: { add: ["SYS_ADMIN"] } } }],
        ["pod-no-host-ports", { ports: [{ containerPort: 443, hostPort: 443 }] }],
        ["secret-not-in-env", { envFrom: [{ secretRef: { name: "keys" } }] }],
    ])("is judged by %s for what it says itself", (id, fields) => {
        expect(statusOf(id, deployment({ containers: [{ ...proxy, ...fields }] }, inject))).toBe("fail");
    });

    test("hides none of the others", () => {
        const containers = [proxy, { name: "shop", image: "shop:latest" }];
        expect(statusOf("image-tag-fixed", deployment({ containers }, inject))).toBe("fail");
    });
});

describe("a dump of a cluster", () => {
    const container = (image: string) => ({ containers: [{ name: "shop", image }] });
    const owned = (kind: string, name: string) => ({
        metadata: { namespace: "shop", ownerReferences: [{ kind, name, controller: true }] },
    });
    const template = (image: string) => ({ template: { spec: container(image) } });
    const latest = deployment(container("shop:latest"));
    const current = object("apps/v1:ReplicaSet", "shop-1", {
        ...owned("Deployment", "shop"),
        spec: template("shop:latest"),
    });
    const former = object("apps/v1:ReplicaSet", "shop-0", {
        ...owned("Deployment", "shop"),
        spec: { replicas: 0, ...template("shop:latest") },
    });
    const pod = object("core/v1:Pod", "shop-1-a", { ...owned("ReplicaSet", "shop-1"), spec: container("shop:latest") });
    const findings = (...resources: Resource[]) =>
        resultOf("image-tag-fixed", resources)
            ?.evidence.filter(({ status }) => status === "fail")
            .map(({ urn }) => urn);

    test("counts a fault once, at the workload that people wrote", () => {
        expect(findings(pod, former, current, latest)).toEqual([latest.urn]);
    });

    test("is not blamed for what ran before", () => {
        expect(findings(former, deployment(container("shop:1.0")))).toEqual([]);
    });

    test("without the workload, is judged by what it made", () => {
        expect(findings(pod, current)).toEqual([current.urn]);
        expect(findings(pod)).toEqual([pod.urn]);
    });

    test("of one namespace hides nothing of another", () => {
        const elsewhere = { ...latest, props: { ...latest.props, metadata: { name: "shop", namespace: "cart" } } };
        expect(findings(current, elsewhere)).toEqual([elsewhere.urn, current.urn]);
    });

    test("counts a run of a CronJob at its CronJob", () => {
        const cron = object("batch/v1:CronJob", "dump", {
            metadata: { namespace: "shop" },
            spec: { jobTemplate: { spec: template("shop:latest") } },
        });
        const run = object("batch/v1:Job", "dump-1", { ...owned("CronJob", "dump"), spec: template("shop:latest") });
        expect(findings(run, cron)).toEqual([cron.urn]);
    });
});

test.each<[string, string[], string]>([
    ["as the program", ["sudo", "shop"], "fail"],
    ["within a line for a shell", ["sh", "-c", "cd /srv && sudo -u shop ./shop"], "fail"],
    ["by its path", ["/usr/bin/sudo", "shop"], "fail"],
    ["as a part of another word", ["shop", "--sudoers=/etc/shop", "pseudo"], "pass"],
])("sudo %s", (_, command, status) => {
    expect(statusOf("no-legacy-agents", deployment({ containers: [{ name: "shop", command }] }))).toBe(status);
    expect(statusOf("no-legacy-agents", deployment({ containers: [{ name: "shop", args: command }] }))).toBe(status);
});

test("a volume that reaches out of its pod is told by its kind", () => {
    const pod = deployment({ containers: [{ name: "shop" }], volumes: [{ name: "node", hostPath: { path: "/" } }] });
    const [found] = resultOf("pod-volume-types", [pod])?.evidence ?? [];
    expect(found).toMatchObject({
        status: "fail",
        message: expect.stringContaining("volume node is of the kind hostPath"),
    });
});

const probe = { httpGet: { path: "/", port: 8080 } };
const ports = [{ containerPort: 8080 }];

test.each<[string, object[], string]>([
    ["beside one that does, and is asked", [{ name: "shop", ports, livenessProbe: probe }, { name: "sync" }], "pass"],
    [
        "beside one that does, and is not asked",
        [
            { name: "shop", ports },
            { name: "sync", livenessProbe: probe },
        ],
        "fail",
    ],
    ["on its own", [{ name: "worker" }], "fail"],
    ["beside another that opens none", [{ name: "worker", livenessProbe: probe }, { name: "sync" }], "fail"],
])("liveness of a container that opens no port %s", (_, containers, status) => {
    expect(statusOf("probe-liveness", deployment({ containers }))).toBe(status);
});

test.each([
    ...["core/v1:ResourceQuota", "core/v1:LimitRange", "networking.k8s.io/v1:NetworkPolicy"],
    ...["rbac.authorization.k8s.io/v1:Role", "rbac.authorization.k8s.io/v1:RoleBinding"],
    ...["policy/v1:PodDisruptionBudget", "autoscaling/v2:HorizontalPodAutoscaler"],
])("nothing belongs into the namespace default, no %s either", (type) => {
    expect(statusOf("ns-not-default", object(type, "shop", {}))).toBe("fail");
    expect(statusOf("ns-not-default", object(type, "shop", { metadata: { namespace: "kube-system" } }))).toBe("pass");
});

describe("what is said at one of several places counts:", () => {
    const sized = { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } };
    const containers = [{ name: "shop" }, { name: "proxy" }];

    test.each(["res-requests", "res-limits"])("%s takes the resources of a pod for all its containers", (id) => {
        expect(statusOf(id, deployment({ resources: sized, containers }))).toBe("pass");
        expect(statusOf(id, deployment({ resources: { requests: { cpu: "1" } }, containers }))).toBe("fail");
    });

    test.each([
        [3, "pass"],
        [4, "fail"],
    ])("a budget that needs %i of the four pods of two Deployments: %s", (minAvailable, status) => {
        const colours = ["blue", "green"].map((name) =>
            object("apps/v1:Deployment", name, {
                metadata: { namespace: "shop" },
                spec: { replicas: 2, template: { metadata: { labels: { app: "shop" } }, spec: { containers } } },
            }),
        );
        const budget = object("policy/v1:PodDisruptionBudget", "shop", {
            metadata: { namespace: "shop" },
            spec: {
                minAvailable,
                unhealthyPodEvictionPolicy: "AlwaysAllow",
                selector: { matchLabels: { app: "shop" } },
            },
        });
        expect(statusOf("pdb-not-blocking", budget, ...colours)).toBe(status);
    });

    const share = { type: "Utilization", averageUtilization: 70 };
    test.each<[string, object[] | undefined, object, string]>([
        ["a queue", [{ type: "External", external: { metric: { name: "a" }, target: { type: "Value" } } }], {}, "pass"],
        ["an average", [{ type: "Resource", resource: { name: "cpu", target: { type: "AverageValue" } } }], {}, "pass"],
        ["a share of CPU", [{ type: "Resource", resource: { name: "cpu", target: share } }], {}, "fail"],
        [
            "a share of memory",
            [{ type: "Resource", resource: { name: "memory", target: share } }],
            { cpu: "1" },
            "fail",
        ],
        ["nothing, which is CPU", undefined, {}, "fail"],
        ["nothing, which is CPU", undefined, { cpu: "1" }, "pass"],
    ])("an autoscaler by %s, of a workload that asks for what it is measured by", (_, metrics, requests, status) => {
        const { props, ...rest } = deployment({ containers: [{ name: "shop", resources: { requests } }] });
        const workload = { ...rest, props: { ...props, spec: { ...props.spec, replicas: undefined } } };
        const hpa = object("autoscaling/v2:HorizontalPodAutoscaler", "shop", {
            metadata: { namespace: "shop" },
            spec: { scaleTargetRef: { kind: "Deployment", name: "shop" }, minReplicas: 2, maxReplicas: 9, metrics },
        });
        expect(statusOf("hpa-valid", hpa, workload)).toBe(status);
    });

    test.each([
        ["fsx.csi.aws.com", {}, "pass"],
        ["driver.longhorn.io", { encrypted: "true" }, "pass"],
        ["driver.longhorn.io", {}, "fail"],
        ["rbd.csi.ceph.com", {}, "unknown"],
        ["kubernetes.io/aws-ebs", { encrypted: "true" }, "fail"],
    ])("a class of %s with %j is judged in the driver's own words: %s", (provisioner, parameters, status) => {
        const rest = { volumeBindingMode: "WaitForFirstConsumer", allowVolumeExpansion: true, reclaimPolicy: "Retain" };
        const storageClass = object("storage.k8s.io/v1:StorageClass", "data", { provisioner, parameters, ...rest });
        expect(statusOf("storageclass-safe", storageClass)).toBe(status);
    });

    test.each([
        ["shop", "fail"],
        ["other", "unknown"],
    ])("a variable reads a ConfigMap of its own namespace, not that of %s", (namespace, status) => {
        const map = object("core/v1:ConfigMap", "settings", { metadata: { namespace }, data: { colour: "blue" } });
        const valueFrom = { configMapKeyRef: { name: "settings", key: "size" } };
        const reader = deployment({ containers: [{ name: "shop", env: [{ name: "SIZE", valueFrom }] }] });
        expect(statusOf("refs-resolve", reader, map)).toBe(status);
    });

    test.each([
        ["snapshot.storage.k8s.io/v1beta1:VolumeSnapshot", "not-applicable"],
        ["kubeadm.k8s.io/v1beta3:ClusterConfiguration", "not-applicable"],
        ["resource.k8s.io/v1alpha3:DeviceTaintRule", "fail"],
    ])("%s is judged by the versions of Kubernetes only where Kubernetes serves it: %s", (type, status) => {
        expect(statusOf("api-not-deprecated", object(type, "a", { metadata: { name: "a" } }))).toBe(status);
    });
});
