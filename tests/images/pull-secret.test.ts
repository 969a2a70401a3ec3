import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, describe, expect, it, test } from "vitest";
import { parse } from "yaml";
import { read } from "../../components/configuration/stack.ts";
import { dockerConfig, pullLabel, pullPolicy, pullSecret } from "../../components/images/pull-secret.ts";
import { obtain } from "../../sandbox/tools/tools.ts";
import { addonOf, args, assembled } from "../addons/example.ts";
import { chartPath, hasChart, helm, type Rendered, render } from "../addons/render.ts";
import { handedOver, right } from "../configuration/settings.ts";
import { kubeconfig, record } from "../foundation/recording.ts";

const host = "images.example.com:8443";
const account = "123456789012";
const ownCharts = [{ name: "till", chart: "oci://example.com/till", version: "1.0.0" }];
const settings = (more: object = {}) => ({
    registry: { existing: { host, credentialSecretName: "shared/registry", ...more }, trivy: true },
    ownCharts,
    // It comes before everything.
    network: { policyEngine: "cilium" },
});
const all = await assembled({ settings: settings() });
const open = ["cilium", "kyverno", "external-secrets"];
const others = all.filter(({ name }) => !open.includes(name));

const folder = mkdtempSync(join(tmpdir(), "pull-secret-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, ...documents: object[]): string => {
    const file = join(folder, name);
    writeFileSync(file, documents.map((document) => JSON.stringify(document)).join("\n---\n"));
    return file;
};

/** The pods that the real Kyverno stores, by their names. */
async function stored(...pods: { name: string; namespace: string; spec?: object }[]) {
    const kyverno = (await obtain(["kyverno"]))("kubectl-kyverno");
    const containers = [{ name: "shop", image: `${host}/shop:1.0.0` }];
    const { stdout } = await execa(kyverno, [
        ...["apply", write("policy.yaml", pullPolicy)],
        "--resource",
        write(
            "pods.yaml",
            ...pods.map(({ spec, ...metadata }) => ({
                ...{ apiVersion: "v1", kind: "Pod", metadata },
                spec: { containers, ...spec },
            })),
        ),
        "--values-file",
        write("values.yaml", {
            apiVersion: "cli.kyverno.io/v1alpha1",
            kind: "Values",
            metadata: { name: "values" },
            namespaceSelector: [
                { name: "velero", labels: pullLabel },
                { name: "team", labels: { team: "shop" } },
            ],
        }),
        "--remove-color",
    ]);
    expect(stdout).toMatch(/error: 0, skip: 0/);
    const objects = [...stdout.matchAll(/^policy \S+ applied to \S+:\n(.*?)\n---$/gms)].map(([, text = ""]) =>
        parse(text),
    );
    return Object.fromEntries(
        objects.map(({ metadata, spec }) => [
            metadata.name,
            (spec.imagePullSecrets ?? []).map(({ name }: { name: string }) => name),
        ]),
    );
}

test("The real Kyverno has pods of namespaces with the label pull with the credential, once, beside what they have, and no others", async () => {
    const own = { imagePullSecrets: [{ name: "own" }] };
    expect(
        await stored(
            { name: "plain", namespace: "velero" },
            { name: "with-own", namespace: "velero", spec: own },
            { name: "restored", namespace: "velero", spec: { imagePullSecrets: [{ name: pullSecret }] } },
            { name: "elsewhere", namespace: "team" },
        ),
    ).toEqual({ plain: [pullSecret], "with-own": ["own", pullSecret], restored: [pullSecret], elsewhere: [] });
});

test.runIf(helm).each([
    { registry: host, names: [host] },
    // go-containerregistry asks `index.docker.io`, and matches hosts of as many parts.
    { registry: "docker.io", names: ["docker.io", "https://index.docker.io/v1/"] },
])(
    "What the kubelet and Kyverno are given for $registry is the credential, whatever characters are in it",
    ({ registry, names }) => {
        const chart = join(folder, "chart");
        mkdirSync(join(chart, "templates"), { recursive: true });
        writeFileSync(join(chart, "Chart.yaml"), "apiVersion: v2\nname: secret\nversion: 1.0.0\n");
        const template = dockerConfig(registry)
            .replaceAll(".username", ".Values.username")
            .replaceAll(".password", ".Values.password");
        const object = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: config }\ndata:\n  config: |\n    ";
        writeFileSync(join(chart, "templates", "config.yaml"), `${object}${template}\n`);
        const [username, password] = ["robot$shop", 'p"\\{:#ä'];
        const values = write("chart-values.json", { username, password });
        const text = execFileSync("helm", ["template", "config", chart, "--values", values], { encoding: "utf8" });
        const { auths } = JSON.parse(parse(text).data.config);
        const auth = Buffer.from(`${username}:${password}`).toString("base64");
        expect(auths).toEqual(Object.fromEntries(names.map((name) => [name, { username, password, auth }])));
    },
);

