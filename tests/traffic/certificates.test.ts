import { expect, test } from "vitest";
import { undecided } from "../../components/parts.ts";
import type { Addon } from "../../components/platform/addon.ts";
import { selectionOf } from "../../components/selection.ts";
import { all as elsewhere } from "../addons/elsewhere.ts";
import { addonOf, addons, assembled } from "../addons/example.ts";
import { record } from "../foundation/recording.ts";

const zones = {
    public: { id: "Z0PUBLIC", domain: "example.com" },
    inside: { id: "Z0INSIDE", domain: "corp.test", private: true },
    split: { id: "Z0SPLIT", domain: "eu.example.com", private: true },
};
const signedBy = (certificates: object, ...given: object[]) =>
    assembled({ settings: { certificates, ...(given.length > 0 ? { dns: { zones: given } } : { dns: undefined }) } });

const internal = await signedBy({});
const letsEncrypt = await signedBy({ issuer: "letsencrypt" }, zones.public, zones.inside);

/** Custom resources that come after an add-on: their specs, by kind and name. */
const after = (all: readonly Addon[], name: string): Record<string, unknown> =>
    Object.fromEntries(
        (addonOf(all, name).after ?? []).map((object) => [
            `${object.kind} ${object.metadata.name}`,
            "spec" in object ? object.spec : {},
        ]),
    );
test("Nobody but the namespace of the CA may have a certificate that signs others", () => {
    const [policy, binding] = addonOf(internal, "cert-manager").before ?? [];
    expect(binding).toMatchObject({ spec: { policyName: policy?.metadata.name, validationActions: ["Deny"] } });
    expect(policy).toMatchObject({
        spec: {
            failurePolicy: "Fail",
            matchConstraints: { resourceRules: [{ resources: ["certificates", "certificaterequests"] }] },
            validations: [
                {
                    // What is there may go: a finalizer is taken off by an update.
                    expression:
                        '!object.spec.?isCA.orValue(false) || object.metadata.namespace in ["cert-manager"] || ' +
                        "(oldObject != null && object.spec == oldObject.spec)",
                },
            ],
        },
    });
    const signing = (addonOf(internal, "cert-manager").after ?? []).filter(({ kind }) => kind === "Certificate");
    expect(signing.map(({ metadata }) => metadata.namespace)).toEqual(["cert-manager"]);
});

const internet = ({ traffic }: Addon) =>
    traffic.to.flatMap(({ peer, ports }) =>
        typeof peer === "object" && "internet" in peer ? [{ ...peer, ports }] : [],
    );

test("Without the argument nothing of it is there", async () => {
    const none = await assembled({ settings: { certificates: undefined, dns: undefined } });
    expect(none.map(({ name }) => name).filter((name) => /cert|trust|privateca|dns/.test(name))).toEqual([]);
});

test("The CA of the cluster needs nothing of AWS and of the Internet, so it is there on every kind of cluster", () => {
    for (const all of [internal, elsewhere]) {
        const { identities, traffic } = addonOf(all, "cert-manager");
        expect(identities).toBeUndefined();
        expect(traffic.to).toEqual([{ peer: "kubeApi" }]);
        expect(after(all, "cert-manager")).toHaveProperty(["ClusterIssuer internal"], {
            ca: { secretName: "internal-ca" },
        });
    }
    expect(internal.map(({ name }) => name)).not.toContain("aws-privateca-issuer");
});

test("The key of the CA stays when its certificate is renewed, years before what it signed could outlive it", () => {
    const { duration, renewBefore, privateKey, isCA, issuerRef } = after(internal, "cert-manager")[
        "Certificate internal-ca"
    ] as Record<string, never> & { duration: string; renewBefore: string };
    expect([isCA, privateKey]).toMatchObject([true, { rotationPolicy: "Never" }]);
    const years = (text: string) => Number.parseInt(text, 10) / (365 * 24);
    expect([years(duration), years(renewBefore)]).toEqual([10, 2]);
    // An issuer of one namespace: nobody else can have a root signed.
    expect(issuerRef).toMatchObject({ kind: "Issuer" });
});

