import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { pullLabel, pullSecret } from "../../components/images/pull-secret.ts";
import type { VerifiedImagesArgs } from "../../components/images/verify-args.ts";
import type { Addon } from "../../components/platform/addon.ts";
import { addonOf, assembled } from "../addons/example.ts";
import type { Rendered } from "../addons/render.ts";
import { startEcr } from "./ecr.ts";
import { type Registry, startRegistry } from "./registry.ts";
import { newKey, publicPem, Repository } from "./signing.ts";
import { policyOf, today, verdictOf } from "./verdict.ts";

/** Judged by the real Kyverno, which asks a real registry; signatures and attestations are made as Cosign makes them. */
const key = newKey();
const other = newKey();

let registry: Registry;
let shop: Repository;

beforeAll(async () => {
    registry = await startRegistry();
    shop = new Repository(registry.host, "shop/web");
});

afterAll(() => registry?.stop());

type Given = Partial<VerifiedImagesArgs>;

const policy = (given: Given = {}) => policyOf({ images: [`${shop.host}/shop/*`], key: publicPem(key), ...given });

const verdict = (images: readonly string[], given: Given = {}, namespace = "shop") =>
    verdictOf(policy(given), images, namespace);

const scan = (finished: Date, severities: readonly string[] = []) => ({
    invocation: {},
    scanner: {
        uri: "pkg:github/aquasecurity/trivy@0.70.0",
        result: {
            SchemaVersion: 2,
            Results: [
                { Target: "web", Class: "os-pkgs" },
                {
                    Target: "app",
                    Vulnerabilities: severities.map((Severity) => ({ VulnerabilityID: "CVE-2026-1", Severity })),
                },
            ],
        },
    },
    metadata: { scanStartedOn: finished.toISOString(), scanFinishedOn: finished.toISOString() },
});

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000);

async function image(name: string, made: { signedBy?: typeof key; scanned?: object; scannedBy?: typeof key } = {}) {
    const reference = await shop.image(name);
    if (made.signedBy) await shop.sign(reference, made.signedBy);
    if (made.scanned) await shop.attest(reference, made.scannedBy ?? key, made.scanned);
    return reference;
}

describe("A pod", () => {
    it("runs an image that the key has signed, and no other, in whichever container", async () => {
        const good = await image("signed", { signedBy: key });
        expect(await verdict([good])).toBe("pass");
        expect(await verdict([await image("unsigned")])).toMatch(/without a signature/);
        expect(await verdict([await image("of another", { signedBy: other })])).toMatch(/without a signature/);
        expect(await verdict([good, await image("hidden")])).toMatch(/without a signature/);
    });

    it("names the digest that was verified, for a tag can mean another image a moment later", async () => {
        await image("tagged", { signedBy: key });
        expect(await verdict([`${shop.host}/shop/web:1`])).toMatch(/does not have a digest/);
    });

    it("is judged where a * passes the colon before a tag or digest, which no path in ECR has", async () => {
        const unsigned = await image("behind the colon");
        const end = unsigned.slice(-4);
        expect(await verdict([unsigned], { images: [`${shop.host}/shop/*${end}`] })).toMatch(/without a signature/);
        expect(await verdict([unsigned], { images: [`${shop.host}/shop/*${end}x`] })).toBe("pass");
    });

    it("is none of it with images of others, and in a namespace of the platform", async () => {
        const unsigned = await image("unsigned");
        expect(await verdict([unsigned], { images: ["*.example.com/shop/*"] })).toBe("pass");
        expect(await verdict([unsigned], {}, "argocd")).toBe("not judged");
    });

    it("runs what has a scan that the key has signed, is young enough and found nothing severe", async () => {
        const scans = { maxAge: 7, severities: ["CRITICAL", "HIGH"] } satisfies Given["scan"];
        const judged = async (name: string, made: Parameters<typeof image>[1]) =>
            verdict([await image(name, { signedBy: key, ...made })], { scan: scans });
        expect(await judged("clean", { scanned: scan(daysAgo(6), ["LOW"]) })).toBe("pass");
        expect(await judged("unscanned", {})).toMatch(/without a signed scan/);
        expect(await judged("scanned by another", { scanned: scan(daysAgo(1)), scannedBy: other })).toMatch(
            /without a sign/,
        );
        expect(await judged("old", { scanned: scan(daysAgo(8)) })).toMatch(/older than 7 days/);
        expect(await judged("severe", { scanned: scan(daysAgo(1), ["LOW", "HIGH"]) })).toMatch(
            /severity CRITICAL or HIGH/,
        );
        expect(await judged("of no known form", { scanned: { metadata: scan(daysAgo(1)).metadata } })).not.toBe("pass");
    });

    it("runs an image of ECR in another account and region, which is asked with a token of that registry", async () => {
        const ecr = await startEcr(registry);
        const caFile = join(inject("scratchFolder"), "ecr-ca.crt");
        writeFileSync(caFile, ecr.ca);
        const host = "444455556666.dkr.ecr.us-east-1.amazonaws.com";
        const judged = async (reference: string, ecrToo: boolean) => {
            const policy = policyOf({ images: [`${host}/shop/*`], key: publicPem(key) }, { ecr: ecrToo });
            return verdictOf(policy, [reference.replace(registry.host, host)], "shop", ecr.env(caFile));
        };
        const signed = await image("signed in ECR", { signedBy: key });
        expect(await judged(signed, true)).toBe("pass");
        expect([...new Set(ecr.asked)]).toEqual(["api.ecr.us-east-1.amazonaws.com", host]);
        expect(await judged(await image("unsigned in ECR"), true)).toMatch(/without a signature/);
        expect(await judged(signed, false)).toMatch(/401|UNAUTHORIZED/i);
        ecr.stop();
    });
});

