import type { DataSource } from "../offers.ts";
import type { Platform } from "../part.ts";
import type { Profile } from "../platform/addon.ts";
import type { ClusterRole } from "../platform/kubernetes-object.ts";
import { urlOf, type WebApp } from "../platform/web-app.ts";
import { budget, placement, resources, spread } from "../platform/workload.ts";
import { type GrafanaSettings, signOn } from "./grafana-sign-on.ts";

/** Name of the Kubernetes Secret with the generated administrator. */
export const grafanaAdminSecret = "grafana-admin";

export const grafanaUi: WebApp = {
    name: "grafana",
    service: { name: "monitoring-grafana", port: 80 },
    podPort: 3000,
    sticky: true,
};

/** Where people find it without a domain: kubectl -n monitoring port-forward service/monitoring-grafana 3000:80. */
const forwarded = "http://localhost:3000";

/**
 * Two Grafanas without a database of their own to lose: dashboards are provisioned from ConfigMaps of every namespace,
 * data sources from those of its own, alerts are Alertmanager's business. A browser stays with the pod that it signed
 * in to, which alone knows its session; when that is gone, the identity provider signs it in to the other.
 */
export const grafana = (
    profile: Profile,
    { settings, webApp }: { settings: GrafanaSettings } & Pick<Platform, "webApp">,
    dataSources: DataSource[],
    exemplarTraceIdDestinations?: object,
) => {
    const { priorityClassName, ...where } = placement(profile);
    const { ini, mounts, configMaps } = signOn({
        ...settings,
        url: settings.url ?? (webApp ? urlOf(webApp) : forwarded),
    });
    return {
        ...where,
        priorityClassName,
        replicas: 2,
        // Beside the server run 13 data sources of its image, a process each. Its documentation asks for 512 MB at
        // least, and version 13 takes some 330 MiB when nobody looks (grafana/grafana#123017).
        resources: resources(100, 768),
        topologySpreadConstraints: spread(profile, {
            "app.kubernetes.io/name": "grafana",
            "app.kubernetes.io/instance": "monitoring",
        }),
        podDisruptionBudget: budget,
        service: { sessionAffinity: "ClientIP" },
        admin: { existingSecret: grafanaAdminSecret, userKey: "user", passwordKey: "password" },
        securityContext: { seccompProfile: { type: "RuntimeDefault" } },
        containerSecurityContext: { readOnlyRootFilesystem: true },
        extraSecretMounts: mounts,
        extraConfigmapMounts: configMaps,
        extraEmptyDirMounts: [{ name: "tmp", mountPath: "/tmp" }],
        // The chart's own role reads the Secrets of all namespaces; dashboards and data sources are ConfigMaps.
        rbac: { useExistingClusterRole: configMapReader.metadata.name },
        sidecar: {
            resources: resources(25, 128),
            securityContext: { readOnlyRootFilesystem: true },
            dashboards: { resource: "configmap" },
            datasources: { resource: "configmap", ...(exemplarTraceIdDestinations && { exemplarTraceIdDestinations }) },
        },
        additionalDataSources: dataSources,
        "grafana.ini": {
            analytics: { check_for_updates: false, check_for_plugin_updates: false, reporting_enabled: false },
            // An update of a data source that came with the image stops it before it finds that the image is read-only.
            plugins: { preinstall_disabled: true },
            unified_alerting: { enabled: false },
            users: { allow_sign_up: false },
            ...ini,
        },
        testFramework: { enabled: false },
    };
};

/** Lets Grafana's sidecars see ConfigMaps, and nothing else. */
export const configMapReader: ClusterRole = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name: "grafana-config-maps" },
    rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] }],
};
