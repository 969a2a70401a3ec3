import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { caCertificate, certificates } from "../../components/configuration/certificates.ts";
import {
    brainpoolCa,
    endedCa,
    intermediateCa,
    negativeSerialCa,
    nextCa,
    ownServerCertificate,
    rootCa,
    serverCertificate,
    spelledCurveCa,
    versionOneCa,
} from "./certificates.ts";
import { grafanaSso, mistakesOf, right } from "./settings.ts";

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const base64 = rootCa.split("\n").slice(1, -2);

const argoCdSso = {
    ...{ issuer: "https://login.example.com", clientId: "argo-cd" },
    ...{ clientSecretName: "sso/argo-cd", administratorGroup: "platform" },
};
const receiver = { name: "hook", type: "webhook", secretName: "alerts/hook" };
const remote = { name: "mimir", url: "https://mimir.example.com", authentication: "basic", secretName: "shop/mimir" };
const server = {
    ...{ name: "orders", host: "orders.example.com", database: "orders" },
    ...{ credentialSecretName: "rds/orders", cidrs: ["10.1.0.0/24"] },
};
const verified = { name: "shop", images: ["ghcr.io/example/*"], denyFrom: "2027-03-01" };

/** Where a CA has its place, by the path of the argument. */
const authorities: Record<string, (caCertificate: unknown) => object> = {
    "gitops.caCertificate": (caCertificate) => ({ gitops: { ...right.gitops, caCertificate } }),
    "gitops.sso.caCertificate": (caCertificate) => ({
        gitops: { ...right.gitops, sso: { ...argoCdSso, caCertificate } },
    }),
    "grafana.sso.caCertificate": (caCertificate) => ({ grafana: { sso: { ...grafanaSso, caCertificate } } }),
    "alerts.heartbeat.caCertificate": (caCertificate) => ({
        alerts: { ...right.alerts, heartbeat: { caCertificate } },
    }),
    "alerts.receivers[0].caCertificate": (caCertificate) => ({
        alerts: { ...right.alerts, receivers: [{ ...receiver, caCertificate }], routes: [{ receiver: "hook" }] },
    }),
    "metrics.remoteWrite[0].caCertificate": (caCertificate) => ({
        metrics: { remoteWrite: [{ ...remote, caCertificate }] },
    }),
    "backup.dumps[0].caCertificate": (caCertificate) => ({
        backup: { dumps: [{ ...server, engine: "postgresql", caCertificate }] },
    }),
    "vault.databases[0].caCertificate": (caCertificate) => ({
        certificates: {},
        vault: { databases: [{ ...server, roles: [{ name: "orders", creationStatements: ["x"] }], caCertificate }] },
    }),
    "secretStores[0].vault.caCertificate": (caCertificate) => ({
        secretStores: [{ name: "vault", vault: { server: "https://vault.example.com", role: "shop", caCertificate } }],
    }),
};
const everywhere = {
    ...authorities,
    "registry.verify[0].certificate": (certificate: unknown) => ({
        registry: { verify: [{ ...verified, certificate }] },
    }),
};

