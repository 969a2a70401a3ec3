import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { secret, unknownValue, type Values } from "../../sandbox/providers/values.ts";
import { aws, clusterIn, type Driver, kubeconfig, kubernetes, newAccount, object } from "./clouds.ts";

const types = {
    namespace: "kubernetes:core/v1:Namespace",
    configMap: "kubernetes:core/v1:ConfigMap",
    secret: "kubernetes:core/v1:Secret",
    service: "kubernetes:core/v1:Service",
    quota: "kubernetes:core/v1:ResourceQuota",
    limits: "kubernetes:core/v1:LimitRange",
    policy: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
    storage: "kubernetes:storage.k8s.io/v1:StorageClass",
    priority: "kubernetes:scheduling.k8s.io/v1:PriorityClass",
    binding: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
    role: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
    budget: "kubernetes:policy/v1:PodDisruptionBudget",
    release: "kubernetes:helm.sh/v3:Release",
    nodePool: "kubernetes:karpenter.sh/v1:NodePool",
};
type Name = keyof typeof types;

const named = (name = "it", more: Values = {}) => ({ metadata: { name, ...more } });
const good: Record<Name, Values> = {
    namespace: named("team", { labels: { "pod-security.kubernetes.io/enforce": "restricted" } }),
    configMap: { ...named(), data: { "a.yaml": "b" } },
    secret: { ...named(), stringData: { password: "x" } },
    service: { ...named(), spec: { ports: [{ port: 80, targetPort: "http" }] } },
    quota: { ...named(), spec: { hard: { "requests.cpu": "4", "limits.memory": "8Gi" } } },
    limits: { ...named(), spec: { limits: [{ type: "Container", default: { cpu: "500m" } }] } },
    policy: {
        ...named(),
        spec: {
            podSelector: {},
            policyTypes: ["Ingress"],
            ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/8" } }], ports: [{ port: 443 }] }],
        },
    },
    storage: { ...named(), provisioner: "ebs.csi.aws.com", reclaimPolicy: "Retain" },
    priority: { ...named(), value: 1000 },
    binding: {
        ...named(),
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "x" },
        subjects: [{ kind: "ServiceAccount", name: "x", namespace: "y" }],
    },
    role: { ...named("system:thing"), rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] },
    budget: { ...named(), spec: { minAvailable: 1 } },
    release: {
        name: "it",
        namespace: "kube-system",
        chart: "kyverno",
        version: "3.9.0",
        repositoryOpts: { repo: "https://kyverno.github.io/kyverno" },
    },
    nodePool: { ...named(), spec: {} },
};
const inputs = (name: Name, change: Values = {}): Values =>
    name === "release" ? { ...good.release, ...change } : object(types[name], { ...good[name], ...change });

/** A cluster, and a provider that talks to it. */
function cluster(settings: Values = {}): Driver & { driver: Driver } {
    const account = newAccount();
    const driver = aws(account);
    const { endpoint } = clusterIn(driver);
    return Object.assign(kubernetes(account, endpoint, settings), { driver });
}

test.each(Object.keys(good) as Name[])("a %s is accepted as it should be", (name) => {
    expect(cluster().check(types[name], inputs(name))).toEqual([]);
});

