import type { Profile } from "../../../platform/addon.ts";
import { mergedValues } from "../../../platform/merged-values.ts";
import { placement, restrictedPod, unprivileged } from "../../../platform/workload.ts";
import { webhookValues } from "./certificates.ts";
import { amounts, meshLabel } from "./linkerd.ts";

/** User of the proxy, whose connections the rules in the pod's network let out. */
const proxyUid = 2102;

/** Three of each, on three nodes; proxies go on with what they were told while none is there. */
export function controlPlaneValues(profile: Profile) {
    return mergedValues(
        {
            ...placement(profile),
            // The plugin leads what pods say through their proxies, and no container needs NET_ADMIN.
            cniEnabled: true,
            controllerReplicas: 3,
            enablePodAntiAffinity: true,
            deploymentStrategy: { rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
            highAvailability: true,
            // A pod without a proxy would take plain text from everybody.
            webhookFailurePolicy: "Fail",
            disableHeartBeat: true,
            identity: { externalCA: true, issuer: { scheme: "kubernetes.io/tls" } },
            proxy: {
                nativeSidecar: true,
                defaultInboundPolicy: "deny",
                // CPUs of the limit.
                runtime: { workers: { minimum: 1 } },
                resources: amounts(50, 128),
                securityContext: {
                    ...unprivileged,
                    ...restrictedPod,
                    readOnlyRootFilesystem: true,
                    runAsUser: proxyUid,
                },
            },
            identityResources: amounts(50, 128),
            destinationResources: amounts(100, 256),
            spValidatorResources: amounts(25, 64),
            policyController: { resources: amounts(50, 128) },
            proxyInjectorResources: amounts(50, 128),
        },
        webhookValues(meshLabel),
    );
}
