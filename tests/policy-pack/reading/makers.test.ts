import { expect, test } from "vitest";
import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { keysMade, makersOf, namesMade, targetOf } from "../../../policy-pack/reading/targets.ts";
import { object } from "../ready/resource.ts";

const made = (to: string, by: string, from: Resource) =>
    makersOf(to)
        .filter((maker) => maker.by === by)
        .flatMap((maker) => namesMade(maker, from).map((name) => [name, maker.isEverywhere ?? false]));

const wide = "external-secrets.io/ClusterExternalSecret";
const vault = { destination: { name: "made" } };

test.each([
    ["external-secrets.io/ExternalSecret", { target: { name: "made" } }, "made", false],
    ["external-secrets.io/ExternalSecret", {}, "own", false],
    [wide, { externalSecretName: "inner", externalSecretSpec: { target: { name: "made" } } }, "made", true],
    [wide, { externalSecretName: "inner" }, "inner", true],
    [wide, {}, "own", true],
    ["bitnami.com/SealedSecret", { template: { metadata: { name: "made" } } }, "made", false],
    ["bitnami.com/SealedSecret", {}, "own", false],
    ["cert-manager.io/Certificate", { secretName: "made" }, "made", false],
    ["secrets.hashicorp.com/VaultStaticSecret", vault, "made", false],
    ["secrets.hashicorp.com/VaultDynamicSecret", vault, "made", false],
    ["secrets.hashicorp.com/VaultPKISecret", vault, "made", false],
    ["trust.cert-manager.io/Bundle", {}, "own", true],
])("%s of %j makes the Secret %s, everywhere: %s", (by, spec, name, isEverywhere) => {
    const [group, kind] = by.split("/");
    expect(made("core/Secret", by, object(`${group}/v1:${kind}`, "own", { spec }))).toEqual([[name, isEverywhere]]);
});

test("a bundle makes a ConfigMap in every namespace", () => {
    const bundle = object("trust.cert-manager.io/v1alpha1:Bundle", "own", { spec: {} });
    expect(made("core/ConfigMap", "trust.cert-manager.io/Bundle", bundle)).toEqual([["own", true]]);
});

test("a certificate that names no Secret makes none", () => {
    const certificate = object("cert-manager.io/v1:Certificate", "own", { spec: {} });
    expect(made("core/Secret", "cert-manager.io/Certificate", certificate)).toEqual([]);
});

test.each([
    ["bitnami.com/v1alpha1:SealedSecret", { encryptedData: { password: "AgA" } }, ["password"]],
    ["bitnami.com/v1alpha1:SealedSecret", {}, []],
    ["external-secrets.io/v1:ExternalSecret", { data: [{ secretKey: "password" }] }, ["password"]],
    ["external-secrets.io/v1:ExternalSecret", { dataFrom: [{ extract: { key: "shop" } }] }, undefined],
    ["external-secrets.io/v1:ExternalSecret", { target: { template: { data: {} } } }, undefined],
    ["cert-manager.io/v1:Certificate", { secretName: "made" }, undefined],
])("%s of %j tells the keys %j", (type, spec, keys) => {
    const told = keysMade(object(type, "own", { spec }));
    expect(told && [...told]).toEqual(keys);
});

test.each(["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"])(
    "a %s that is named is beside what names it",
    (kind) => {
        expect(targetOf(`apps/${kind}`).made).toBe("beside");
    },
);

test.each(["CronJob", "Job"])("a %s that is named is beside what names it", (kind) => {
    expect(targetOf(`batch/${kind}`).made).toBe("beside");
});

test("of a kind that is not known, others may make any", () => {
    expect(targetOf("example.com/Thing").made).toBe("elsewhere");
});
