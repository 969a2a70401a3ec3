import { type Case, down } from "../case.ts";

const day = 24 * 60 * 60;

/** The same of a certificate as two replicas count it. */
const counted = (metric: string, value: number, labels = "") =>
    Object.fromEntries(
        ["1", "2"].map((pod) => [`${metric}{namespace="shop",name="web",pod="${pod}"${labels}}`, String(value)]),
    );
const ends = (days: number) => counted("certmanager_certificate_expiration_timestamp_seconds", days * day);
const isReady = (condition: string, value: number) =>
    counted("certmanager_certificate_ready_status", value, `,condition="${condition}"`);
const issuer = (condition: string) =>
    `certmanager_clusterissuer_ready_status{name="internal",condition="${condition}"}`;
const answers = (status: number) =>
    `certmanager_http_acme_client_request_count{host="acme.example.com",action="new_order",status="${status}"}`;

export const certManager: Case[] = [
    {
        alert: "CertificateExpires",
        severity: "warning",
        after: "10m",
        labels: { namespace: "shop", name: "web" },
        says: "Certificate shop/web ends in 5d 23h 50m 0s, and was not renewed.",
        fires: ends(6),
        silent: [ends(8), ends(0.9)],
    },
    {
        alert: "CertificateExpires",
        severity: "warning",
        after: "10m",
        labels: { namespace: "shop", name: "web" },
        says: "Certificate shop/web ends in 1d 2h 14m 0s, and was not renewed.",
        fires: ends(1.1),
        silent: [ends(0), ends(0.9)],
    },
    {
        alert: "CertificateExpiresToday",
        severity: "critical",
        after: "10m",
        labels: { namespace: "shop", name: "web" },
        says: "Certificate shop/web ends within a day or has ended: nobody who checks it connects any more.",
        fires: ends(0.9),
        silent: [ends(1.1), ends(0)],
    },
    {
        alert: "CertificateNotReady",
        severity: "warning",
        after: "1h",
        labels: { namespace: "shop", name: "web" },
        says: "Certificate shop/web has not been ready for an hour.",
        fires: { ...isReady("True", 0), ...isReady("False", 1), ...isReady("Unknown", 0) },
        silent: [{ ...isReady("True", 1), ...isReady("False", 0) }],
    },
    {
        alert: "CertificateIssuerNotReady",
        severity: "warning",
        after: "15m",
        labels: { name: "internal" },
        says: "ClusterIssuer internal has signed nothing for 15 minutes.",
        fires: { [issuer("True")]: "0", [issuer("False")]: "1" },
        silent: [{ [issuer("True")]: "1", [issuer("False")]: "0" }],
    },
    {
        alert: "CertificateAuthorityRateLimited",
        severity: "warning",
        settled: "10m",
        labels: { host: "acme.example.com" },
        says: "acme.example.com takes no more requests for certificates of this cluster for now.",
        fires: { [answers(429)]: "0+0.01" },
        silent: [{ [answers(429)]: "6" }, { [answers(429)]: null, [answers(200)]: "0+6" }],
    },
    ...down(
        { job: "cert-manager", namespace: "cert-manager" },
        {
            alert: "CertManagerDown",
            severity: "warning",
            after: "15m",
            says: "No pod of cert-manager answers: no certificate is made or renewed.",
        },
    ),
    ...down(
        { job: "trust-manager-metrics", namespace: "trust-manager" },
        {
            alert: "TrustManagerDown",
            severity: "warning",
            after: "15m",
            says: "No pod of trust-manager-metrics answers: namespaces do not learn whom to trust.",
        },
    ),
    ...down(
        { job: "aws-privateca-issuer", namespace: "aws-privateca-issuer" },
        {
            alert: "PrivateCaIssuerDown",
            severity: "warning",
            after: "15m",
            says: "No pod of aws-privateca-issuer answers: AWS Private CA signs nothing for the cluster.",
        },
    ),
];

const answering = (zones: string) => `up{job="external-dns-${zones}",namespace="external-dns-${zones}"}`;

export const externalDns: Case[] = ["private", "public"].flatMap((zones) => {
    const name = `external-dns-${zones}`;
    const lastSync = `external_dns_controller_last_sync_timestamp_seconds{namespace="${name}"}`;
    const gone = down(
        { job: name, namespace: name },
        {
            alert: "ExternalDnsDown",
            severity: "warning",
            after: "15m",
            says: `No pod of ${name} answers: names are neither written nor taken back.`,
        },
    );
    return [
        {
            alert: "NamesNotInSync",
            severity: "warning" as const,
            settled: "15m",
            after: "5m",
            labels: { namespace: name, zones },
            says: `${name} has not brought names up to date for 20 minutes.`,
            fires: { [lastSync]: "-30" },
            silent: [{ [lastSync]: "200" }],
        },
        // The other one answers.
        ...gone.map((each) => ({
            ...each,
            labels: { ...each.labels, zones },
            fires: { ...each.fires, [answering(zones === "private" ? "public" : "private")]: "1" },
        })),
    ];
});
