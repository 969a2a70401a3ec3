import type { Profile } from "../../../platform/addon.ts";
import { budget, placement, resources, restrictedPod, spread } from "../../../platform/workload.ts";
import { profile as ambient, hub, namespaces } from "./istio.ts";
import { caSecret } from "./mesh-ca.ts";

const off = "false";
const on = "true";

/** Two of them, in two zones: what they have told ztunnel goes on to hold while none is there. */
export function istiodValues(profile: Profile) {
    const { priorityClassName, ...where } = placement(profile);
    return {
        ...where,
        profile: ambient,
        global: {
            hub,
            priorityClassName,
            // Neither the webhook that changes pods nor what it would put into them: there are no sidecars.
            operatorManageWebhooks: true,
            omitSidecarInjectorConfigMap: true,
        },
        autoscaleEnabled: false,
        replicaCount: 2,
        resources: resources(100, 512),
        seccompProfile: restrictedPod.seccompProfile,
        topologySpreadConstraints: spread(profile, { app: "istiod", istio: "pilot" }),
        pdb: budget,
        trustedZtunnelNamespace: namespaces.ztunnel,
        // It would make Deployments in any namespace, and classes of Gateways beside the gateway's own.
        env: { PILOT_ENABLE_GATEWAY_API: off, PILOT_ENABLE_GATEWAY_API_DEPLOYMENT_CONTROLLER: off },
        // The chart mounts the CA if it is there; without this it would start with one of its own making, and keep it.
        volumes: [{ name: "signed", secret: { secretName: caSecret, items: [{ key: "ca.crt", path: "ca.crt" }] } }],
        volumeMounts: [{ name: "signed", mountPath: "/var/run/secrets/signed", readOnly: true }],
    };
}

/** What istiod is told beside, to keep proxies of Gateways: their template is among those of sidecars. */
export const keepsProxies = {
    global: { omitSidecarInjectorConfigMap: false },
    env: { PILOT_ENABLE_GATEWAY_API: on, PILOT_ENABLE_GATEWAY_API_DEPLOYMENT_CONTROLLER: on },
    gateways: { seccompProfile: restrictedPod.seccompProfile },
};

/** Settings of the mesh by which its proxies write a line of JSON for each request or connection. */
export const logging = (format: Readonly<Record<string, string>>) => ({
    accessLogFile: "/dev/stdout",
    accessLogEncoding: "JSON",
    accessLogFormat: JSON.stringify(format),
});
