import { type Case, down } from "../case.ts";

const job = { job: "trivy-operator", namespace: "trivy-operator" };
const target = `job="trivy-operator",namespace="trivy-operator"`;
const found = (severity: string, tag = "1", namespace = "trivy-operator") =>
    `trivy_image_vulnerabilities{job="trivy-operator",namespace="${namespace}",exported_namespace="shop",image_repository="shop/web",image_tag="${tag}",severity="${severity}",resource_name="web-${tag}"}`;

export const trivyOperator: Case[] = [
    ...down(job, {
        alert: "TrivyOperatorDown",
        severity: "warning",
        after: "15m",
        says: "No pod of trivy-operator answers: what runs is not scanned.",
    }),
    {
        alert: "ImagesCriticallyVulnerable",
        severity: "warning",
        labels: { exported_namespace: "shop" },
        says: "2 images that run in shop have critical vulnerabilities.",
        fires: { [found("Critical")]: "3", [found("Critical", "2")]: "1", [found("Critical", "3")]: "0" },
        beside: { [found("Critical", "1", "elsewhere")]: "3", [found("High")]: "3" },
        silent: [{ [found("Critical")]: "0", [found("Critical", "2")]: "0" }],
    },
    {
        alert: "ImageScansMissing",
        severity: "warning",
        after: "1d",
        labels: job,
        says: "trivy-operator has had no report for a day: scans fail, or there is nothing to scan.",
        fires: { [`up{${target},instance="10.0.1.1:8080"}`]: "1" },
        beside: { 'up{job="another",namespace="trivy-operator"}': "1", [found("Critical", "1", "elsewhere")]: "0" },
        silent: [{ [found("Critical")]: "0" }, { [`up{${target},instance="10.0.1.1:8080"}`]: "0" }],
    },
];
