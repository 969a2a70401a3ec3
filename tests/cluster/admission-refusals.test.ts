import { afterAll, beforeAll, expect, test } from "vitest";
import { Cluster } from "../../kubernetes/cluster.ts";
import type { KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import { plainShape } from "../../kubernetes/shape.ts";
import { until } from "../../kubernetes/until.ts";
import { ask, byPack } from "./admission/judges.ts";
import { distinct, fixtures } from "./admission/objects.ts";
import { core, policies, surroundings } from "./admission/surroundings.ts";
import { variations } from "./admission/variations.ts";
import * as planned from "./planned.ts";
import { printTable } from "./table.ts";

const ofKind = (kind: string) => planned.objects.filter((object) => object.kind === kind);
const bindings = ofKind("ValidatingAdmissionPolicyBinding");
const denying = bindings
    .filter(({ spec }) => spec.validationActions.includes("Deny"))
    .map(({ spec }) => spec.policyName);

/** Lets every pod through to the policies. */
const labels = { "pod-security.kubernetes.io/enforce": "privileged" };

let cluster: Cluster;

beforeAll(async () => {
    cluster = await Cluster.start(plainShape);
    const { api } = cluster;
    const around = surroundings({
        namespaces: ["shop", "team", "velero", "monitoring"],
        labels,
        accounts: { team: ["default", "shop"] },
    });
    for (const object of [...around, before, ...ofKind("ValidatingAdmissionPolicy"), ...bindings])
        await api.apply(object);
    await until("every policy to judge", 60, async () => {
        const answers = await Promise.all(bad.map(({ object }) => ask(cluster, object)));
        return answers.every(({ code }) => code === 422);
    });
});

afterAll(() => cluster.stop());

/** The stack `prod` takes images of its own account alone; the objects were made for another. */
const ofProduction = (object: KubernetesObject): KubernetesObject =>
    JSON.parse(JSON.stringify(object).replaceAll("123456789012.dkr.ecr.", "111122223333.dkr.ecr."));

/** Somebody's own namespace, which nothing exempts. */
const home = (object: KubernetesObject): KubernetesObject =>
    object.metadata.namespace === "shop" ? { ...object, metadata: { ...object.metadata, namespace: "team" } } : object;

const refusing = policies.filter(({ action }) => action === "deny");

const objects = distinct([...fixtures(), ...variations(600, 4711)]).map(({ object }) => ofProduction(home(object)));
const verdicts = byPack(objects, refusing);

/** A limit is a request too, so that who asks for nothing has no limit either. */
const together: Record<string, string> = { "res-requests": "res-limits,res-requests" };

/** For each policy that refuses, an object that breaks it and no other one. */
const bad = refusing.flatMap(({ id }) => {
    const index = verdicts.findIndex((verdict) => String(verdict) === (together[id] ?? id));
    const object = objects[index];
    return object ? [{ id, object }] : [];
});

/** For each of these kinds, an object that breaks none. */
const good = [...new Set(bad.map(({ object }) => object.kind))].flatMap((kind) => {
    const object = objects.find((it, index) => it.kind === kind && String(verdicts[index]) === "");
    return object ? [{ kind, object }] : [];
});

test("There is an object that breaks each policy alone, and a good one of each kind", () => {
    // Those of a part for its own account are tried where the part is.
    const general = denying.filter((id: string) => order(id) >= 0);
    expect(general.length).toBeGreaterThan(25);
    expect(bad.map(({ id }) => id)).toEqual(general.toSorted((a: string, b: string) => order(a) - order(b)));
    const kinds = new Set(bad.map(({ object }) => object.kind));
    expect(good.map(({ kind }) => kind)).toEqual([...kinds].filter((kind) => kind !== "Pod"));
});

const order = (id: string) => refusing.findIndex((policy) => policy.id === id);

test("What breaks a policy is refused by its name, and says what to do", async () => {
    const rows: string[][] = [];
    for (const { id, object } of bad) {
        const { code, message } = await ask(cluster, object);
        rows.push([
            id,
            `${object.kind} ${object.metadata.name}`,
            String(code),
            message.split("denied request: ")[1] ?? message,
        ]);
        // Of two that refuse the API server names the one that it comes to first.
        const named = (together[id] ?? id).replace(",", "|");
        expect.soft(message, id).toMatch(new RegExp(`ValidatingAdmissionPolicy '(${named})'`));
    }
    printTable(["policy", "object", "code", "what the API server says"], rows);
});

test.for(good)("A good $kind is stored", async ({ object }) => {
    const named = { ...object, metadata: { ...object.metadata, name: `good-${object.kind.toLowerCase()}` } };
    await cluster.api.create(named);
    expect(await cluster.api.get(named)).toBeDefined();
});

const find = (id: string): KubernetesObject => {
    const found = bad.find((each) => each.id === id)?.object;
    if (!found) throw new Error(`nothing breaks ${id} alone`);
    return found;
};
const inside = (namespace: string, object: KubernetesObject) => ({
    ...object,
    metadata: { ...object.metadata, namespace },
});

test("EKS and the API server itself are not judged", async () => {
    for (const user of ["system:apiserver", "eks:addon-manager"])
        expect(await ask(cluster, find("rbac-no-cluster-admin"), { user })).toMatchObject({ code: 201 });
});

test("Nothing in kube-system is judged", async () => {
    expect(await ask(cluster, inside("kube-system", find("res-limits")))).toMatchObject({ code: 201 });
});

test("A controller may make a Secret; a person, and Argo CD of Git, may not", async () => {
    const secret = find("secret-from-store");
    const by = async (user?: string) => (await ask(cluster, secret, { user })).code;
    expect(await by()).toBe(422);
    expect(await by("system:serviceaccount:argocd:argocd-application-controller")).toBe(422);
    expect(await by("system:serviceaccount:external-secrets:external-secrets")).toBe(201);
});

test("Velero may restore a pod without its owner, and nobody else", async () => {
    const pod = find("no-naked-pods");
    expect((await ask(cluster, pod)).code).toBe(422);
    expect((await ask(cluster, pod, { user: "system:serviceaccount:velero:velero-server" })).code).toBe(201);
});

test("A namespace that is exempt for one policy is judged by the others", async () => {
    expect((await ask(cluster, inside("shop", find("secret-from-store")))).code).toBe(201);
    expect((await ask(cluster, inside("shop", find("svc-no-external-ips")))).code).toBe(422);
});

/** A Deployment that was there before the policies, and breaks several. */
const before: KubernetesObject = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "before", namespace: "team" },
    spec: {
        replicas: 1,
        selector: { matchLabels: { app: "before" } },
        template: {
            metadata: { labels: { app: "before" } },
            spec: { containers: [{ name: "main", image: "busybox" }] },
        },
    },
};