test("No one but cert-manager has the key of the CA: who hands out whom to trust reads another namespace", () => {
    const manager = addonOf(internal, "trust-manager");
    expect(manager.values.app.trust.namespace).toBe(manager.namespace.name);
    const ca = (addonOf(internal, "cert-manager").after ?? []).find(({ kind }) => kind === "Certificate");
    expect(ca?.metadata.namespace).not.toBe(manager.namespace.name);
    expect(manager.values.secretTargets.enabled).toBe(false);
});

test("The CAs go to the namespaces that ask, and every one of them is read from a Secret that its issuer fills", () => {
    for (const [all, signers] of [
        [internal, ["internal"]],
        [letsEncrypt, ["internal"]],
        [addons, ["internal", "acmpca"]],
    ] as const) {
        const objects = after(all, "trust-manager") as Record<string, never>;
        const { sources, target } = objects["Bundle ca-bundle"] as never as { sources: object[]; target: object };
        expect(target).toEqual({
            configMap: { key: "ca.crt" },
            namespaceSelector: { matchLabels: { "production-cluster/ca-bundle": "true" } },
        });
        expect(sources).toEqual([
            { useDefaultCAs: true },
            ...signers.map((name) => ({ secret: { name: `ca-of-${name}`, key: "ca.crt" } })),
        ]);
        for (const name of signers)
            expect(objects[`Certificate ca-of-${name}`]).toMatchObject({
                secretName: `ca-of-${name}`,
                issuerRef: { name },
            });
    }
});

test("Let's Encrypt is asked for the domains of public zones alone, by the identity of cert-manager's pods", () => {
    const { acme } = after(letsEncrypt, "cert-manager")["ClusterIssuer letsencrypt"] as { acme: { solvers: object[] } };
    expect(acme.solvers).toEqual([
        {
            selector: { dnsZones: ["example.com"] },
            dns01: { route53: { region: "eu-west-1", hostedZoneID: "Z0PUBLIC" } },
        },
    ]);
});

test("It writes nothing into DNS but proofs, and into no zone but those", () => {
    const [{ serviceAccount = "", statements = [] } = {}, ...others] =
        addonOf(letsEncrypt, "cert-manager").identities ?? [];
    expect([serviceAccount, others]).toEqual(["cert-manager", []]);
    const writing = statements.filter(({ Action }) => Action.some((action) => /:(Change|Create|Delete)/.test(action)));
    expect(writing.map(({ Resource, Condition }) => ({ Resource, Condition }))).toEqual([
        {
            Resource: ["arn:aws:route53:::hostedzone/Z0PUBLIC"],
            Condition: {
                "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"] },
                "ForAllValues:StringLike": {
                    "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_acme-challenge.*"],
                },
            },
        },
    ]);
    expect(statements.flatMap(({ Resource }) => Resource)).not.toContain("*");
});

