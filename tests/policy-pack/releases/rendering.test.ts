import { describe, expect, test } from "vitest";
import { evaluate } from "../../../policy-pack/evaluate.ts";
import type { Inventory } from "../../../policy-pack/inventory/inventory.ts";
import { secret, UnknownValue, unknown } from "../../../policy-pack/inventory/unknown.ts";
import { object, resource, urnOf } from "../ready/resource.ts";
import { chart, configMap, inside, releaseOf } from "./chart.ts";

const shop = (values: object = {}) =>
    releaseOf("shop", {
        chart: "oci://registry.example.com/charts/shop",
        version: "2.3.0",
        name: "shop",
        namespace: "apps",
        values,
    });
const operator = (values: object = { owner: "team" }) => ({
    ...releaseOf("operator", { version: "1.0.0", name: "operator", chart: "operator", values }),
    urn: urnOf("kubernetes:helm.sh/v3:Release", "operator"),
});

const find = (found: Inventory, name: string) =>
    found.resources.find((each) => each.name === name) ?? expect.fail(found.resources.map((each) => each.name).join());

/** What the ConfigMap of a chart of one expression holds. */
async function answer(expression: string, values: object = {}, ...others: ReturnType<typeof resource>[]) {
    const found = await inside([
        ...others,
        releaseOf(chart({ "templates/probe.yaml": configMap(expression) }), { values }),
    ]);
    expect(found.unrendered.map(({ unseen }) => unseen)).toEqual([]);
    return () => find(found, "release apps/app, ConfigMap apps/probe").props.data.answer;
}

describe("a release", () => {
    test("brings the objects of its chart, its subcharts and its hooks, by release and name, with its provider", async () => {
        const provider = urnOf("pulumi:providers:kubernetes", "shop");
        const found = await inside([{ ...shop({ dashboards: 7 }), provider }]);
        const { type, props, urn } = find(found, "release apps/shop, StatefulSet apps/database");
        expect({ type, provider: find(found, "release apps/shop, Service apps/web").provider }).toEqual({
            type: "kubernetes:apps/v1:StatefulSet",
            provider,
        });
        expect(urn).toBe(
            "urn:pulumi:prod::shop::kubernetes:helm.sh/v3:Release$kubernetes:apps/v1:StatefulSet::" +
                "release apps/shop, StatefulSet apps/database",
        );
        expect(props.spec.replicas).toBe(3);
        expect(found.objects("Job", "batch").map(({ name }) => name)).toEqual([
            "release apps/shop, Job apps/prepare",
            "release apps/shop, Job apps/migrate",
        ]);
        expect(found.objects("ConfigMap", "core")).toHaveLength(8);
        expect(found.unrendered).toEqual([]);
    });

    test("is rendered for the Kubernetes version of its cluster", async () => {
        const cluster = resource("aws:eks/cluster:Cluster", "shop", { version: "1.33" });
        expect((await answer(".Capabilities.KubeVersion.Minor", {}, cluster))()).toBe("33");
    });

    test("sees the APIs of the CRDs that the stack has and that other releases bring, and no others", async () => {
        const has = '.Capabilities.APIVersions.Has "fixtures.example.com/v1/Widget"';
        const spec = { group: "fixtures.example.com", names: { kind: "Widget" }, versions: [{ name: "v1" }] };
        const crd = object("apiextensions.k8s.io/v1:CustomResourceDefinition", "widgets", { spec });
        expect((await answer(has))()).toBe("false");
        expect((await answer(has, {}, crd))()).toBe("true");
        expect((await answer(has, {}, operator()))()).toBe("true");
        expect((await answer(has, {}, { ...operator(), props: { ...operator().props, skipCrds: true } }))()).toBe(
            "false",
        );
    });

    test("sees the APIs of its own cluster, where there are several", async () => {
        const [cluster, talks] = ["aws:eks/cluster:Cluster", "pulumi:providers:kubernetes"];
        const on = (name: string, each: ReturnType<typeof resource>) => ({ ...each, provider: urnOf(talks, name) });
        const clusters = ["blue", "green"].flatMap((name) => [
            resource(cluster, name, { name }),
            resource(talks, name, {}, { kubeconfig: [urnOf(cluster, name)] }),
        ]);
        const has = configMap('.Capabilities.APIVersions.Has "fixtures.example.com/v1/Widget"');
        const path = chart({ "templates/probe.yaml": has });
        const probe = (name: string) =>
            on(name, { ...releaseOf(path), urn: urnOf("kubernetes:helm.sh/v3:Release", name) });
        const answers = async (...others: ReturnType<typeof resource>[]) => {
            const found = await inside([...clusters, probe("blue"), probe("green"), ...others]);
            return found.objects("ConfigMap", "core").map(({ props }) => props.data.answer);
        };
        expect(await answers(on("blue", operator()))).toEqual(["true", "false"]);
        expect(await answers(operator())).toEqual(["true", "true"]);
    });

    test("brings every CRD of a file that holds several", async () => {
        const crd = (name: string) =>
            `---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: ${name}}\n`;
        const found = await inside([releaseOf(chart({ "crds/all.yaml": ["a", "b", "c"].map(crd).join("") }))]);
        const names = found.objects("CustomResourceDefinition").map(({ props }) => props.metadata.name);
        expect(names).toEqual(["a", "b", "c"]);
    });

    test("puts an object into its namespace, unless its kind is in none", async () => {
        const templates = {
            "templates/role.yaml": "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r}\n",
            "templates/own.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: kube-system}\n",
            "templates/list.yaml":
                "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Service, metadata: {name: a}}]\n",
            "templates/typed.yaml": "apiVersion: v1\nkind: ServiceList\nitems: [{metadata: {name: b}}]\n",
        };
        const found = await inside([releaseOf(chart(templates))]);
        const names = found.resources.map(({ name }) => name.replace("release apps/app, ", "")).sort();
        expect(names).toEqual(["ClusterRole r", "Secret kube-system/s", "Service apps/a", "Service apps/b", "app"]);
    });

    test("is read as Kubernetes reads it, where yes is true and keys are merged", async () => {
        const template = `
apiVersion: v1
kind: Pod
metadata: {name: a, annotations: {day: 2026-11-21}}
spec:
  hostNetwork: yes
  containers: [{name: c, <<: {securityContext: {privileged: true}}}]
`;
        const found = await inside([releaseOf(chart({ "templates/a.yaml": template }))]);
        const { metadata, spec } = find(found, "release apps/app, Pod apps/a").props;
        expect(metadata.annotations.day).toBe("2026-11-21");
        expect(spec).toEqual({ hostNetwork: true, containers: [{ name: "c", securityContext: { privileged: true } }] });
    });

    test("is told apart from one of the same name on another cluster", async () => {
        const template = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: {{ .Values.replicas }}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web}]}}
