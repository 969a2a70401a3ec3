import type { Profile } from "../../platform/addon.ts";
import type { RuleGroup } from "../../platform/rules.ts";
import { addressAlerts } from "./addresses.ts";
import { apiServerAlerts } from "./api-server.ts";
import { controlPlaneAlerts } from "./control-plane.ts";
import { dnsAlerts } from "./dns.ts";
import { monitoringAlerts } from "./monitoring.ts";
import { nodeAlerts } from "./nodes.ts";
import { storageAlerts } from "./storage.ts";
import { workloadAlerts } from "./workloads.ts";

/** What watches Kubernetes itself, and the monitoring; what only EKS tells is watched there alone. */
export const kubernetesAlerts = ({ zones }: Profile, onEks: boolean): RuleGroup[] => [
    nodeAlerts(zones, onEks),
    workloadAlerts,
    storageAlerts,
    apiServerAlerts,
    dnsAlerts,
    monitoringAlerts,
    ...(onEks ? [controlPlaneAlerts, addressAlerts] : []),
];