test.each<[Name, Values, string, RegExp]>([
    ["namespace", { apiVersion: "v2" }, "apiVersion", /must be v1/],
    ["namespace", { kind: "Namespaces" }, "kind", /must be Namespace/],
    ["namespace", named("Team"), "metadata.name", /RFC 1123/],
    ["namespace", named("a.b"), "metadata.name", /RFC 1123/],
    ["namespace", named("x".repeat(64)), "metadata.name", /at most 63/],
    [
        "namespace",
        named("x", { labels: { "pod-security.kubernetes.io/enforce": "strict" } }),
        "metadata.labels",
        /privileged, baseline, restricted/,
    ],
    [
        "namespace",
        named("x", { labels: { "pod-security.kubernetes.io/enforce-version": "1.35" } }),
        "metadata.labels",
        /latest or a version/,
    ],
    ["configMap", named("x", { labels: { "a b": "c" } }), "metadata.labels", /a key such as/],
    ["configMap", named("x", { labels: { a: "c d" } }), "metadata.labels.a", /at most 63/],
    ["configMap", named("x", { labels: { a: true } }), "metadata.labels.a", /a text/],
    ["configMap", named("x", { annotations: { "a/b/c": "" } }), "metadata.annotations", /a key such as/],
    ["configMap", named("x", { annotations: { a: "x".repeat(262144) } }), "metadata.annotations", /262144 bytes/],
    ["configMap", { data: { "a b": "" } }, "data", /the key "a b"/],
    ["configMap", { spec: {} }, "spec", /no field spec/],
    ["secret", { stringData: { a: "x".repeat(1048577) } }, "data", /1048576 bytes/],
    ["service", named("1st"), "metadata.name", /RFC 1035/],
    ["service", { spec: { type: "Internet" } }, "spec.type", /ClusterIP/],
    ["service", { spec: { ports: [{ port: 0 }] } }, "spec.ports[0].port", /1 to 65535/],
    ["quota", { spec: { hard: { cpu: "four" } } }, "spec.hard.cpu", /a quantity/],
    ["limits", { spec: { limits: [{ type: "Node" }] } }, "spec.limits[0].type", /Container, Pod/],
    ["policy", { spec: { policyTypes: ["ingress"] } }, "spec.policyTypes[0]", /Ingress, Egress/],
    [
        "policy",
        { spec: { egress: [{ to: [{ ipBlock: { cidr: "10.0.0.1/8" } }] }] } },
        "spec.egress[0].to[0].ipBlock.cidr",
        /an IP range/,
    ],
    [
        "policy",
        { spec: { ingress: [{ ports: [{ protocol: "HTTP" }] }] } },
        "spec.ingress[0].ports[0].protocol",
        /TCP, UDP, SCTP/,
    ],
    ["storage", { provisioner: undefined }, "provisioner", /required/],
    ["storage", { volumeBindingMode: "Later" }, "volumeBindingMode", /WaitForFirstConsumer/],
    ["priority", { value: 2_000_000_000 }, "value", /1000000000/],
    ["priority", named("system-mine"), "metadata.name", /system-/],
    ["binding", { subjects: [{ kind: "ServiceAccount", name: "x" }] }, "subjects", /namespace/],
    ["binding", { subjects: [{ kind: "Team", name: "x" }] }, "subjects[0].kind", /User, Group/],
    ["role", { rules: [{ resources: ["pods"] }] }, "rules", /verbs/],
    ["budget", { spec: { minAvailable: 1, maxUnavailable: 1 } }, "spec", /either/],
    ["release", { chart: undefined }, "chart", /required/],
    ["release", { version: ">=1" }, "version", /one exact version/],
    ["release", { name: "x".repeat(54) }, "name", /at most 53/],
    ["release", { repositoryOpts: { repo: "oci://ghcr.io/x" } }, "repositoryOpts.repo", /https:\/\//],
    ["release", { waits: true }, "waits", /no field waits/],
])("a %s with %j is refused, and %s is named", (name, change, property, says) => {
    const failures = cluster().check(types[name], inputs(name, change));
    const found = failures.filter((failure) => failure.property === property);
    expect(found.length, JSON.stringify(failures)).toBeGreaterThan(0);
    expect(found[0]?.reason).toMatch(says);
});

test("a kind that a built-in group does not have is refused, in whatever version", () => {
    const unknown = ["kubernetes:apps/v1:Deploymint", "kubernetes:policy/v1beta1:PodSecurityPolicy"];
    for (const type of unknown)
        expect(() => cluster().check(type, object(type, named()))).toThrow(/no resources of type/);
});

/** What the API server refuses because of what is in the cluster. */
test.each<[title: string, attempt: (k: ReturnType<typeof cluster>) => unknown, says: RegExp]>([
    [
        "an object in a namespace that does not exist",
        (k) => k.make(types.configMap, inputs("configMap", named("it", { namespace: "team" }))),
        /namespaces "team" not found/,
    ],
    [
        "a second object of the same name",
        (k) => {
            for (const name of ["one", "two"]) k.make(types.configMap, inputs("configMap"), name);
        },
        /ConfigMap\.core default\/it exists already: it was made by urn:.*::one/,
    ],
    [
        "an object that every cluster has",
        (k) => k.make(types.storage, inputs("storage", named("gp2"))),
        /StorageClass\.storage\.k8s\.io gp2 exists already/,
    ],
    [
        "a second release of the same name in a namespace",
        (k) => {
            for (const name of ["one", "two"]) k.make(types.release, inputs("release"), name);
        },
        /Release\.helm\.sh kube-system\/it exists already/,
    ],
    [
        "a release in a namespace that does not exist",
        (k) => k.make(types.release, inputs("release", { namespace: "kyverno" })),
        /namespaces "kyverno" not found/,
    ],
    [
        "a custom resource before its definition",
        (k) => k.make(types.nodePool, inputs("nodePool")),
        /no matches for kind "NodePool" in version "karpenter\.sh\/v1": karpenter or karpenter-crd, which defines it, is not installed yet/,
    ],
    [
        "a custom resource of a release that left its definitions out",
        (k) => {
            k.make(types.release, inputs("release", { chart: "karpenter", skipCrds: true }));
            k.make(types.nodePool, inputs("nodePool"));
        },
        /no matches for kind/,
    ],
    [
        "a second default priority",
        (k) => {
            for (const name of ["a", "b"])
                k.make(types.priority, inputs("priority", { ...named(name), globalDefault: true }), name);
        },
        /PriorityClass a is the default already/,
    ],
])("%s is refused", (_, attempt, says) => {
    expect(() => attempt(cluster())).toThrow(says);
});

test("nothing is made where no cluster answers", () => {
    const nowhere = kubernetes(newAccount(), "https://gone.eu-west-1.eks.invalid");
    expect(() => nowhere.make(types.namespace, inputs("namespace"))).toThrow(
        "no EKS cluster answers at https://gone.eu-west-1.eks.invalid",
    );
});

test("the objects of one cluster are not those of another", () => {
    const [one, other] = [cluster(), cluster()];
    one.make(types.namespace, inputs("namespace"));
    const inTeam = inputs("configMap", named("it", { namespace: "team" }));
    expect(() => one.make(types.configMap, inTeam)).not.toThrow();
    expect(() => other.make(types.configMap, inTeam)).toThrow(/not found/);
});

test.each([
    ["a chart by name", { chart: "karpenter-crd" }],
    ["a chart by OCI reference", { chart: "oci://public.ecr.aws/karpenter/karpenter-crd", repositoryOpts: undefined }],
    ["an archive", { chart: "/charts/karpenter-crd-1.14.1.tgz", repositoryOpts: undefined }],
    ["a folder", { chart: "./charts/karpenter-crd/", repositoryOpts: undefined }],
])("%s defines its custom resources, which stay when the release goes", (_, chart) => {
    const k = cluster();
    k.make(types.release, inputs("release", chart));
    k.remove(types.release, inputs("release", chart), "kube-system/it");
    expect(() => k.make(types.nodePool, inputs("nodePool"))).not.toThrow();
});

test("an EKS add-on defines its custom resources too", () => {
    const k = cluster();
    const type = "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass";
    expect(() => k.make(type, object(type, named()))).toThrow(/snapshot-controller, which defines it/);
    k.driver.make("aws:eks/addon:Addon", { clusterName: "shop", addonName: "snapshot-controller" });
    expect(() => k.make(type, object(type, named()))).not.toThrow();
});

test("an object with a finalizer goes only while its controller runs", () => {
    const k = cluster();
    const karpenter = inputs("release", { chart: "karpenter" });
    k.make(types.release, karpenter);
    k.make(types.nodePool, inputs("nodePool"));
    k.remove(types.release, karpenter, "kube-system/it");
    expect(() => k.remove(types.nodePool, inputs("nodePool"), "it")).toThrow(
        /finalizer is removed by karpenter, which does not run any more/,
    );
    k.make(types.release, karpenter);
    expect(() => k.remove(types.nodePool, inputs("nodePool"), "it")).not.toThrow();
});

test("with a namespace goes what is in it, and the ones of the cluster itself stay", () => {
    const k = cluster();
    const inTeam = inputs("configMap", named("it", { namespace: "team" }));
    k.make(types.namespace, inputs("namespace"));
    k.make(types.configMap, inTeam);
    k.remove(types.namespace, inputs("namespace"), "team");
    k.make(types.namespace, inputs("namespace"));
    expect(k.cloud.read(k.resource(types.configMap, "it"), "team/it", inTeam)).toBeUndefined();
    expect(() => k.remove(types.namespace, inputs("namespace", named("kube-system")), "kube-system")).toThrow(
        /may not be deleted/,
    );
});

test("a patch changes what somebody else made, and leaves it there when it goes", () => {
    const k = cluster();
    const type = "kubernetes:storage.k8s.io/v1:StorageClassPatch";
    const patch = object(type, named("gp2"));
    expect(k.make(type, patch)).toBe("gp2");
    expect(() => k.remove(type, patch, "gp2")).not.toThrow();
    expect(() => k.make(type, object(type, {}))).toThrow(/metadata\.name/);
});

test("a release counts its revisions, and shows neither manifest nor objects", () => {
    const k = cluster();
    const resource = k.resource(types.release, "it");
    expect(k.outputs(types.release, inputs("release"))).toMatchObject({
        status: { status: "deployed", revision: 1, version: "3.9.0" },
        resourceNames: {},
    });
    const next = inputs("release", { version: "3.9.1" });
    expect(k.cloud.diff(resource, inputs("release"), next)).toMatchObject({ changes: ["version"], replaces: [] });
    k.cloud.update(resource, "kube-system/it", next, inputs("release"));
    const outputs = k.cloud.outputs(resource, "kube-system/it", next);
    expect(outputs).toMatchObject({ status: { revision: 2, version: "3.9.1" } });
    expect(outputs).not.toHaveProperty("manifest");
});

test.each<[Name, Values, string[]]>([
    ["namespace", named("team", { labels: { a: "b" } }), []],
    ["namespace", named("other"), ["metadata.name"]],
    ["configMap", { data: { a: "c" } }, ["data"]],
    ["storage", { parameters: { type: "gp3" } }, ["parameters"]],
    ["storage", { allowVolumeExpansion: true }, []],
    ["binding", { roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "z" } }, ["roleRef"]],
    ["release", { namespace: "default" }, ["namespace"]],
])("a change of a %s to %j replaces it for %j", (name, change, replaces) => {
    const k = cluster();
    expect(k.cloud.diff(k.resource(types[name], "it"), inputs(name), inputs(name, change)).replaces).toEqual(replaces);
});

