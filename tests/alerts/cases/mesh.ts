import { type Case, down } from "../case.ts";

const istiod = 'namespace="istio-system",pod="istiod-1"';
const ends = `citadel_server_cert_chain_expiry_timestamp{${istiod}}`;
const day = 24 * 60 * 60;

/** The first time of a fault, one more, and one long ago. */
const onCount = (all: Pick<Case, "alert" | "says">, counter: string): Case[] =>
    ["_x15 1x1", "2x15 3x1"].map((values) => ({
        ...all,
        severity: "warning",
        labels: { namespace: "istio-system", pod: "istiod-1" },
        settled: "16m",
        fires: { [`${counter}{${istiod}}`]: values },
        silent: [{ [`${counter}{${istiod}}`]: "2x16" }],
        otherwise: { 'namespace="istio-system"': 'namespace="elsewhere"' },
    }));

const tunnel = (pod: string) => `up{job="ztunnel/ztunnel",namespace="ztunnel",pod="${pod}"}`;

const linkerd: Case[] = (
    [
        [
            ...["linkerd", "identity", "LinkerdIdentityDown"],
            "new pods of the mesh do not start, and the others speak for hours.",
        ],
        [
            ...["linkerd", "destination", "LinkerdDestinationDown"],
            "pods of the mesh learn no new addresses and policies.",
        ],
        [...["linkerd", "proxy-injector", "LinkerdInjectorDown"], "no pod is made in a namespace of the mesh."],
        [...["linkerd-cni", "linkerd-cni", "LinkerdCniDown"], "on new nodes no pod of the mesh starts."],
    ] as [string, string, string, string][]
).flatMap(([namespace, name, alert, then]) => {
    const job = `${namespace}/${name}`;
    const says = `No pod of ${job} answers: ${then}`;
    return down({ job, namespace }, { alert, severity: "critical", after: "10m", says });
});

const issuer = 'issuer_cert_ttl_seconds{namespace="linkerd",pod="linkerd-identity-1"}';

export const mesh: Case[] = [
    ...linkerd,
    {
        alert: "LinkerdIssuerExpires",
        severity: "warning",
        after: "1h",
        labels: { namespace: "linkerd" },
        says: "The issuer of the mesh in linkerd ends in 13d 0h 0m 0s.",
        fires: { [issuer]: String(13 * day) },
        silent: [{ [issuer]: String(15 * day) }],
    },
    ...down(
        { job: "istio-system/istiod", namespace: "istio-system" },
        {
            alert: "IstiodDown",
            severity: "critical",
            after: "10m",
            says: "No pod of istio-system/istiod answers: new pods of the mesh reach nobody, and the others for hours.",
        },
    ),
    ...down(
        { job: "istio-cni/istio-cni", namespace: "istio-cni" },
        {
            alert: "IstioCniDown",
            severity: "critical",
            after: "10m",
            says: "No pod of istio-cni/istio-cni answers: no pod of the mesh starts.",
        },
    ),
    ...down(
        { job: "istio-egress/waypoint", namespace: "istio-egress" },
        {
            alert: "EgressWaypointDown",
            severity: "critical",
            after: "3m",
            says: "No pod of istio-egress/waypoint answers: pods of the mesh reach no host outside of the cluster.",
        },
    ),
    {
        alert: "ZtunnelDown",
        severity: "critical",
        after: "5m",
        labels: { job: "ztunnel/ztunnel", namespace: "ztunnel", pod: "ztunnel-1" },
        says: "ztunnel-1 does not answer: pods of the mesh on its node reach nobody, and nobody them.",
        fires: { [tunnel("ztunnel-1")]: "0", [tunnel("ztunnel-2")]: "1" },
        silent: [{ [tunnel("ztunnel-1")]: "1" }],
    },
    {
        alert: "ZtunnelDown",
        severity: "critical",
        after: "5m",
        labels: { job: "ztunnel/ztunnel", namespace: "ztunnel" },
        says: "ztunnel/ztunnel does not answer: pods of the mesh on its node reach nobody, and nobody them.",
        fires: {},
        silent: [{ [tunnel("ztunnel-1")]: "1" }],
    },
    {
        alert: "MeshCaExpires",
        severity: "warning",
        after: "1h",
        labels: { namespace: "istio-system" },
        says: "The CA of the mesh in istio-system ends in 12d 23h 0m 0s.",
        fires: { [ends]: String(13 * day) },
        silent: [{ [ends]: String(15 * day) }, { [ends]: "0" }],
    },
    ...onCount(
        { alert: "MeshCertificatesRefused", says: "istiod-1 could not sign certificates for pods of the mesh." },
        "citadel_server_csr_sign_err_count",
    ),
    ...onCount(
        {
            alert: "MeshConfigurationRefused",
            says: "Proxies refuse what istiod-1 tells them: some change of a policy does not count.",
        },
        "pilot_total_xds_rejects",
    ),
];