test("What was there before a policy scales and is labelled; a change of its pods is judged", async () => {
    const found = (await cluster.api.get(before)) as KubernetesObject;
    const scaled = { ...found, spec: { ...found.spec, replicas: 3 } };
    expect(await ask(cluster, scaled, { update: true })).toMatchObject({ code: 200 });
    const [main] = found.spec.template.spec.containers;
    const changed = structuredClone(found);
    changed.spec.template.spec.containers = [{ ...main, image: "busybox:latest" }];
    expect(await ask(cluster, changed, { update: true })).toMatchObject({ code: 422 });
});

test("What was there before a policy gets its pods again when they go", async () => {
    const pods = async () =>
        (await cluster.api.list("v1", "Pod")).filter(({ metadata }) => metadata.labels?.app === "before");
    const gone = new Set((await pods()).map(({ metadata }) => metadata.name));
    for (const name of gone) await cluster.api.remove(core("Pod", name, {}, "team"));
    await cluster.api.merge(before, { spec: { replicas: 2 } });
    await until("two new pods", 30, async () => {
        return (await pods()).filter(({ metadata }) => !gone.has(metadata.name)).length === 2;
    });
});

test("Labels and annotations are judged that come with a status", async () => {
    const restricted = { enforce: "restricted", "enforce-version": "v1.35" };
    const prefixed = Object.entries(restricted).map(([key, value]) => [`pod-security.kubernetes.io/${key}`, value]);
    const namespace = {
        ...core("Namespace", "quiet"),
        metadata: { name: "quiet", labels: Object.fromEntries(prefixed) },
    };
    await cluster.api.apply(namespace);
    const { stdout, stderr } = await cluster.run("kubectl", [
        ...["patch", "namespace", "quiet", "--subresource=status", "--type=merge", "--dry-run=server"],
        ...["-p", JSON.stringify({ metadata: { labels } })],
    ]);
    expect(stdout + stderr).toContain("ns-pss-labels");
    const balancer = {
        ...core("Service", "quiet", {
            spec: { type: "LoadBalancer", loadBalancerClass: "x/y", ports: [{ port: 80 }] },
        }),
        metadata: { name: "quiet", namespace: "team" },
    };
    await cluster.api.apply(balancer);
    const annotations = { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" };
    const answer = await cluster.run("kubectl", [
        ...["patch", "service", "quiet", "-n", "team", "--subresource=status", "--type=merge", "--dry-run=server"],
        ...["-p", JSON.stringify({ metadata: { annotations } })],
    ]);
    expect(answer.stdout + answer.stderr).toContain("svc-type-restricted");
});

test("A name alone exempts nothing in a namespace of somebody else", async () => {
    const velero = async (kind: string, { namespace, ...subject }: { namespace?: string; name?: string } = {}) => {
        const { code, message } = await ask(cluster, {
            apiVersion: "rbac.authorization.k8s.io/v1",
            kind,
            metadata: { name: "velero-server", namespace },
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
            subjects: [{ kind: "ServiceAccount", name: "velero-server", namespace: "velero", ...subject }],
        });
        return code === 201 ? "stored" : message;
    };
    expect(await velero("ClusterRoleBinding")).toBe("stored");
    expect(await velero("ClusterRoleBinding", { name: "sly" })).toContain("rbac-no-cluster-admin");
    for (const namespace of ["velero", "team"])
        expect(await velero("RoleBinding", { namespace })).toContain("rbac-no-cluster-admin");
});

test("What is being deleted is judged: a finalizer keeps it, and it acts until then", async () => {
    const role = (rules: object[], metadata: object = {}): KubernetesObject => ({
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRole",
        metadata: { name: "sly", ...metadata },
        rules,
    });
    const harmless = role([{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }]);
    await cluster.api.apply(harmless);
    await cluster.api.merge(harmless, { metadata: { finalizers: ["example.com/hold"] } });
    await cluster.api.remove(harmless);
    const { metadata } = (await cluster.api.get(harmless)) as KubernetesObject;
    const everything = role([{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }], metadata);
    expect(await ask(cluster, everything, { update: true })).toMatchObject({ code: 422 });
    await cluster.api.merge(harmless, { metadata: { finalizers: null } });
    await until("the role to go", 30, async () => !(await cluster.api.get(harmless)));
});

test("What breaks every policy can still be removed, with a finalizer too", async () => {
    const finalizers = ["example.com/hold"];
    await cluster.api.merge(before, { metadata: { finalizers } });
    await cluster.api.remove(before);
    await cluster.api.merge(before, { metadata: { finalizers: null } });
    await until("the Deployment to go", 30, async () => !(await cluster.api.get(before)));
});
