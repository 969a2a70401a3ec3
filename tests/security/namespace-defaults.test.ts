import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { obtain } from "../../sandbox/tools/tools.ts";
import { addonOf, addons, assembled } from "../addons/example.ts";

const after = addonOf(
    await assembled({ settings: { admission: { namespaceDefaults: true } } }),
    "kyverno",
).after?.filter(({ kind }) => kind === "MutatingPolicy" || kind === "GeneratingPolicy");

const folder = mkdtempSync(join(tmpdir(), "namespace-defaults-"));
let kyverno: string;
beforeAll(async () => {
    kyverno = (await obtain(["kyverno"]))("kubectl-kyverno");
}, 1_200_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, ...documents: object[]): string => {
    const file = join(folder, name);
    writeFileSync(file, documents.map((document) => JSON.stringify(document)).join("\n---\n"));
    return file;
};

/** What the real Kyverno makes of a namespace when somebody creates it: itself as it is stored, and what comes with it. */
async function created(name: string, { labels, username }: { labels?: object; username: string }) {
    const { stdout } = await execa(kyverno, [
        ...["apply", write("policies.yaml", ...(after ?? []))],
        ...["--resource", write("namespace.yaml", { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } })],
        ...[
            "--userinfo",
            write("user.yaml", {
                apiVersion: "cli.kyverno.io/v1alpha1",
                kind: "UserInfo",
                metadata: { name: "user" },
                userInfo: { username },
            }),
        ],
        "--remove-color",
    ]);
    const objects = [...stdout.matchAll(/^policy \S+ applied to \S+:\n(.*?)\n---$/gms)].map(([, text = ""]) =>
        parse(text),
    );
    return {
        labels: objects.find(({ kind }) => kind === "Namespace")?.metadata.labels ?? labels,
        made: objects.filter(({ kind }) => kind !== "Namespace"),
    };
}

const jane = { username: "jane" };

test("A namespace that somebody makes gets its level, and what each of the platform's has", async () => {
    const { labels, made } = await created("team", jane);
    expect(labels).toMatchObject({
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "v1.35",
    });
    expect(made.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
        "NetworkPolicy team/default-deny",
        "NetworkPolicy team/allow-dns",
        "ResourceQuota team/quota",
        "LimitRange team/limits",
    ]);
    expect(made[0].spec).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    expect(made[2].spec.hard).toMatchObject({ "services.nodeports": "0" });
});

test("The level that it names stays", async () => {
    const named = { "pod-security.kubernetes.io/enforce": "baseline" };
    const { labels, made } = await created("team", { ...jane, labels: named });
    expect(labels).toEqual(named);
    expect(made).toHaveLength(4);
});

test.each([
    ["of the platform", "velero", "jane"],
    ["of Kubernetes", "kube-public", "jane"],
    ["that is restored", "team", "system:serviceaccount:velero:velero-server"],
])("A namespace %s gets nothing", async (_, name, username) => {
    expect(await created(name, { username })).toEqual({ labels: undefined, made: [] });
});

test("Nobody makes anything where it is not asked for", () => {
    const kinds = addonOf(addons, "kyverno").after?.map(({ kind }) => kind);
    expect(kinds).not.toContain("GeneratingPolicy");
    expect(kinds).not.toContain("MutatingPolicy");
});
