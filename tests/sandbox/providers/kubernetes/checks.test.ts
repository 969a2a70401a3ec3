import { expect, test } from "vitest";
import { secret, unknownValue, type Values } from "../../../../sandbox/providers/values.ts";
import { object } from "../clouds.ts";
import { cluster, good, inputs, type Name, named, types } from "./objects.ts";

test.each(Object.keys(good) as Name[])("a %s is accepted as it should be", (name) => {
    expect(cluster().check(types[name], inputs(name))).toEqual([]);
});

test("a kind of the core group is refused where its type names no group, as the plugin does", () => {
    expect(() => cluster().check("kubernetes:v1:ConfigMap", inputs("configMap"))).toThrow(
        'apiVersion does not have both a group and a version: "v1"',
    );
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
    ["configMap", { spec: {} }, "spec", /no field spec/],
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

/** Fields of an object that EKS makes. */
const classPatch = "kubernetes:storage.k8s.io/v1:StorageClassPatch";
const patch = (fields: Values = {}) => ({
    ...named("gp2"),
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    ...fields,
});

test("a patch says of an object what it changes, and need not say the rest", () => {
    expect(cluster().check(classPatch, patch({ allowVolumeExpansion: true }))).toEqual([]);
    const [failure] = cluster().check(classPatch, patch({ allowVolumeExpansions: true }));
    expect(failure).toMatchObject({ property: "allowVolumeExpansions", reason: expect.stringMatching(/no field/) });
});

test("a patch of no name is refused, and so is one where the provider applies on its own side", () => {
    expect(() => cluster().check(classPatch, patch({ metadata: {} }))).toThrow(/require the `.metadata.name` field/);
    for (const enableServerSideApply of [false, "false"])
        expect(() => cluster({ enableServerSideApply }).check(classPatch, patch())).toThrow(
            /require Server-Side Apply/,
        );
});

test("a patch takes part in an object that is not its own: with others, in place, and without ending it", () => {
    const k = cluster();
    const id = k.make(classPatch, patch({ allowVolumeExpansion: true }));
    expect(k.make(classPatch, patch({ reclaimPolicy: "Retain" }), "other")).toBe(id);
    const resource = k.resource(classPatch, "it");
    expect(k.cloud.diff(resource, patch(), patch({ provisioner: "other" })).replaces).toEqual([]);
    expect(k.cloud.diff(resource, patch(), patch(named("gp3"))).replaces).toEqual(["metadata.name"]);
    k.cloud.update(resource, id, patch({ provisioner: "other" }), patch());
    k.cloud.delete(resource, id, patch());
    expect(k.cloud.read(k.resource(classPatch, "other"), id, patch())).toEqual(patch());
});

test("a patch in a namespace that does not exist is refused", () => {
    const type = "kubernetes:apps/v1:DeploymentPatch";
    expect(() =>
        cluster().make(type, { ...object(type, named("it", { namespace: "team" })), kind: "Deployment" }),
    ).toThrow(/namespaces "team" not found/);
});

test.each<[Name, Values, string[]]>([
    ["namespace", named("team", { labels: { a: "b" } }), []],
    ["namespace", named("other"), ["metadata.name"]],
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
    const resource = k.resource(types.storage, "settings");
    const made = (parameters: Values, before?: Values) =>
        k.cloud.check(resource, object(types.storage, { provisioner: "ebs.csi.aws.com", parameters }), before).inputs;
    const before = made({ a: "1" });
    expect(before).toMatchObject({ metadata: { name: expect.stringMatching(/^settings-[0-9a-f]{8}$/) } });
    const after = made({ a: "2" }, before);
    expect(after.metadata).toEqual(before.metadata);
    expect(k.cloud.diff(resource, before, after)).toMatchObject({ replaces: ["parameters"], deleteFirst: false });
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
