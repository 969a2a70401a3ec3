import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { inventory } from "../../policy-pack/inventory/inventory.ts";
import { UnknownValue } from "../../policy-pack/inventory/unknown.ts";
import { read, readTogether, recognise } from "../../policy-pack/report/read/read.ts";
import { entry, planOf, secretSignature, stack, stateOf, unknownValue, urn } from "./stack.ts";

const subnet = "aws:ec2/subnet:Subnet";

function folder(files: Record<string, string>): string {
    const path = mkdtempSync(join(tmpdir(), "manifests-"));
    for (const [name, text] of Object.entries(files)) {
        mkdirSync(join(path, name, ".."), { recursive: true });
        writeFileSync(join(path, name), text);
    }
    return path;
}

describe("a state", () => {
    test("gives every resource that the stack owns, with its type, name and inputs", () => {
        const { kind, name, resources } = recognise("state.json", stateOf(stack()));
        expect({ kind, name }).toEqual({ kind: "state", name: "shop/prod" });
        expect(resources).toHaveLength(353);
        const cluster = resources.find(({ type }) => type === "aws:eks/cluster:Cluster");
        expect(cluster).toMatchObject({ name: "shop-eksCluster", props: { version: "1.35" }, ids: ["shop"] });
    });

    test("may be the checkpoint that a backend keeps", () => {
        const checkpoint = JSON.stringify({ version: 3, checkpoint: { latest: { resources: stack() } } });
        expect(recognise("prod.json", checkpoint).resources).toHaveLength(353);
    });

    test("of a stack that holds nothing has no resources", () => {
        expect(recognise("state.json", '{"version":3,"deployment":{"manifest":{}}}').resources).toEqual([]);
    });

    test("may spell what a resource has not as null", () => {
        const fields = [
            "id",
            "inputs",
            "outputs",
            "parent",
            "provider",
            "propertyDependencies",
            "delete",
            "external",
            "dependencies",
            "deletedWith",
        ];
        const nothing = Object.fromEntries(fields.map((field) => [field, null]));
        const { resources } = recognise("state.json", stateOf([{ ...entry(subnet, "bare", {}), ...nothing }]));
        expect(resources).toEqual([
            {
                ...{ urn: urn(subnet, "bare"), type: subnet, name: "bare", props: {}, dependencies: {}, ids: [] },
                order: { after: [], custom: true },
            },
        ]);
    });

    test("leaves out what was replaced and waits to be deleted", () => {
        const entries = [entry(subnet, "kept", {}), entry(subnet, "replaced", {}, { delete: true })];
        expect(recognise("state.json", stateOf(entries)).resources.map(({ name }) => name)).toEqual(["kept"]);
    });

    test("shows of what the program only reads the outputs, as it has no inputs", () => {
        const outputs = { availabilityZone: "eu-west-1a", password: { ...secretSignature, ciphertext: "v1:a:b" } };
        const text = stateOf([entry(subnet, "read", {}, { external: true, outputs })]);
        const { props } = recognise("state.json", text).resources[0] ?? expect.fail();
        expect(props.availabilityZone).toBe("eu-west-1a");
        expect(() => props.password).toThrow(UnknownValue);
    });

    test.each([
        ["encrypted", { ...secretSignature, ciphertext: "v1:abc:def" }],
        ["shown", { ...secretSignature, plaintext: '"hunter2"' }],
    ])("keeps a secret unreadable when it is %s, however deep it lies", (_, secret) => {
        const text = stateOf([entry(subnet, "a", { values: { list: [{ password: secret }] }, plain: 1 })]);
        const { props } = recognise("state.json", text).resources[0] ?? expect.fail();
        expect(props.plain).toBe(1);
        expect(() => props.values.list[0].password).toThrow(new UnknownValue("values.list[0].password", "secret"));
        expect(() => JSON.stringify(props)).toThrow(UnknownValue);
    });

    test("shows what the program exports, and no output of other resources", () => {
        const entries = [
            entry("pulumi:pulumi:Stack", "shop-prod", {}, { outputs: { endpoint: "https://eks" } }),
            entry(subnet, "a", {}, { outputs: { arn: "arn:aws:ec2" } }),
        ];
        const [whole, part] = recognise("state.json", stateOf(entries)).resources;
        expect(whole?.outputs).toEqual({ endpoint: "https://eks" });
        expect(part).toMatchObject({ ids: ["arn:aws:ec2"] });
        expect(part).not.toHaveProperty("outputs");
    });

    test("relates resources by what their properties were made from, and by id", () => {
        const entries = [
            entry(subnet, "one", {}, { id: "subnet-1", outputs: { arn: "arn:aws:ec2:::subnet/subnet-1" } }),
            entry(subnet, "two", {}),
            entry(
                "aws:eks/nodeGroup:NodeGroup",
                "made",
                {},
                { propertyDependencies: { subnetIds: [urn(subnet, "two")] } },
            ),
            entry("aws:eks/nodeGroup:NodeGroup", "named", { subnetIds: ["subnet-1"] }),
        ];
        const found = inventory(recognise("state.json", stateOf(entries)).resources);
        const subnetsOf = found
            .of("aws:eks/nodeGroup:NodeGroup")
            .map((group) => found.sources(group, "subnetIds").map(({ name }) => name));
        expect(subnetsOf).toEqual([["two"], ["one"]]);
    });

    test("names the provider of a resource without the id that the engine appends", () => {
        const provider = urn("pulumi:providers:aws", "eu");
        const text = stateOf([entry(subnet, "a", {}, { provider: `${provider}::6f1c` })]);
        expect(recognise("state.json", text).resources[0]?.provider).toBe(provider);
    });

    test("keeps a name whole that holds the separator of URNs", () => {
        const { resources } = recognise("state.json", stateOf([entry(subnet, "a::b", {})]));
        expect(resources[0]?.name).toBe("a::b");
    });
});

