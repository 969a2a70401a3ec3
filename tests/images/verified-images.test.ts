import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { pullLabel, pullSecret } from "../../components/images/pull-secret.ts";
import { verificationPolicy } from "../../components/images/verified-images.ts";
import { type VerifiedImagesArgs, verify } from "../../components/images/verify-args.ts";
import type { Addon } from "../../components/platform/addon.ts";
import { obtain } from "../../sandbox/tools/tools.ts";
import { addonOf, assembled } from "../addons/example.ts";
import type { Rendered } from "../addons/render.ts";
import { type Registry, startRegistry } from "./registry.ts";
import { newKey, publicPem, Repository } from "./signing.ts";

/** Judged by the real Kyverno, which asks a real registry; signatures and attestations are made as Cosign makes them. */
const key = newKey();
const other = newKey();
const today = "2026-11-29";

let registry: Registry;
let shop: Repository;
let kyverno: string;

beforeAll(async () => {
    kyverno = (await obtain(["kyverno"]))("kubectl-kyverno");
    registry = await startRegistry();
    shop = new Repository(registry.host, "shop/web");
});

afterAll(() => registry?.stop());

type Given = Partial<VerifiedImagesArgs>;

function policy(given: Given = {}) {
    const args = {
        name: "shop",
        images: [`${shop.host}/shop/*`],
        key: publicPem(key),
        denyFrom: "2026-01-01",
        ...given,
    };
    const [verified] = verify.parse([args]);
    if (!verified) throw new Error("There is nothing to verify");
    return verificationPolicy(verified, { namespaces: ["argocd"], ecr: false, secrets: [], today });
}

const pod = (images: readonly string[], namespace: string) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", namespace },
    spec: {
        initContainers: images.slice(1).map((image, index) => ({ name: `init-${index}`, image })),
        containers: [{ name: "web", image: images[0] }],
    },
});

/** Kyverno's program takes the labels of a namespace from here, which a cluster gives each namespace. */
const labels = (name: string) => ({
    apiVersion: "cli.kyverno.io/v1alpha1",
    kind: "Value",
    namespaceSelector: [{ name, labels: { "kubernetes.io/metadata.name": name } }],
});

/** What Kyverno says of a pod: `pass`, or why it is refused. */
async function verdict(images: readonly string[], given: Given = {}, namespace = "shop"): Promise<string> {
    const folder = mkdtempSync(join(inject("scratchFolder"), "verify-"));
    const write = (name: string, content: object) => {
        writeFileSync(join(folder, name), JSON.stringify(content));
        return join(folder, name);
    };
    const run = await execa(
        kyverno,
        [
            ...["apply", write("policy.yaml", policy(given)), "--resource", write("pod.yaml", pod(images, namespace))],
            ...["--values-file", write("values.yaml", labels(namespace))],
            ...["--registry", "--policy-report", "--output-format", "json", "--remove-color"],
        ],
        { reject: false },
    );
    if (run.exitCode !== 0 && !run.stdout) throw new Error(`Kyverno says: ${run.stderr}`);
    const { results = [] } = JSON.parse(run.stdout || "{}");
    const [found] = results as { result: string; message: string }[];
    return found === undefined ? "not judged" : found.result === "pass" ? "pass" : found.message;
}

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
