import { type Case, down } from "../case.ts";

const day = 24 * 60 * 60;

/** The same of a certificate as two replicas count it. */
const counted = (metric: string, value: number, labels = "") =>
    Object.fromEntries(
        ["1", "2"].map((pod) => [`${metric}{namespace="shop",name="web",pod="${pod}"${labels}}`, String(value)]),
    );
/** One that should have been renewed so many days ago, and ends in so many. */
const due = (ago: number, end: number) => ({
    ...counted("certmanager_certificate_renewal_timestamp_seconds", -ago * day),
    ...counted("certmanager_certificate_expiration_timestamp_seconds", end * day),
});
/** One that was signed by somebody else ends, and has no time of renewal. */
const unmanaged = (end: number) => ({
    ...counted("certmanager_certificate_renewal_timestamp_seconds", 0),
    ...counted("certmanager_certificate_expiration_timestamp_seconds", end),
});
const isReady = (condition: string, value: number) =>
    counted("certmanager_certificate_ready_status", value, `,condition="${condition}"`);
const gone = (series: object) => Object.fromEntries(Object.keys(series).map((name) => [name, null]));
const issuer = (condition: string) =>
    `certmanager_clusterissuer_ready_status{name="internal",condition="${condition}"}`;
const answers = (status: number) =>
    `certmanager_http_acme_client_request_count{host="acme.example.com",pod="1",action="new_order",status="${status}"}`;

const rateLimited: Omit<Case, "fires" | "silent"> = {
    alert: "CertificateAuthorityRateLimited",
    severity: "warning",
    labels: { host: "acme.example.com" },
    says: "acme.example.com takes no more requests for certificates of this cluster for now.",
};

export const certManager: Case[] = [
    {
        alert: "CertificateExpires",
        severity: "warning",
        after: "10m",
        settled: "40m",
        notYet: "9m",
        labels: { namespace: "shop", name: "web" },
        says: "Certificate shop/web was not renewed: 52.24% of the time to do so before it ends have passed.",
        fires: due(1.01, 0.99),
        silent: [due(0.8, 1.2), due(1.9, 0.1), due(-1, 3), unmanaged(4000)],
    },
    {
        alert: "CertificateExpires",
        severity: "warning",
        after: "10m",
        labels: { namespace: "shop", name: "web" },
        says: "Certificate shop/web was not renewed: 80.35% of the time to do so before it ends have passed.",
        fires: due(1.6, 0.4),
        silent: [due(1.9, 0.1)],
    },
    {
        alert: "CertificateExpiresSoon",
        severity: "critical",
        after: "10m",
        settled: "5m",
        notYet: "9m",
        labels: { namespace: "shop", name: "web" },
        says: "Certificate shop/web is about to end or has ended: nobody who checks it connects any more.",
        fires: due(1.9, 0.1),
        silent: [due(1.6, 0.4), unmanaged(60)],
    },
    {
        alert: "CertificateExpiresSoon",
        severity: "critical",
        after: "10m",
        labels: { namespace: "shop", name: "web" },
        says: "Certificate shop/web is about to end or has ended: nobody who checks it connects any more.",
        fires: due(3, -1),
        silent: [due(-1, 3)],
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
        ...rateLimited,
        settled: "70m",
        fires: { [answers(429)]: "0+0.01", [answers(200)]: "0+6" },
        silent: [{ [answers(429)]: "6" }, { [answers(429)]: null }],
    },
    // The first one ever.
    {
        ...rateLimited,
        settled: "70m",
        fires: { ...isReady("True", 1), [answers(429)]: "_x60 1x20", [answers(200)]: "0+6" },
        // When somebody began to look, it was there already.
        silent: [{ [answers(429)]: null }, gone(isReady("True", 1))],
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