describe("a plan", () => {
    test("gives the resources as they will be", () => {
        const { kind, resources } = recognise("plan.json", planOf(stack()));
        expect(kind).toBe("plan");
        expect(resources).toHaveLength(353);
    });

    test("makes a value that is not known yet throw when it is read", () => {
        const text = planOf([entry(subnet, "a", { vpcId: unknownValue, cidrBlock: "10.0.0.0/20" })]);
        const { props } = recognise("plan.json", text).resources[0] ?? expect.fail();
        expect(props.cidrBlock).toBe("10.0.0.0/20");
        expect(() => props.vpcId).toThrow(new UnknownValue("vpcId", "unknown"));
    });

    test("leaves out what is deleted, and takes a replaced resource once", () => {
        const [old, renewed] = [entry(subnet, "a", { cidrBlock: "old" }), entry(subnet, "a", { cidrBlock: "new" })];
        const steps = [
            { op: "delete", urn: urn(subnet, "gone"), oldState: old },
            { op: "create-replacement", urn: old.urn, newState: renewed },
            { op: "replace", urn: old.urn, newState: renewed },
            { op: "delete-replaced", urn: old.urn, newState: old },
        ];
        const { resources } = recognise(
            "plan.json",
            JSON.stringify({ steps, changeSummary: { replace: 1, delete: 1 } }),
        );
        expect(resources.map(({ props }) => props.cidrBlock)).toEqual(["new"]);
    });

    test("that hides unchanged resources is refused, as they would count as absent", () => {
        const hidden = { steps: [], changeSummary: { same: 12 } };
        expect(() => recognise("plan.json", JSON.stringify(hidden))).toThrow(
            "the plan hides 12 of 12 unchanged resources, so nothing could be said of the whole; " +
                "make it with `pulumi preview --json --show-sames`",
        );
    });
});