describe("A policy", () => {
    it("reports until its day, in nobody's way, and refuses from that day on", () => {
        const before = policy({ denyFrom: "2026-11-30" }).spec;
        expect(before).toMatchObject({ validationActions: ["Warn", "Audit"], failurePolicy: "Ignore" });
        expect(before?.validationConfigurations).toMatchObject({ mutateDigest: false, required: false });
        const after = policy({ denyFrom: today }).spec;
        expect(after).toMatchObject({ validationActions: ["Deny"], failurePolicy: "Fail" });
    });
});

describe("Kyverno", () => {
    const withRegistry = (registry: object) => assembled({ settings: { registry } });
    const kyverno = async (verify: object[]) => addonOf(await withRegistry({ verify }), "kyverno");
    const own = { name: "shop", images: ["111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/*"], denyFrom: today };
    const peers = (addon: Addon) => addon.traffic.to.map(({ peer }) => peer);

    it("may read ECR, and goes no further, where all images lie there and a key signed them", async () => {
        const addon = await kyverno([{ ...own, key: publicPem(key) }]);
        expect(addon.identities?.map(({ serviceAccount }) => serviceAccount)).toEqual([
            "kyverno-admission-controller",
            "kyverno-reports-controller",
        ]);
        expect(peers(addon)).toEqual(["kubeApi", "aws"]);
    });

    it("may read in ECR of other accounts and regions what is named, and reaches another region over the Internet", async () => {
        const given = async (...images: string[]) => {
            const { identities = [], traffic } = addonOf(
                await assembled({
                    settings: {
                        accountId: "123456789012",
                        registry: { verify: [{ ...own, images, key: publicPem(key) }] },
                    },
                }),
                "kyverno",
            );
            const resources = identities.map(({ statements = [] }) => statements.at(-1)?.Resource);
            expect(resources[1]).toEqual(resources[0]);
            return { resources: resources[0], beyond: traffic.to.slice(2) };
        };
        const all = "arn:aws:ecr:eu-west-1:123456789012:repository/*";
        const near = "444455556666.dkr.ecr.eu-west-1.amazonaws.com";
        const far = "444455556666.dkr-ecr.us-east-1.on.aws";
        const one = "arn:aws:ecr:eu-west-1:444455556666:repository/shop/web";
        expect(await given(`${near}/shop/web:*`, `${near}/shop/web@sha256:*`)).toEqual({
            resources: [all, one],
            beyond: [],
        });
        expect(await given(`${near}/shop/web:*`, `${far}/shop/*`)).toEqual({
            resources: [all, one, "arn:aws:ecr:us-east-1:444455556666:repository/shop/*"],
            beyond: [{ peer: { internet: expect.stringContaining("another region") }, ports: [443] }],
        });
        const named = async (path: string) => [(await given(`${near}/${path}`)).resources].flat()[1];
        const repositories = "arn:aws:ecr:eu-west-1:444455556666:repository";
        expect(await named("shop/*-prod")).toBe(`${repositories}/shop/*`);
        expect(await named("shop/*:*-prod")).toBe(`${repositories}/shop/*`);
        expect(await named("*/web")).toBe(`${repositories}/*/web`);
        for (const name of ["123456789012.dkr-ecr.eu-west-1.on.aws", "*.dkr.ecr-fips.*.amazonaws.com"])
            expect(await given(`${name}/shop/*`)).toEqual({
                resources: all,
                beyond: [{ peer: { internet: expect.stringContaining("does not have") }, ports: [443] }],
            });
        expect(
            await given("123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/*", "*.dkr.ecr.*.amazonaws.com/*"),
        ).toEqual({
            resources: all,
            beyond: [],
        });
    });

    it("reaches ECR of another region by its ranges where it is in a private network", async () => {
        const host = "444455556666.dkr.ecr.us-east-1.amazonaws.com";
        const cidrs = ["10.20.0.0/24"];
        const verify = [{ ...own, images: [`${host}/shop/*`], key: publicPem(key) }];
        const all = await withRegistry({ verify, privateHosts: [{ host, cidrs }] });
        expect(addonOf(all, "kyverno").traffic.to.slice(2)).toEqual([{ peer: { cidrs }, ports: [443] }]);
    });

    it("reaches other registries and Sigstore where they are asked, and nothing where nobody asks", async () => {
        const identity = { issuer: "https://gitlab.com", subject: "https://gitlab.com/example/shop" };
        const elsewhere = await kyverno([{ ...own, images: ["ghcr.io/example/*"], keyless: identity }]);
        expect(peers(elsewhere)).toEqual([
            "kubeApi",
            "aws",
            { internet: expect.stringContaining("not ECR") },
            { internet: expect.stringContaining("Sigstore") },
        ]);
        expect(await kyverno([])).toMatchObject({ identities: undefined, traffic: { to: [{ peer: "kubeApi" }] } });
    });

    it("reaches a registry in a private network by its ranges, and the Internet where another one is asked too", async () => {
        const cidrs = ["10.20.0.0/24"];
        const flows = async (images: string[], host = "images.example.com:8443") => {
            const verify = [{ ...own, images, key: publicPem(key) }];
            const privateHosts = [{ host, cidrs }];
            const all = await withRegistry({ verify, privateHosts });
            return addonOf(all, "kyverno").traffic.to.filter(({ peer }) => typeof peer === "object");
        };
        const inside = { peer: { cidrs }, ports: [443, 8443] };
        const outside = (ports: number[]) => ({ peer: { internet: expect.anything() }, ports });
        expect(await flows(["images.example.com:8443/shop/*"])).toEqual([inside]);
        expect(await flows(["*.example.com:8443/shop/*"])).toEqual([inside, outside([443, 8443])]);
        expect(await flows(["images.example.com:8443/shop/*", "ghcr.io/example/*"])).toEqual([inside, outside([443])]);
        expect(await flows(own.images, "111122223333.dkr.ecr.eu-west-1.amazonaws.com")).toEqual([
            { peer: { cidrs }, ports: [443] },
        ]);
    });

    it("reads signatures with the credential of the user's registry, at the port that it has, and pulls nothing with it", async () => {
        const existing = { host: "images.example.com:8443", credentialSecretName: "shared/registry" };
        const verify = [{ ...own, images: ["images.example.com:8443/shop/*"], key: publicPem(key) }];
        const all = await withRegistry({ existing, verify });
        const verifier = addonOf(all, "kyverno");
        const policy = (verifier.after as Rendered[]).find(({ kind }) => kind === "ImageValidatingPolicy");
        expect(policy?.spec).toMatchObject({ credentials: { secrets: [pullSecret], providers: ["amazon"] } });
        expect(verifier.traffic.to).toContainEqual({ peer: { internet: expect.anything() }, ports: [443, 8443] });
        expect(verifier.namespace.labels ?? {}).not.toMatchObject(pullLabel);
        const readers = async (verify: object[]) => {
            const { after = [] } = addonOf(await withRegistry({ existing, verify }), "external-secrets");
            const spec = (kind: string): Rendered =>
                (after as Rendered[]).find((it) => it.kind === kind && it.metadata.name === pullSecret)?.spec;
            expect(spec("ClusterSecretStore").conditions).toEqual(
                spec("ClusterExternalSecret").namespaceSelectors.map((it: object) => ({ namespaceSelector: it })),
            );
            return spec("ClusterExternalSecret").namespaceSelectors;
        };
        const kyvernos = { matchLabels: { "kubernetes.io/metadata.name": verifier.namespace.name } };
        expect(await readers(verify)).toEqual([{ matchLabels: pullLabel }, kyvernos]);
        // Before anybody asks: an update that brings a policy has no order between it and the Secret.
        expect(await readers([])).toEqual([{ matchLabels: pullLabel }, kyvernos]);
    });
});