test("an object without a name gets one, and a replacement another one beside it", () => {
    const k = cluster();
    const resource = k.resource(types.configMap, "settings");
    const made = (data: Values, before?: Values) =>
        k.cloud.check(resource, object(types.configMap, { data }), before).inputs;
    const before = made({ a: "1" });
    expect(before).toMatchObject({ metadata: { name: expect.stringMatching(/^settings-[0-9a-f]{8}$/) } });
    const after = made({ a: "2" }, before);
    expect(after.metadata).toEqual(before.metadata);
    expect(k.cloud.diff(resource, before, after)).toMatchObject({ replaces: ["data"], deleteFirst: false });
    expect(made({ a: "2" }).metadata).not.toEqual(before.metadata);
});

test("the check hands a Secret back in base64 and sealed, whatever the program seals", () => {
    const k = cluster();
    const check = (data: Values) => k.cloud.check(k.resource(types.secret, "it"), inputs("secret", data), undefined);
    expect(check({ data: { a: "eA==" }, stringData: { b: "y" } }).inputs).toMatchObject({
        data: secret({ a: "eA==", b: "eQ==" }),
    });
    expect(check({ data: undefined, stringData: { b: unknownValue } }).inputs).toMatchObject({
        stringData: secret({ b: unknownValue }),
    });
});