describe("manifests", () => {
    const deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\n";
    const service = "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\n";

    test("become the resources that Pulumi would make of them", () => {
        const { kind, resources } = recognise("all.yaml", `${deployment}---\n${service}`);
        expect(kind).toBe("manifests");
        expect(resources.map(({ type, name }) => [type, name])).toEqual([
            ["kubernetes:apps/v1:Deployment", "shop/web"],
            ["kubernetes:core/v1:Service", "shop/web"],
        ]);
        expect(inventory(resources).objects("Deployment", "apps")).toHaveLength(1);
    });

    test("may stand in a list, in YAML as in JSON", () => {
        const items = [{ apiVersion: "v1", kind: "Service", metadata: { name: "a" } }];
        const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: [...items, ...items] });
        expect(recognise("list.json", list).resources).toHaveLength(2);
    });

    test("may stand in a typed list, whose items need not say what they are", () => {
        const items = [{ metadata: { name: "a" } }, { apiVersion: "apps/v1beta2", metadata: { name: "b" } }];
        const list = JSON.stringify({ apiVersion: "apps/v1", kind: "DeploymentList", items });
        expect(recognise("list.json", list).resources.map(({ type }) => type)).toEqual([
            "kubernetes:apps/v1:Deployment",
            "kubernetes:apps/v1beta2:Deployment",
        ]);
    });

    test("of one name in one file are told apart", () => {
        const { resources } = recognise("all.yaml", `${deployment}---\n${deployment}---\n${service}`);
        expect(new Set(resources.map(({ urn }) => urn)).size).toBe(3);
        expect(resources[1]?.urn).toBe(`${resources[0]?.urn} (2)`);
    });

    test("of a folder whose folders are called like files are read all the same", () => {
        const { resources } = read(folder({ "web.yaml/deployment.yaml": deployment }));
        expect(resources).toHaveLength(1);
    });

    test("are read as Kubernetes reads them, where yes is true and keys are merged", () => {
        const container = "{name: a, <<: {securityContext: {privileged: on}}}";
        const pod = `apiVersion: v1\nkind: Pod\nspec: {hostNetwork: yes, containers: [${container}]}\n`;
        expect(recognise("pod.yaml", pod).resources[0]?.props.spec).toEqual({
            hostNetwork: true,
            containers: [{ name: "a", securityContext: { privileged: true } }],
        });
    });

    test("of a folder are read with its subfolders, and each object tells its file", () => {
        const path = folder({ "base/web.yaml": deployment, "service.yml": service, "notes.txt": "no YAML: at: all" });
        const { resources } = read(path);
        expect(resources.map(({ urn }) => urn.split("::")[1])).toEqual(["base/web.yaml", "service.yml"]);
    });

    test.each([
        ["a key that stands twice", "kind: Service\nkind: Service\n", /at line 2, column 1$/],
        ["a template of a chart", 'metadata:\n  {{- include "labels" . }}\n', /at line 2, column \d+$/],
    ])("of a folder are read beside a file with %s, which is told with its place", (_, text, where) => {
        const { resources, unread } = read(folder({ "web.yaml": deployment, "odd.yaml": text }));
        expect(resources).toHaveLength(1);
        expect(unread).toEqual([expect.stringMatching(/^odd\.yaml: /)]);
        expect(unread?.[0]).toMatch(where);
    });

    test("of a folder are read beside a link that leads nowhere", () => {
        const path = folder({ "web.yaml": deployment });
        symlinkSync(join(path, "gone"), join(path, "link.yaml"));
        const { resources, unread } = read(path);
        expect(resources).toHaveLength(1);
        expect(unread).toEqual(["link.yaml: no such file or folder"]);
    });

    test.each([
        ["utf-8", [0xef, 0xbb, 0xbf], "utf8"],
        ["utf-16le", [0xff, 0xfe], "utf16le"],
    ] as const)("are read in %s with its byte order mark", (_, mark, encoding) => {
        const path = join(folder({}), "web.YAML");
        writeFileSync(path, Buffer.concat([Buffer.from(mark), Buffer.from(service, encoding)]));
        expect(read(path).resources).toHaveLength(1);
        expect(read(dirname(path)).resources).toHaveLength(1);
    });

    test("may be JSON lines", () => {
        const line = (name: string) => `${JSON.stringify({ apiVersion: "v1", kind: "Service", metadata: { name } })}\n`;
        expect(recognise("all.json", line("a") + line("b")).resources.map(({ name }) => name)).toEqual(["a", "b"]);
    });

    test("of Kustomize are told apart: a patch is no object, and the outermost namespace counts", () => {
        const at = (more: string) => `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${more}`;
        const plain = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n";
        const files = {
            "base/kustomization.yaml": at("namespace: web\nresources: [web.yaml]\n"),
            "base/web.yaml": plain,
            "prod/kustomization.yaml": at("namespace: prod\nresources: [../base]\npatches: [{path: patch.yaml}]\n"),
            "prod/patch.yaml": `${plain}spec: {replicas: 3}\n`,
        };
        const { resources, notes } = read(folder(files));
        expect(resources.map(({ urn, props }) => [urn.split("::")[1], props.metadata.namespace])).toEqual([
            ["base/web.yaml", "prod"],
        ]);
        expect(notes.at(-1)).toContain("kustomize build");
        const second = { "dev/kustomization.yaml": at("namespace: dev\nresources: [../base]\n") };
        const [both] = read(folder({ ...files, ...second })).resources;
        expect(() => both?.props.metadata.namespace).toThrow(UnknownValue);
    });

    test("of Flux are where it puts what it builds, and a Namespace among them has that name", () => {
        const kustomize = "apiVersion: kustomize.config.k8s.io/v1beta1\n";
        const config = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
        const { resources } = read(
            folder({
                "flux.yaml": `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: web}
spec: {path: ./apps/web, targetNamespace: web}
`,
                "apps/web/kustomization.yaml": `${kustomize}kind: Kustomization\nresources: [web.yaml, namespace.yaml]\n`,
                "apps/web/web.yaml": config("web"),
                "apps/web/namespace.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: _}\n",
                "part/kustomization.yaml": `${kustomize}kind: Component\nresources: [part.yaml]\n`,
                "part/part.yaml": config("part"),
            }),
        );
        const of = (kind: string) => resources.filter(({ type }) => type.endsWith(`:${kind}`));
        const [web, part] = of("ConfigMap").sort((one, other) => one.urn.localeCompare(other.urn));
        expect(web?.props.metadata.namespace).toBe("web");
        expect(of("Namespace").map(({ props }) => props.metadata.name)).toEqual(["web"]);
        // Whoever takes a component in says where it goes.
        expect(() => part?.props.metadata.namespace).toThrow(UnknownValue);
    });

    test("of tools, which no API server serves, are left out", () => {
        const tools = "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n";
        expect(read(folder({ "web.yaml": `${deployment}---\n${tools}` })).resources).toHaveLength(1);
    });

    test("of several stacks are one cluster, with the manifests beside them", () => {
        const path = folder({
            "cluster.json": stateOf([entry(subnet, "a", {})]),
            "platform.json": stateOf([entry(subnet, "b", {})]).replaceAll("::shop::", "::platform::"),
            "shop.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\n",
        });
        const { kind, resources } = readTogether(
            ["cluster.json", "platform.json", "shop.yaml"].map((name) => join(path, name)),
        );
        expect(kind).toBe("stacks");
        expect(resources.map(({ name }) => name)).toEqual(["a", "b", "shop"]);
        expect(new Set(resources.map(({ urn }) => urn)).size).toBe(3);
    });

    test("of several files and folders are read as one, each object with its path", () => {
        const [one, other] = [
            folder({ "web.yaml": deployment }),
            join(folder({ "service.yaml": service }), "service.yaml"),
        ];
        const { resources } = readTogether([one, other]);
        expect(resources.map(({ urn }) => urn.split("::")[1])).toEqual([join(one, "web.yaml"), other]);
        expect(() => readTogether([one, "/nowhere/a", "/nowhere/b"])).toThrow(
            "no such file or folder: /nowhere/a, /nowhere/b",
        );
    });

    test("that are no Kubernetes objects are left out, and counted", () => {
        const path = folder({ "web.yaml": deployment, "values.yaml": "replicas: 3\n" });
        const { resources, notes } = read(path);
        expect(resources).toHaveLength(1);
        expect(notes).toEqual(["1 YAML document held no Kubernetes object."]);
    });
});

