import { afterAll, beforeAll, expect, test } from "vitest";
import type { ExemptedPolicy } from "../../components/security/admission/exempted-policies.ts";
import { nativePolicy } from "../../components/security/admission/native.ts";
import { Cluster } from "../../kubernetes/cluster.ts";
import type { KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import { plainShape } from "../../kubernetes/shape.ts";
import { until } from "../../kubernetes/until.ts";
import { credentialFixtures, largest, tooLarge } from "./admission/credentials.ts";
import { byApiServer, byGatekeeper, byKyverno, byPack, type Verdict } from "./admission/judges.ts";
import { distinct, type Fixture, fixtures } from "./admission/objects.ts";
import { policies, policiesOf, surroundings } from "./admission/surroundings.ts";
import { variations } from "./admission/variations.ts";
import { printTable } from "./table.ts";

/** So many of one thing, told apart by their number. */
const many = <T>(count: number, make: (number: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => make(index));

const ofGatekeeper = policiesOf("gatekeeper");

const api = "admissionregistration.k8s.io/v1";

let cluster: Cluster;

/** All that warn: a refusal would name one policy only. */
async function put(each: ExemptedPolicy): Promise<void> {
    const { policy, binding } = nativePolicy({ ...each, action: "warn" });
    const metadata = { name: each.id };
    await cluster.api.apply({ apiVersion: api, kind: "ValidatingAdmissionPolicy", metadata, spec: policy });
    await cluster.api.apply({ apiVersion: api, kind: "ValidatingAdmissionPolicyBinding", metadata, spec: binding });
}

beforeAll(async () => {
    cluster = await Cluster.start(plainShape, ["gatekeeper", "kyverno"]);
    const names = ["default", "shop", "restore-test"];
    const around = surroundings({
        namespaces: ["shop", "velero", "monitoring"],
        accounts: { shop: names, velero: names, default: names, "kube-public": names },
    });
    for (const object of around) await cluster.api.apply(object);
    for (const each of policies) await put(each);
});

afterAll(() => cluster.stop());

test("The API server finds no fault in the types of any expression", async () => {
    const judged = await until("the types to be checked", 60, async () => {
        const all = await cluster.api.list(api, "ValidatingAdmissionPolicy");
        return all.every(({ status }) => status?.typeChecking) && all;
    });
    expect(judged.map(({ metadata }) => metadata.name)).toEqual(policies.map(({ id }) => id).toSorted());
    expect(judged.flatMap(({ status }) => status.typeChecking.expressionWarnings ?? [])).toEqual([]);
});

/** What the API server refuses for its shape reaches no policy; the two others must agree on it all the same. */
const shapeless = "not valid";

const text = (verdict: Verdict = []): string => {
    if (!("unjudged" in verdict)) return verdict.join(" ") || "accepted";
    return verdict.unjudged.includes(" is invalid: ") ? shapeless : `? ${verdict.unjudged}`;
};

/** All that the API server warned of, in its own words. */
const heard: string[] = [];

/** One row an object: where it is from, what it is, and what each judge says. */
async function table(all: readonly Fixture[]): Promise<string[][]> {
    const objects = all.map(({ object }) => object);
    const pack = byPack(objects, policies);
    const kyverno = await byKyverno(cluster, objects, policies);
    const gatekeeper = await byGatekeeper(cluster, objects, ofGatekeeper);
    const { verdicts: server, warnings } = await byApiServer(cluster, objects);
    heard.push(...warnings.map((said) => said.replaceAll('\\"', '"')));
    return all.map(({ origin, object: { kind, metadata } }, index) => [
        origin,
        `${kind} ${metadata.name}`,
        ...[server, kyverno, gatekeeper, pack].map((verdicts) => text(verdicts[index])),
    ]);
}

const different = ([, , ...verdicts]: string[]): boolean =>
    new Set(verdicts.filter((verdict) => verdict !== shapeless)).size > 1 ||
    verdicts.some((verdict) => verdict.startsWith("?"));

test("The API server, Kyverno, Gatekeeper and the policy pack say the same of the ready stack and of every mutant", async () => {
    const rows = await table(distinct(fixtures()));
    printTable(["from", "object", "API server", "Kyverno", "Gatekeeper", "policy pack"], rows);
    expect(rows.filter(different)).toEqual([]);
    expect(rows.filter((row) => row.includes(shapeless)).length).toBeLessThan(15);
});

test("They say the same of objects made up of all that the rules look at", async () => {
    const rows = await table(distinct(variations(120, 4711)));
    expect(rows.filter(different)).toEqual([]);
    expect(rows.flat()).not.toContain(shapeless);
});

test("They say the same of credentials and of what only looks like one", async () => {
    const rows = await table(distinct(credentialFixtures()));
    expect(rows.filter(different)).toEqual([]);
    expect(rows.flat()).not.toContain(shapeless);
});

test("Each validation found fault with one of these objects", () => {
    const silent = policies.flatMap(({ id, validations }) =>
        validations
            .filter(({ message }) => !heard.some((said) => said.includes(`'${id}'`) && said.includes(message)))
            .map(({ message }) => `${id}: ${message}`),
    );
    expect(silent).toEqual([]);
});

test("A wrong expression is found: one that forgot memory lets through what the policy pack does not", async () => {
    const objects = distinct(fixtures()).flatMap(({ origin, object }) => (origin === "res-limits" ? [object] : []));
    const forgetful = policies.map((policy) =>
        policy.id === "res-limits"
            ? { ...policy, validations: policy.validations.filter(({ expression }) => !expression.includes("memory")) }
            : policy,
    );
    const pack = byPack(objects, policies);
    expect(await byKyverno(cluster, objects, policies)).toEqual(pack);
    expect(await byKyverno(cluster, objects, forgetful)).not.toEqual(pack);
    expect(await byGatekeeper(cluster, objects, policies)).toEqual(pack);
    expect(await byGatekeeper(cluster, objects, forgetful)).not.toEqual(pack);
});

/** Larger than anybody's; etcd takes 1.5 MB. */
const biggest: KubernetesObject[] = [
    {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "biggest", namespace: "shop" },
        spec: {
            selector: { matchLabels: { app: "shop" } },
            template: {
                metadata: { labels: { app: "shop" } },
                spec: {
                    containers: many(50, (container) => ({
                        name: `container-${container}`,
                        image: `registry.example.com/${"long/".repeat(40)}image:1.0`,
                        resources: { requests: { cpu: "100m", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } },
                        env: many(200, (variable) => ({ name: `VARIABLE_${variable}`, value: "x".repeat(50) })),
                    })),
                },
            },
        },
    },
    {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRole",
        metadata: { name: "biggest" },
        rules: many(300, (rule) => ({
            apiGroups: many(5, (group) => `group-${group}.example.com`),
            resources: many(20, (resource) => `resources-${rule}-${resource}`),
            verbs: ["get", "list", "watch", "create", "update", "patch", "delete"],
        })),
    },
    {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRoleBinding",
        metadata: { name: "biggest" },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
        subjects: many(2000, (subject) => ({ kind: "ServiceAccount", name: `account-${subject}`, namespace: "shop" })),
    },
    {
        apiVersion: "networking.k8s.io/v1",
        kind: "Ingress",
        metadata: { name: "biggest", namespace: "shop" },
        spec: {
            tls: many(200, (host) => ({ hosts: [`host-${host}.example.com`], secretName: `tls-${host}` })),
            rules: many(200, (host) => ({
                host: `host-${host}.example.com`,
                http: {
                    paths: many(10, (path) => ({
                        path: `/${path}`,
                        pathType: "Prefix",
                        backend: { service: { name: "shop", port: { number: 80 } } },
                    })),
                },
            })),
        },
    },
];

test("The biggest objects stay within the cost that an expression may have", async () => {
    const { verdicts } = await byApiServer(cluster, biggest);
    expect(verdicts).toEqual(byPack(biggest, policies));
    expect(await byGatekeeper(cluster, biggest, ofGatekeeper)).toEqual(verdicts);
});

test("The largest objects that are looked at for credentials do too; larger ones are for the policy pack alone", async () => {
    const objects = largest(490);
    const { verdicts } = await byApiServer(cluster, objects);
    expect(verdicts).toEqual(byPack(objects, policies));
    const fewer = largest(240);
    expect(await byGatekeeper(cluster, fewer, ofGatekeeper)).toEqual(byPack(fewer, policies));
    const { verdicts: larger } = await byApiServer(cluster, tooLarge());
    expect(larger).toEqual(tooLarge().map(() => []));
    expect(await byGatekeeper(cluster, tooLarge(), ofGatekeeper)).toEqual(larger);
    expect(byPack(tooLarge(), policies)).toEqual(tooLarge().map(() => ["secret-not-plaintext"]));
});