const { name, gitops, ownership } = right;
const existing = { kubeconfig, nodeCidrs: ["172.18.0.0/16"], serviceCidr: "10.96.0.0/16" };

test.each([
    ["Gatekeeper mutates nothing", { ...right, admission: { engine: "gatekeeper" } }, /Kyverno hands the credential/],
    ["there is no Secrets Manager", { name, gitops, ownership, cluster: { existing } }, /is not on EKS/],
])("It is a mistake to name one where %s", (_, configured, says) => {
    const { mistakes } = read("shop-clusters", handedOver({ ...configured, registry: settings().registry }));
    expect(mistakes.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
        expect.stringMatching(/^registry\.existing\.credentialSecretName /),
    ]);
    expect(mistakes[0]?.reason).toMatch(says);
});

describe("A registry that asks for a credential", () => {
    it("is asked with one by everybody but who hands it out and who comes before, after all of them", () => {
        for (const { name, namespace, needs } of others) {
            expect([name, namespace.labels]).toEqual([name, expect.objectContaining(pullLabel)]);
            expect(needs).toEqual(expect.arrayContaining(open));
        }
        for (const name of open) {
            expect(addonOf(all, name).namespace.labels ?? {}).not.toMatchObject(pullLabel);
            expect((addonOf(all, name).needs ?? []).filter((need) => !open.includes(need))).toEqual([]);
        }
    });

    it("is read from the store once, and given to namespaces with the label and to Kyverno alone", () => {
        const after = (addonOf(all, "external-secrets").after ?? []) as Rendered[];
        const of = (kind: string, name: string) =>
            after.find((it) => it.kind === kind && it.metadata.name === name)?.spec;
        expect(of("ExternalSecret", pullSecret).data.map(({ remoteRef }: Rendered) => remoteRef.key)).toEqual([
            "shared/registry",
            "shared/registry",
        ]);
        const selectors = [
            { matchLabels: pullLabel },
            // Who reads signatures, and does not pull with it.
            { matchLabels: { "kubernetes.io/metadata.name": "kyverno" } },
        ];
        expect(of("ClusterSecretStore", pullSecret).conditions).toEqual(
            selectors.map((namespaceSelector) => ({ namespaceSelector })),
        );
        expect(of("ClusterExternalSecret", pullSecret).namespaceSelectors).toEqual(selectors);
        expect(of("ClusterSecretStore", "aws").conditions[0].namespaces).toContain("external-secrets");
        expect(JSON.stringify(addonOf(all, "external-secrets").identities)).toContain("secret:shared/registry-??????");
    });

    it("is waited for until Kyverno hands it out: a pod without it would never start", () => {
        const policy = addonOf(all, "kyverno").after?.find(({ metadata }) => metadata.name === pullSecret);
        expect(policy?.metadata.annotations).toEqual({
            "pulumi.com/waitFor":
                'jsonpath={.status.conditionStatus.conditions[?@.type=="WebhookConfigured"].status}=True',
        });
    });

    it.each(open.map((name) => addonOf(all, name)))("has no image of $name: ECR relays them", (addon) => {
        const at = hasChart(addon) && chartPath(addon.chart) ? render(addon, addon.values) : [addon.values];
        const places = JSON.stringify(at).match(/[\w.-]+\.amazonaws\.com\/[\w.-]+|images\.example\.com/g);
        const origin = addon.name === "cilium" ? "quay.io" : "ghcr.io";
        expect([...new Set(places)]).toEqual([`${account}.dkr.ecr.eu-west-1.amazonaws.com/${origin}`]);
    });

    it("has ECR relay what those are made of, and nothing else", async () => {
        const { of } = await record(async () => {
            const { ProductionCluster } = await import("../../components/index.ts");
            new ProductionCluster("shop", { ...args, registry: settings().registry });
        });
        const relayed = [
            "pullThroughCacheRule:PullThroughCacheRule",
            "repositoryCreationTemplate:RepositoryCreationTemplate",
        ]
            .flatMap((type) => of(`aws:ecr/${type}`))
            .map(({ inputs }) => inputs.ecrRepositoryPrefix ?? inputs.prefix);
        expect([...new Set(relayed)].toSorted()).toEqual(["ghcr.io", "quay.io"]);
    });

    it("lets Trivy scan with it", () => {
        expect(addonOf(all, "trivy-operator").values.operator.privateRegistryScanSecretsNames).toEqual({
            "trivy-operator": pullSecret,
        });
    });

    it("changes nothing where it asks for none", async () => {
        const admission = { imageRegistries: ["*.dkr.ecr.*.amazonaws.com/*"] };
        const without = await assembled({ settings: { ...settings({ credentialSecretName: undefined }), admission } });
        expect(JSON.stringify(without)).not.toContain(pullSecret);
        for (const { needs } of without) expect(needs ?? []).not.toContain("kyverno");
        for (const name of open) expect(JSON.stringify(addonOf(without, name).values)).toContain(host);
    });
});
