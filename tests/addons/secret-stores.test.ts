import { describe, expect, it, test } from "vitest";
import { rootCa } from "../configuration/certificates.ts";
import { mistakesOf, right } from "../configuration/settings.ts";
import { addonOf, assembled } from "./example.ts";

const vault = { server: "https://vault.example.com:8200", role: "shop" };
const azure = {
    vaultUrl: "https://shop.vault.azure.net",
    tenantId: "11111111-2222-3333-4444-555555555555",
    clientId: "66666666-7777-8888-9999-000000000000",
};
const google = {
    project: "shop-secrets",
    audience: "//iam.googleapis.com/projects/4711/locations/global/workloadIdentityPools/eks/providers/shop",
};
const stores = [
    { name: "vault", vault },
    { name: "key-vault", azure },
    { name: "google", google },
];

const controller = async (secretStores: object[]) =>
    addonOf(await assembled({ settings: { secretStores } }), "external-secrets");

describe("A store beside AWS", () => {
    it("is read by a token of an account of its own, and by namespaces that are let in alone", async () => {
        const { after = [] } = await controller(stores);
        for (const { name } of stores) {
            const account = { name: `secret-store-${name}`, namespace: "external-secrets" };
            const objects = after.filter(({ metadata }) => metadata.name === account.name || metadata.name === name);
            const [serviceAccount, role, binding, store] = objects;
            expect(objects.map(({ kind }) => kind)).toEqual([
                "ServiceAccount",
                "Role",
                "RoleBinding",
                "ClusterSecretStore",
            ]);
            expect(serviceAccount).toMatchObject({ metadata: account, automountServiceAccountToken: false });
            expect(role).toMatchObject({ metadata: account, rules: [{ resourceNames: [account.name] }] });
            expect(binding).toMatchObject({ roleRef: { name: account.name } });
            expect(store).toMatchObject({
                spec: {
                    conditions: [
                        {
                            namespaceSelector: {
                                matchLabels: { [`production-cluster/secret-store-${name}`]: "allowed" },
                            },
                        },
                    ],
                },
            });
            expect(JSON.stringify(store)).toContain(`"serviceAccountRef":${JSON.stringify(account).slice(0, -1)}`);
        }
    });

    it("shows Vault a token that opens nothing else, by the keys of the issuer or by asking the cluster", async () => {
        const authOf = async (more: object) => {
            const { after = [] } = await controller([{ name: "vault", vault: { ...vault, ...more } }]);
            const store = after.find(
                ({ kind, metadata }) => kind === "ClusterSecretStore" && metadata.name === "vault",
            );
            // biome-ignore lint/suspicious/noExplicitAny: what the chart's CRD takes
            return (store as any).spec.provider.vault;
        };
        const reference = { name: "secret-store-vault", namespace: "external-secrets", audiences: ["vault"] };
        expect(await authOf({})).toEqual({
            server: vault.server,
            path: "secret",
            version: "v2",
            auth: {
                jwt: { path: "jwt", role: "shop", kubernetesServiceAccountToken: { serviceAccountRef: reference } },
            },
        });
        const { auth } = await authOf({ authentication: "kubernetes", mount: "eks/shop" });
        expect(auth).toEqual({
            kubernetes: { mountPath: "eks/shop", role: "shop", serviceAccountRef: reference },
        });
        const { caBundle } = await authOf({ caCertificate: rootCa });
        expect(Buffer.from(caBundle, "base64").toString()).toBe(rootCa);
    });

    it("is reached where it is: over the Internet, or in a private network", async () => {
        const ways = async (given: object[]) => (await controller(given)).traffic.to.slice(2);
        expect(await ways([])).toEqual([]);
        expect(await ways(stores)).toEqual([
            { peer: { internet: "Secrets come from vault, key-vault, google." }, ports: [443, 8200] },
        ]);
        const inside = { name: "vault", vault: { ...vault, cidrs: ["10.9.0.0/24"] } };
        expect(await ways([inside])).toEqual([{ peer: { cidrs: ["10.9.0.0/24"] }, ports: [8200] }]);
    });
});

test.each<[string, object[], RegExp]>([
    ["in no system", [{ name: "x" }], /^secretStores\[0\]: .*exactly one of vault, azure, google$/],
    ["in two", [{ name: "x", azure, google }], /^secretStores\[0\]: .*exactly one/],
    ["called as the one of AWS", [{ name: "aws", google }], /^secretStores\[0\]\.name: /],
    ["given twice", [stores[0] ?? {}, stores[0] ?? {}], /^secretStores\[1\]: repeats \[0\]/],
    [
        "without TLS",
        [{ name: "x", vault: { ...vault, server: "http://vault" } }],
        /^secretStores\[0\]\.vault\.server: /,
    ],
    ["of another audience", [{ name: "x", google: { ...google, audience: "eks" } }], /audience: .*pool/],
    ["of a tenant by name", [{ name: "x", azure: { ...azure, tenantId: "example.com" } }], /tenantId: .*UUID/],
])("No store is %s", (_, secretStores, mistake) => {
    expect(mistakesOf({ ...right, secretStores })).toEqual([expect.stringMatching(mistake)]);
});
