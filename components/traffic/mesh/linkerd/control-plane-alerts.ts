import { noneUp, type RuleGroup } from "../../../platform/rules.ts";
import { namespaces } from "./linkerd.ts";

const namespace = namespaces.controlPlane;
const day = 24 * 60 * 60;

export const controlPlaneAlerts: RuleGroup = {
    name: "linkerd",
    rules: [
        {
            // Certificates of pods are of a day, and are asked for anew after 70 % of it.
            alert: "LinkerdIdentityDown",
            expr: noneUp(namespace, `${namespace}/identity`),
            for: "10m",
            severity: "critical",
            summary:
                "No pod of {{ $labels.job }} answers: new pods of the mesh do not start, and the others speak for hours.",
        },
        {
            alert: "LinkerdDestinationDown",
            expr: noneUp(namespace, `${namespace}/destination`),
            for: "10m",
            severity: "critical",
            summary: "No pod of {{ $labels.job }} answers: pods of the mesh learn no new addresses and policies.",
        },
        {
            alert: "LinkerdInjectorDown",
            expr: noneUp(namespace, `${namespace}/proxy-injector`),
            for: "10m",
            severity: "critical",
            summary: "No pod of {{ $labels.job }} answers: no pod is made in a namespace of the mesh.",
        },
        {
            // cert-manager renews it 30 days before; then linkerd-identity has not read it, or does not trust it.
            alert: "LinkerdIssuerExpires",
            expr: `min by (namespace) (issuer_cert_ttl_seconds{namespace="${namespace}"}) < ${14 * day}`,
            for: "1h",
            severity: "warning",
            summary: "The issuer of the mesh in {{ $labels.namespace }} ends in {{ $value | humanizeDuration }}.",
        },
    ],
};