test("The way to Let's Encrypt is the one to the Internet, and says why", () => {
    expect(internet(addonOf(letsEncrypt, "cert-manager"))).toEqual([
        { internet: expect.stringMatching(/Let's Encrypt/), ports: [443] },
    ]);
});

test("Proofs are looked for over HTTPS outside of the VPC only where a private zone could hide them", async () => {
    const resolverOf = (all: readonly Addon[]) => addonOf(all, "cert-manager").values.dns01RecursiveNameservers;
    const split = await signedBy({ issuer: "letsencrypt" }, zones.public, zones.split);
    expect([resolverOf(internal), resolverOf(letsEncrypt)]).toEqual([undefined, undefined]);
    expect(resolverOf(split)).toMatch(/^https:/);
    for (const all of [internal, letsEncrypt, split])
        expect(addonOf(all, "cert-manager").values.dns01RecursiveNameserversOnly).toBe(true);
});

test("AWS Private CA signs for ends of connections over its private endpoint, and makes no CA below itself", () => {
    const issuer = addonOf(addons, "aws-privateca-issuer");
    const signing = (issuer.identities ?? []).flatMap(({ statements }) =>
        statements.filter(({ Action }) => Action.includes("acm-pca:IssueCertificate")),
    );
    expect(signing).toHaveLength(1);
    const templates = signing[0]?.Condition?.StringEquals?.["acm-pca:TemplateArn"] as string[];
    expect(templates.every((arn) => /^arn:aws:acm-pca:::template\/(Blank)?EndEntity/.test(arn))).toBe(true);
    expect(internet(issuer)).toEqual([]);
    expect(after(addons, "aws-privateca-issuer")["AWSPCAClusterIssuer acmpca"]).toMatchObject({
        arn: "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/6c5b",
    });
});

test.each(["internal", "letsencrypt", "acmpca"] as const)(
    "Other parts learn who signs, and what must be there before: %s",
    async (issuer) => {
        const certificates = { issuer, loadBalancerHosts: [] };
        const { parts, offers } = selectionOf({ ...undecided, certificates, cluster: {} });
        const { needs = [], issuer: signer, internalIssuer, trust } = offers.certificates ?? {};
        expect(signer?.name).toBe(issuer);
        expect(internalIssuer?.name).toBe("internal");
        expect(trust?.configMap).toBe("ca-bundle");
        const names = parts.map(({ name }) => name);
        expect(needs.filter((need) => !names.includes(need))).toEqual([]);
        expect(needs.includes("aws-privateca-issuer")).toBe(issuer === "acmpca");
    },
);

const acm = (certificates: object) =>
    record(async () => {
        const { ProductionCluster } = await import("../../components/production-cluster.ts");
        const { args } = await import("../addons/example.ts");
        const all = [
            { ...zones.public, id: "Z0WIDE" },
            { id: "Z0NEAR", domain: "eu.example.com" },
        ];
        new ProductionCluster("shop", { ...args, certificates, dns: { zones: all } });
    });

test("A certificate of ACM proves its name in the public zone nearest to it, and is waited for", async () => {
    const loadBalancerHosts = ["shop.eu.example.com", "*.example.com"];
    const { of } = await acm({ loadBalancerHosts });
    expect(of("aws:acm/certificate:Certificate").map(({ inputs }) => inputs)).toEqual(
        loadBalancerHosts.map((domainName) => ({ domainName, validationMethod: "DNS" })),
    );
    expect(of("aws:route53/record:Record").map(({ inputs }) => inputs.zoneId)).toEqual(["Z0NEAR", "Z0WIDE"]);
    for (const { dependencies } of of("aws:acm/certificateValidation:CertificateValidation"))
        expect(dependencies.filter((name) => /example/.test(name)).length).toBeGreaterThan(0);
});

test("A name and its wildcard prove themselves by one record, which stays as long as one of them is there", async () => {
    for (const loadBalancerHosts of [["example.com", "*.example.com"], ["*.example.com"]]) {
        const { of } = await acm({ loadBalancerHosts });
        expect(of("aws:acm/certificate:Certificate")).toHaveLength(loadBalancerHosts.length);
        expect(of("aws:route53/record:Record").map(({ name }) => name)).toEqual(["shop-example.com"]);
    }
});

test("One that AWS Private CA signs needs no proof, and no zone", async () => {
    const privateCaArn = "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/6c5b";
    const { one, of } = await acm({ issuer: "acmpca", privateCaArn, loadBalancerHosts: ["shop.corp.test"] });
    expect(one("aws:acm/certificate:Certificate").inputs).toEqual({
        domainName: "shop.corp.test",
        certificateAuthorityArn: privateCaArn,
    });
    expect(of("aws:route53/record:Record")).toEqual([]);
});
