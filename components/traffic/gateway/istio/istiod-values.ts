import { resources, restrictedPod } from "../../../platform/workload.ts";
import { accessLog } from "../access-log.ts";

const on = "true";

/** What istiod is told beside, to keep proxies of Gateways: their template is among those of sidecars. */
export const gatewayValues = {
    global: { omitSidecarInjectorConfigMap: false, proxy: { resources: resources(100, 256) } },
    env: { PILOT_ENABLE_GATEWAY_API: on, PILOT_ENABLE_GATEWAY_API_DEPLOYMENT_CONTROLLER: on },
    gateways: { seccompProfile: restrictedPod.seccompProfile },
    meshConfig: {
        accessLogFile: "/dev/stdout",
        accessLogEncoding: "JSON",
        accessLogFormat: JSON.stringify(accessLog),
    },
};