describe("what cannot be read is refused in one message", () => {
    test.each([
        ["nothing", "  \n", "x is empty"],
        ["a cut-off state", '{"deployment": {"resources": [', "x is not readable as JSON"],
        [
            "a state with a broken record",
            '{"deployment":{"resources":[{"urn":"a","type":"b"}]}}',
            "deployment.resources[0].urn",
        ],
        ["a plan whose steps are none", '{"steps": 7}', "steps"],
        ["a YAML mistake", "a: b: c", "x: bad indentation of a mapping entry at line 1, column 5"],
        ["YAML that holds itself", "kind: &a [*a]", "x: aliases multiply without end"],
        ["other YAML", "replicas: 3", "x is no stack state, no plan, and holds no Kubernetes object"],
    ])("%s", (_, text, message) => {
        expect(() => recognise("x", text)).toThrow(message);
    });

    test("aliases that multiply without end", () => {
        const levels = Array.from(
            { length: 9 },
            (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(9)}]`,
        );
        expect(() => recognise("x", `a0: &a0 [1]\n${levels.join("\n")}`)).toThrow("aliases multiply without end");
    });

    test("a file that is not there", () => {
        expect(() => read("/nowhere/state.json")).toThrow("/nowhere/state.json: no such file or folder");
    });

    test.each([
        ["JSON", '{"password": hunter2}'],
        ["YAML", "password: hunter2: x"],
    ])("a mistake in %s is told without the text around it", (_, text) => {
        const message = attempt(() => recognise("x", text));
        expect(message).toMatch(/^(x is not readable as JSON|not readable as YAML:)/);
        expect(message).not.toContain("hunter2");
    });
});

function attempt(action: () => unknown): string {
    try {
        return `no error: ${action()}`;
    } catch (error) {
        return (error as Error).message;
    }
}
