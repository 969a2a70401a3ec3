import type { Rendered } from "./render.ts";

/**
 * The Job by which the Trivy operator scans a workload of one container, of the ConfigMaps that it reads (0.32.0,
 * `pkg/plugins/trivy/image.go`, `pkg/vulnerabilityreport/builder.go`); none where there are no such ConfigMaps.
 */
export function scanJobs(objects: Rendered[]): Rendered[] {
    const settings: Record<string, string> = Object.assign(
        {},
        ...objects
            .filter(({ kind, metadata }) => kind === "ConfigMap" && /^trivy-operator/.test(metadata.name))
            .map(({ data }) => data),
    );
    if (!settings["trivy.repository"]) return [];
    const parsed = (key: string) => JSON.parse(settings[key] ?? "null") ?? undefined;
    const amounts = (kind: string) =>
        Object.fromEntries(
            ["cpu", "memory", "ephemeral-storage"].map((resource) => [
                resource,
                settings[`trivy.resources.${kind}.${resource}`],
            ]),
        );
    const container = {
        image: `${settings["trivy.repository"]}:${settings["trivy.tag"]}`,
        resources: { requests: amounts("requests"), limits: amounts("limits") },
        securityContext: parsed("scanJob.podTemplateContainerSecurityContext"),
        volumeMounts: [{ name: "tmp", mountPath: "/tmp" }, ...(parsed("scanJob.customVolumesMount") ?? [])],
    };
    const pod = {
        restartPolicy: "Never",
        serviceAccountName: "trivy-operator",
        automountServiceAccountToken: settings["scanJob.automountServiceAccountToken"] === "true",
        securityContext: parsed("scanJob.podTemplatePodSecurityContext"),
        priorityClassName: settings["scanJob.podPriorityClassName"],
        tolerations: parsed("scanJob.tolerations"),
        nodeSelector: parsed("scanJob.nodeSelector"),
        volumes: [{ name: "tmp", emptyDir: {} }, ...(parsed("scanJob.customVolumes") ?? [])],
        initContainers: [{ ...container, name: "databases" }],
        containers: [{ ...container, name: "scan" }],
    };
    return [
        {
            apiVersion: "batch/v1",
            kind: "Job",
            metadata: { name: "scan-vulnerabilityreport-1", namespace: "trivy-operator" },
            spec: { backoffLimit: 0, activeDeadlineSeconds: 900, template: { metadata: { labels: {} }, spec: pod } },
        },
    ];
}
