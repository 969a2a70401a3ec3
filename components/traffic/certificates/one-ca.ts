import type { KubernetesObject } from "../../platform/kubernetes-object.ts";
import { nativePolicy } from "../../platform/native-policy.ts";

/**
 * Whoever may ask for a certificate may ask for one that signs others, and `edit` of a namespace may: it would be
 * believed by all who believe the cluster's CA. Requests are judged too, as nobody needs a Certificate to make one.
 *
 * @param namespaces those that have CAs
 */
export const oneCa = (namespaces: readonly string[]): KubernetesObject[] =>
    nativePolicy("certificates-no-further-ca", {
        rule: {
            apiGroups: ["cert-manager.io"],
            apiVersions: ["*"],
            operations: ["CREATE", "UPDATE"],
            resources: ["certificates", "certificaterequests"],
        },
        validation: {
            expression: `!object.spec.?isCA.orValue(false) || object.metadata.namespace in ${JSON.stringify(namespaces)}`,
            message: `a certificate that signs others is asked for in ${namespaces.join(" and ")} only`,
        },
    });
