import { expect, test } from "vitest";
import { evaluate } from "../../../../policy-pack/evaluate.ts";
import { object, release } from "../../ready/resource.ts";
import { add, type Change, changed, drop, set } from "../../stack.ts";

/** What the check of the store says where none of the secrets is in the stack. */
const found = (...changes: Change[]) => {
    const elsewhere = drop("Secret heartbeat");
    const { checks } = evaluate(changed(elsewhere, ...changes));
    return checks.find(({ id }) => id === "secret-store-present");
};
const keptIn = (provider: object): Change => set("ClusterSecretStore aws", "spec.provider", provider);
const besides = (provider: object): Change =>
    add(object("external-secrets.io/v1:SecretStore", "other", { metadata: { namespace: "shop" }, spec: { provider } }));
const vault = release("vault", "vault", { server: { ha: { enabled: true } } });

test.each<[string, string, Change[]]>([
    ["Secrets Manager, which encrypts every secret", "pass", []],
    ["a service that its owner runs", "pass", [keptIn({ azurekv: { vaultUrl: "https://shop.vault.azure.net" } })]],
    ["a highly available Vault of the stack", "pass", [keptIn({ vault: {} }), add(vault)]],
    ["a Vault of another stack", "unknown", [keptIn({ vault: {} })]],
    ["Parameter Store, where a value may be plain", "unknown", [keptIn({ aws: { service: "ParameterStore" } })]],
    ["a store that nobody knows, beside one that encrypts", "unknown", [besides({ fake: {} })]],
])("secrets that are not in the stack, kept in %s: %s", (_, status, changes) => {
    expect(found(...changes)?.status).toBe(status);
});

test("what cannot be told of a store says what to do", () => {
    const messages = [keptIn({ vault: {} }), keptIn({ aws: { service: "ParameterStore" } }), besides({ fake: {} })].map(
        (change) => found(change)?.evidence.find(({ status }) => status === "unknown")?.message,
    );
    for (const message of messages) expect(message).toMatch(/: (use|judge) /);
});

const repository = { labels: { "argocd.argoproj.io/secret-type": "repository" } };
const issued = { annotations: { "cert-manager.io/certificate-name": "shop" } };
const owned = (kind: string) => ({ ownerReferences: [{ apiVersion: "v1", kind, name: "shop", uid: "a" }] });

test.each<[string, object, "pass" | "fail"]>([
    ["written by hand", { stringData: { password: "hunter2" } }, "fail"],
    ["of a repository, with its credential", { metadata: repository, stringData: { url: "a", password: "b" } }, "fail"],
    ["of a repository that anybody may read", { metadata: repository, stringData: { url: "a", type: "git" } }, "pass"],
    ["that an ExternalSecret made", { metadata: owned("ExternalSecret"), data: { password: "aHVudGVyMg==" } }, "pass"],
    ["that an application made", { metadata: owned("Deployment"), data: { password: "aHVudGVyMg==" } }, "fail"],
    ["that cert-manager issued", { metadata: issued, type: "kubernetes.io/tls", data: { "tls.key": "a" } }, "pass"],
    ["that SOPS encrypted", { stringData: { password: "ENC[AES256_GCM,data:AA,type:str]" } }, "pass"],
    ["of which SOPS encrypted one value", { stringData: { user: "shop", password: "ENC[AES256_GCM]" } }, "fail"],
    ["whose value Argo CD fills in", { stringData: { password: "<path:kv/data/shop#password>" } }, "pass"],
])("a Secret %s: %j %s", (_, props, status) => {
    const { metadata = {}, ...content } = props as { metadata?: object };
    const secret = object("core/v1:Secret", "extra", { metadata: { namespace: "shop", ...metadata }, ...content });
    const { checks } = evaluate(changed(add(secret)));
    const evidence = checks.find(({ id }) => id === "secret-from-store")?.evidence ?? [];
    expect(evidence.find(({ urn }) => urn === secret.urn)?.status).toBe(status);
});