test("an object in no namespace is put into default, one of the whole cluster into none", () => {
    const k = cluster();
    const check = (name: Name) => k.cloud.check(k.resource(types[name], "it"), inputs(name, named("it")), undefined);
    expect(check("configMap").inputs.metadata).toMatchObject({ namespace: "default" });
    expect(check("storage").inputs.metadata).not.toHaveProperty("namespace");
});

test("a ConfigMap that may change is not replaced", () => {
    const k = cluster({ enableConfigMapMutable: true });
    const change = k.cloud.diff(
        k.resource(types.configMap, "it"),
        inputs("configMap"),
        inputs("configMap", { data: {} }),
    );
    expect(change).toMatchObject({ changes: ["data"], replaces: [] });
});

test("what the API server never changes fails the update", () => {
    const k = cluster();
    k.make(types.storage, inputs("storage"));
    const update = () =>
        k.cloud.update(
            k.resource(types.storage, "it"),
            "it",
            inputs("storage", { reclaimPolicy: "Delete" }),
            inputs("storage"),
        );
    expect(update).toThrow("updates to reclaimPolicy of a StorageClass are forbidden");
});

test("an object of a cluster that is gone cannot be removed, unless that was said to be all right", () => {
    const account = newAccount();
    const endpoint = "https://gone.eu-west-1.eks.invalid";
    expect(() => kubernetes(account, endpoint).remove(types.namespace, inputs("namespace"), "team")).toThrow(
        /no EKS cluster answers/,
    );
    const lenient = kubernetes(account, endpoint, { deleteUnreachable: true });
    expect(() => lenient.remove(types.namespace, inputs("namespace"), "team")).not.toThrow();
});

