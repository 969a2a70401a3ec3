import { noneUp, type RuleGroup } from "../platform/rules.ts";

const name = "trivy-operator";

/** A series for each container that was scanned, zero where nothing was found; the namespace is of what was scanned. */
const critical = `trivy_image_vulnerabilities{namespace="${name}",severity="Critical"}`;

export const trivyOperatorAlerts: RuleGroup = {
    name,
    rules: [
        {
            alert: "TrivyOperatorDown",
            expr: noneUp(name, name),
            for: "15m",
            severity: "warning",
            summary: "No pod of {{ $labels.job }} answers: what runs is not scanned.",
        },
        {
            // A report goes once a day, and comes again after the next scan.
            alert: "ImagesCriticallyVulnerable",
            expr:
                "count by (exported_namespace) (max by (exported_namespace, image_repository, image_tag) " +
                `(max_over_time(${critical}[2h])) > 0)`,
            severity: "warning",
            summary: "{{ $value }} images that run in {{ $labels.exported_namespace }} have critical vulnerabilities.",
        },
        {
            alert: "ImageScansMissing",
            expr:
                `sum by (namespace, job) (up{namespace="${name}",job="${name}"}) > 0 ` +
                `unless sum by (namespace, job) (${critical})`,
            for: "1d",
            severity: "warning",
            summary: "{{ $labels.job }} has had no report for a day: scans fail, or there is nothing to scan.",
        },
    ],
};
