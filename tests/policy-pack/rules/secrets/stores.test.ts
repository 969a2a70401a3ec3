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