const [here, there] = ["https://a.invalid", "https://b.invalid"].map(kubeconfig);
test.each<[string, Values, Values, string[]]>([
    ["another cluster", { kubeconfig: here }, { kubeconfig: there }, ["kubeconfig"]],
    ["another user of the same cluster", { kubeconfig: here }, { kubeconfig: here?.replace('"me"', '"you"') }, []],
    [
        "another authority of the same server",
        { kubeconfig: here },
        { kubeconfig: here?.replace('"server":', '"tls-server-name":"b","server":') },
        ["kubeconfig"],
    ],
    [
        "another cluster under the same identifier",
        { kubeconfig: here, clusterIdentifier: "x" },
        { kubeconfig: there, clusterIdentifier: "x" },
        [],
    ],
    [
        "another identifier",
        { kubeconfig: here, clusterIdentifier: "x" },
        { kubeconfig: here, clusterIdentifier: "y" },
        ["clusterIdentifier"],
    ],
])("%s replaces the provider for the right reason", (_, before, after, replaces) => {
    expect(cluster().cloud.replacesOf(before, after)).toEqual(replaces);
});

const gone = join(tmpdir(), "production-cluster-no-such-kubeconfig");
test("of a kubeconfig by a path whose file is gone the difference is an error that the engine passes over", () => {
    expect(() => cluster().cloud.replacesOf({ kubeconfig: gone }, { kubeconfig: here })).toThrow(
        /failed to parse kubeconfig: .*cannot unmarshal string into Go value of type struct/,
    );
});

test("a kubeconfig that leads nowhere is taken, as a cluster that does not answer", () => {
    const yaml =
        "current-context: here\ncontexts: [{name: here, context: {cluster: it}}]\nclusters: [{name: it, cluster: {server: 'https://a.invalid'}}]";
    const on = (kubeconfig: string, settings: Values = {}) => {
        const { cloud } = cluster();
        expect(cloud.checkSettings({ kubeconfig })).toEqual([]);
        cloud.configure({ kubeconfig, ...settings });
        return () => cloud.read({ urn: "", type: types.namespace, name: "it" }, "kube-system", undefined);
    };
    expect(on(yaml)).not.toThrow();
    for (const kubeconfig of ["", "{", "{}", gone]) expect(on(kubeconfig)).toThrow(/cluster is unreachable/);
    expect(on(gone, { deleteUnreachable: true })()).toBeUndefined();
    expect(cluster().cloud.checkSettings({})).toHaveLength(1);
});

test("the namespace kube-system has a uid of its own on every cluster", () => {
    const uidOn = (endpoint: string) => {
        const { cloud } = kubernetes(newAccount(), endpoint);
        return cloud.read({ urn: "", type: types.namespace, name: "it" }, "kube-system", undefined);
    };
    const uids = ["https://a.invalid", "https://b.invalid", "https://a.invalid"].map(uidOn);
    expect(uids[0]).toEqual(uids[2]);
    expect(uids[0]).not.toEqual(uids[1]);
});