describe.each(Object.entries(everywhere))("%s", (path, settings) => {
    const mistakes = (given: unknown) => mistakesOf({ ...right, ...settings(given) });

    test.each<[string, string]>([
        ["a CA", rootCa],
        ["several, one after the other", rootCa + nextCa + endedCa],
        ["a root of the first version of X.509", versionOneCa],
        ["what a server signed itself", ownServerCertificate],
        ["a root beside a CA whose root is not given, as of RDS", intermediateCa + rootCa],
    ])("takes %s", (_, given) => {
        expect(mistakes(given)).toEqual([]);
    });

    test.each<[string, unknown, RegExp]>([
        ["a private key", key, /private key in it; .*take that key out of use/],
        ["a private key beside the CA", rootCa + key, /private key/],
        ["a key of an older form", key.replaceAll("PRIVATE KEY", "EC PRIVATE KEY"), /private key/],
        ["nothing", "", /is not allowed: give one or more certificates in PEM/],
        ["a number", 7, /is not allowed: give one or more certificates in PEM/],
        ["what stands between the marks", base64.join("\n"), /give one or more certificates in PEM/],
        ["a certificate without its end", rootCa + nextCa.slice(0, 300), /one or more certificates in PEM/],
        [
            "a certificate that lacks a line",
            nextCa + rootCa.replace(`${base64[3]}\n`, ""),
            /^[^:]+: certificate 2 of 2 is none/,
        ],
        [
            "one that lacks the marks in between",
            rootCa.trimEnd().replace("\n-----END CERTIFICATE-----", nextCa.slice(27)),
            /is none/,
        ],
        [
            "a request",
            rootCa.replaceAll("CERTIFICATE", "CERTIFICATE REQUEST"),
            /^[^:]+: certificate 1 of 1 is marked CERTIFICATE REQUEST; give one that is marked CERTIFICATE/,
        ],
        [
            "OpenSSL's own form, with whom it trusts",
            rootCa + nextCa.replaceAll("CERTIFICATE", "TRUSTED CERTIFICATE"),
            /^[^:]+: certificate 2 of 2 is marked TRUSTED CERTIFICATE/,
        ],
        [
            "a key on a curve that Go does not have",
            rootCa + brainpoolCa,
            /certificate 2 of 2 has a key that Go cannot use/,
        ],
        ["a curve that is spelled out", spelledCurveCa, /certificate 1 of 1 has a key that Go cannot use/],
        ["a negative serial number", negativeSerialCa, /certificate 1 of 1 has a negative serial number/],
        ["all that a system trusts", rootCa.repeat(120), /more than 65536 characters/],
    ])("refuses %s, and does not repeat it", (_, given, message) => {
        const [mistake, ...more] = mistakes(given);
        expect(more).toEqual([]);
        expect(mistake).toMatch(message);
        expect(mistake?.startsWith(`${path}: `)).toBe(true);
        for (const line of `${given}`.split(/\s/).filter(({ length }) => length > 20))
            expect(mistake).not.toContain(line);
    });
});

test.each<[string, string, string]>([
    ["as they were given, where OpenSSL wrote them", rootCa + nextCa, rootCa + nextCa],
    ["without comments", `# old\n${rootCa}# new\n${nextCa}\nthe end`, rootCa + nextCa],
    ["with one form of line end", (rootCa + nextCa).replaceAll("\n", "\r\n"), rootCa + nextCa],
    ["with a line break at the end", rootCa.trimEnd(), rootCa],
    ["each from a line of its own, where two files met on one", rootCa.trimEnd() + nextCa, rootCa + nextCa],
    ["without indentation", rootCa.replaceAll(/^/gm, "  "), rootCa],
    ["without the mark of a byte order", `\uFEFF${rootCa}`, rootCa],
    ["line by line, where YAML folded them", rootCa.replaceAll("\n", " "), rootCa],
    ["from its own line, behind half a line break", `# old\r${rootCa}`, rootCa],
])("Certificates are handed over %s", (_, given, handedOver) => {
    for (const field of [certificates, caCertificate]) expect(field.parse(given)).toBe(handedOver);
});

test.each(Object.entries(authorities))("%s is of who signs, not of a server", (path, settings) => {
    const given = rootCa + serverCertificate + serverCertificate;
    expect(mistakesOf({ ...right, ...settings(given) })).toEqual(
        [2, 3].map((which) =>
            expect.stringContaining(`${path}: certificate ${which} of 3 is not of a certificate authority`),
        ),
    );
});

test.each(Object.entries(everywhere))(
    "%s takes an intermediate alone, but for programs of OpenSSL",
    (path, settings) => {
        expect(mistakesOf({ ...right, ...settings(intermediateCa + intermediateCa) })).toEqual(
            path === "backup.dumps[0].caCertificate"
                ? [
                      expect.stringMatching(
                          /^backup\.dumps\[0]\.caCertificate: has no certificate that signed itself.*give the root too$/,
                      ),
                  ]
                : [],
        );
    },
);

test("A repository over SSH has no CA", () => {
    const gitops = { repository: "git@git.example.com:platform/clusters.git", caCertificate: rootCa };
    expect(mistakesOf({ ...right, gitops })).toEqual([expect.stringMatching(/^gitops\.caCertificate: has no effect/)]);
});
