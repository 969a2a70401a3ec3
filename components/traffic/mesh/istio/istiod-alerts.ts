import { noneUp, type RuleGroup } from "../../../platform/rules.ts";
import { namespaces } from "./istio.ts";

const day = 24 * 60 * 60;
const of = `{namespace="${namespaces.istiod}"`;

/**
 * What a pod counted in the last quarter of an hour. A fault has no series before its first time, and that one counts
 * too: it may be the only one, as proxies refuse what they are told once.
 */
function lately(counter: string): string {
    const all = (offset = "") => `sum by (namespace, pod) (${counter}${of}}${offset})`;
    return `${all()} - (${all(" offset 15m")} or 0 * ${all()}) > 0`;
}

export const istiodAlerts: RuleGroup = {
    name: "istiod",
    rules: [
        {
            // Certificates of pods are of a day, and are asked for anew after half of it.
            alert: "IstiodDown",
            expr: noneUp(namespaces.istiod, `${namespaces.istiod}/istiod`),
            for: "10m",
            severity: "critical",
            summary:
                "No pod of {{ $labels.job }} answers: new pods of the mesh reach nobody, and the others for hours.",
        },
        {
            // cert-manager renews it 30 days before; then istiod has not read it. It says 0 as long as it has none.
            alert: "MeshCaExpires",
            expr: `min by (namespace) (citadel_server_cert_chain_expiry_timestamp${of}} > 0) - time() < ${14 * day}`,
            for: "1h",
            severity: "warning",
            summary: "The CA of the mesh in {{ $labels.namespace }} ends in {{ $value | humanizeDuration }}.",
        },
        {
            alert: "MeshCertificatesRefused",
            expr: lately("citadel_server_csr_sign_err_count"),
            severity: "warning",
            summary: "{{ $labels.pod }} could not sign certificates for pods of the mesh.",
        },
        {
            alert: "MeshConfigurationRefused",
            expr: lately("pilot_total_xds_rejects"),
            severity: "warning",
            summary: "Proxies refuse what {{ $labels.pod }} tells them: some change of a policy does not count.",
        },
    ],
};