`;
        const path = chart({ "templates/a.yaml": template });
        const on = (cluster: string, replicas: number) => ({
            ...releaseOf(path, { values: { replicas } }),
            urn: urnOf("kubernetes:helm.sh/v3:Release", cluster),
        });
        const found = await inside([on("blue", 1), on("green", 3)]);
        const [blue, green] = found.objects("Deployment", "apps");
        expect(blue?.urn).not.toBe(green?.urn);
        expect([blue, green].map((each) => found.find(each?.urn ?? "")?.release)).toEqual([
            urnOf("kubernetes:helm.sh/v3:Release", "blue"),
            urnOf("kubernetes:helm.sh/v3:Release", "green"),
        ]);
        const { checks } = evaluate(found);
        const budgets = checks.find(({ id }) => id === "pdb-exists")?.evidence.map(({ status }) => status);
        expect(budgets).toEqual(["not-applicable", "fail"]);
    });

    test("answers for values that are not set with the chart's own", async () => {
        const found = await inside([shop({ widgets: 5 })]);
        const [release] = found.releases;
        expect(release?.value("widgets")).toBe(5);
        expect(release?.value("database.replicas", 1)).toBe(3);
        expect(() => release?.value("database.storage")).toThrow(/is left to the chart, whose values do not name it/);
    });

    test("may be a Chart whose objects are in the stack: those are not rendered again", async () => {
        const props = { chart: "shop", version: "2.3.0" };
        const parent = resource("kubernetes:helm.sh/v4:Chart", "shop", props);
        const child = { ...object("apps/v1:Deployment", "web", {}), parent: parent.urn };
        const found = await inside([parent, child]);
        expect(found.resources).toHaveLength(2);
        expect(found.unrendered).toEqual([]);
        expect((await inside([parent])).resources.length).toBeGreaterThan(40);
    });
});

describe("what cannot be known", () => {
    const reading = (path: string, reason: string) =>
        expect.objectContaining({ path, reason } satisfies Partial<Record<keyof UnknownValue, string>>);

    test.each([
        ["as it stands", ".Values.a"],
        ["in a text", 'printf "https://%s/" .Values.a'],
        ["in a number that is made of it", ".Values.a | int"],
        ["in a digest", ".Values.a | sha256sum"],
        ["encoded", ".Values.a | b64enc"],
        ["in upper case", ".Values.a | upper"],
    ])("stays unknown %s, and what stands beside it does not", async (_, expression) => {
        const read = await answer(expression, { a: unknown });
        expect(read).toThrow(reading("data.answer", "unknown"));
        expect((await answer(".Values.b", { a: unknown, b: "here" }))()).toBe("here");
    });

    test.each([
        ["by its negation", "not .Values.a"],
        ["by its truth", 'if .Values.a }}yes{{ else }}no{{ end }}{{ ""'],
        ["by its default", 'default "none" .Values.a | trunc 0 | cat (empty .Values.a)'],
    ])("stays unknown where it only decides, %s", async (_, expression) => {
        expect(await answer(expression, { a: unknown })).toThrow(reading("data.answer", "unknown"));
    });

    test("makes unknown what is there only where it is set", async () => {
        const template = `{{ if .Values.a }}\n${configMap('"x"')}{{ end }}`;
        const found = await inside([releaseOf(chart({ "templates/a.yaml": template }), { values: { a: unknown } })]);
        expect(() => find(found, "release apps/app, ConfigMap apps/probe").props.data).toThrow(UnknownValue);
    });

    test("keeps its reason, and hides nothing else, where the chart renders without it or refuses to", async () => {
        const both = { "templates/a.yaml": `${configMap(".Values.a")}---\n${configMap('"here"', "other")}` };
        const refusing = { ...both, "templates/b.yaml": '{{ $_ := required "a" .Values.a }}' };
        for (const files of [both, refusing]) {
            const found = await inside([releaseOf(chart(files), { values: { a: secret } })]);
            expect(() => find(found, "release apps/app, ConfigMap apps/probe").props.data.answer).toThrow(
                reading("data.answer", "secret"),
            );
            expect(find(found, "release apps/app, ConfigMap apps/other").props.data.answer).toBe("here");
        }
    });

    test("is secret where it is, and random where each rendering makes another one", async () => {
        expect(await answer(".Values.a", { a: secret })).toThrow(reading("data.answer", "secret"));
        expect(await answer("randAlphaNum 9")).toThrow(reading("data.answer", "random"));
        expect(await answer('randAlphaNum 9 | printf "%s %s" .Values.b', { a: unknown, b: "" })).toThrow(
            reading("data.answer", "random"),
        );
    });

    test("is known later, and not random, where something else of the chart is random", async () => {
        const list = "[{{ .Values.a }}{{ if .Values.a }}, more{{ end }}]";
        const job = `apiVersion: batch/v1\nkind: Job\nmetadata: { name: probe }\nspec: { args: ${list} }`;
        const files = { "templates/a.yaml": configMap("randAlphaNum 9"), "templates/b.yaml": job };
        const found = await inside([releaseOf(chart(files), { values: { a: unknown } })]);
        const { props } = find(found, "release apps/app, Job apps/probe");
        expect(() => props.spec.args).toThrow(reading("spec.args", "unknown"));
    });

    test("hides an object whose name depends on it, but for the fields that are the same", async () => {
        const template = configMap('"known"', "{{ .Values.a }}");
        const found = await inside([releaseOf(chart({ "templates/a.yaml": template }), { values: { a: unknown } })]);
        const [map] = found.objects("ConfigMap", "core");
        expect(map?.props.data.answer).toBe("known");
        expect(() => map?.props.metadata.name).toThrow(UnknownValue);
    });

    test("leaves nothing readable of an object that may not be there, but its name", async () => {
        const template = `{{ if contains "word" (.Values.a | replace "readiness" "word") }}\n${configMap('"x"')}{{ end }}`;
        const found = await inside([releaseOf(chart({ "templates/a.yaml": template }), { values: { a: unknown } })]);
        const { props } = find(found, "release apps/app, ConfigMap apps/probe");
        expect(() => props.data).toThrow(UnknownValue);
    });

    test("leaves the release unseen, and says by which value, where it does not render", async () => {
        const files = { "templates/a.yaml": configMap("required (.Values.a | fail) 1") };
        const found = await inside([releaseOf(chart(files), { values: { list: [{ a: unknown }], a: secret } })]);
        expect(found.unrendered.map(({ unseen }) => unseen)).toEqual([
            "the chart refuses the values, at line 6 of app/templates/a.yaml; values.list[0].a is known only after the update",
        ]);
    });

    test("does not break a schema that asks for another type", async () => {
        const files = {
            "values.schema.json": JSON.stringify({ properties: { a: { type: "array" } } }),
            "templates/a.yaml": configMap(".Values.b"),
        };
        const found = await inside([releaseOf(chart(files), { values: { a: unknown, b: "x" } })]);
        expect(find(found, "release apps/app, ConfigMap apps/probe").props.data.answer).toBe("x");
    });

    test("is nothing in a fixture that says all", async () => {
        const found = await inside([operator()]);
        const { props } = find(found, "release apps/operator, Deployment apps/operator");
        expect(JSON.parse(JSON.stringify(props)).metadata.labels.owner).toBe("team");
        expect(found.unrendered).toEqual([]);
    });
});
