import type { KubernetesObject } from "../../platform/kubernetes-object.ts";
import { nativePolicy, type ResourceRule } from "../../platform/native-policy.ts";

const asked: ResourceRule = {
    apiGroups: ["cert-manager.io"],
    apiVersions: ["*"],
    operations: ["CREATE", "UPDATE"],
    resources: ["certificates", "certificaterequests"],
};

/** As the mesh goes, its namespaces are no longer allowed, and a finalizer is taken off an object by an update. */
const asBefore = "oldObject != null && object.spec == oldObject.spec";

/**
 * Whoever may ask for a certificate may ask for one that signs others, and `edit` of a namespace may: it would be
 * believed by all who believe the cluster's CA. Requests are judged too, as nobody needs a Certificate to make one.
 *
 * @param namespaces those that have CAs
 */
export const oneCa = (namespaces: readonly string[]): KubernetesObject[] =>
    nativePolicy("certificates-no-further-ca", {
        rule: asked,
        validation: {
            expression: `!object.spec.?isCA.orValue(false) || object.metadata.namespace in ${JSON.stringify(namespaces)} || (${asBefore})`,
            message: `a certificate that signs others is asked for in ${namespaces.join(" and ")} only`,
        },
    });

/**
 * Whom the root of a mesh signed for is known there by any name it asked for.
 *
 * @param namespaces those of the mesh's CA and of who hands out the root
 */
export const oneMesh = (issuer: string, namespaces: readonly string[]): KubernetesObject[] =>
    nativePolicy("certificates-mesh-root", {
        rule: asked,
        validation: {
            expression: `object.spec.issuerRef.name != "${issuer}" || object.metadata.namespace in ${JSON.stringify(namespaces)} || (${asBefore})`,
            message: `the root of the mesh signs in ${namespaces.join(" and ")} only`,
        },
    });
