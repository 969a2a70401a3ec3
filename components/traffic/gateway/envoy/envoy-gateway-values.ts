import type { Profile } from "../../../platform/addon.ts";
import { budget, placement, resources, spread } from "../../../platform/workload.ts";

export function envoyGatewayValues(profile: Profile) {
    const { priorityClassName, ...where } = placement(profile);
    return {
        deployment: {
            replicas: 2,
            priorityClassName,
            envoyGateway: { resources: resources(50, 384) },
            pod: {
                ...where,
                topologySpreadConstraints: spread(profile, {
                    "app.kubernetes.io/name": "gateway-helm",
                    "app.kubernetes.io/instance": "envoy-gateway",
                    "control-plane": "envoy-gateway",
                }),
            },
        },
        podDisruptionBudget: budget,
        certgen: { job: { ...where, resources: resources(25, 128) } },
        // A webhook on the placing of pods, only to tell a proxy its zone. The chart says it to the controller by another name.
        topologyInjector: { enabled: false },
        config: {
            envoyGateway: {
                provider: { type: "Kubernetes", kubernetes: { proxyTopologyInjector: { disabled: true } } },
            },
        },
    };
}
