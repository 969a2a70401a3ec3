import type { Resource } from "../inventory/resource.ts";
import { fail, pass, type Verdict } from "../judgement/verdict.ts";
import { actionOf } from "./alb.ts";
import { annotationsOf } from "./subjects.ts";

/** Where objects of a kind name others. */
export interface Place {
    readonly at: string;
    /** What they name where the reference itself does not say. */
    readonly to: string;
    readonly how: string;
    /** Where the name is, below `at`; empty where it is there itself. Default: `name`. */
    readonly name?: string;
    /** The reference names a kind and a group, an `apiVersion` or an `apiGroup`. */
    readonly isTyped?: true;
    /** Of a reference that names its kind, others are no matter of this row. */
    readonly only?: string;
    /** The reference names a namespace. */
    readonly isPlaced?: true;
    readonly granted?: true;
    /** Where number or name of a port are, and the port where none is. */
    readonly port?: { readonly at: readonly string[]; readonly otherwise?: number };
    /** Where a key, or several, are. */
    readonly key?: string;
    /** What is to be said where it means something else there. */
    // biome-ignore lint/suspicious/noExplicitAny: inputs of any provider
    readonly otherwise?: (object: Resource, value: any) => Verdict | undefined;
}

export const configMap = "core/ConfigMap";
export const secret = "core/Secret";
const service = "core/Service";
const storageClass = "storage.k8s.io/StorageClass";

/** What pods name, below their spec. */
export const ofPods: readonly Place[] = [
    { at: "volumes[].configMap", to: configMap, how: "a volume", key: "items[].key" },
    { at: "volumes[].secret", to: secret, how: "a volume", name: "secretName", key: "items[].key" },
    { at: "volumes[].projected.sources[].configMap", to: configMap, how: "a volume", key: "items[].key" },
    { at: "volumes[].projected.sources[].secret", to: secret, how: "a volume", key: "items[].key" },
    {
        at: "volumes[].persistentVolumeClaim",
        to: "core/PersistentVolumeClaim",
        how: "a volume",
        name: "claimName",
    },
    {
        at: "volumes[].ephemeral.volumeClaimTemplate.spec",
        to: storageClass,
        how: "a volume",
        name: "storageClassName",
    },
    ...["initContainers[]", "containers[]"].flatMap((container): Place[] => [
        { at: `${container}.env[].valueFrom.configMapKeyRef`, to: configMap, how: "a variable", key: "key" },
        { at: `${container}.env[].valueFrom.secretKeyRef`, to: secret, how: "a variable", key: "key" },
        { at: `${container}.envFrom[].configMapRef`, to: configMap, how: "variables" },
        { at: `${container}.envFrom[].secretRef`, to: secret, how: "variables" },
    ]),
    { at: "priorityClassName", to: "scheduling.k8s.io/PriorityClass", how: "the pod", name: "" },
    { at: "runtimeClassName", to: "node.k8s.io/RuntimeClass", how: "the pod", name: "" },
];

const portOfService = { at: ["port"] };
const portOfWebhook = { at: ["port"], otherwise: 443 };
const gatewayApi = "gateway.networking.k8s.io";
const rbac = "rbac.authorization.k8s.io";
const account = "core/ServiceAccount";

const backend: Omit<Place, "at"> = {
    to: service,
    how: "the route",
    isTyped: true,
    isPlaced: true,
    granted: true,
    port: portOfService,
};
const routeRows: readonly Place[] = [
    { at: "spec.rules[].backendRefs[]", ...backend },
    { at: "spec.rules[].filters[].requestMirror.backendRef", ...backend },
    { at: "spec.parentRefs[]", to: `${gatewayApi}/Gateway`, how: "the route", isTyped: true, isPlaced: true },
];
const webhook: Place = {
    at: "webhooks[].clientConfig.service",
    to: service,
    how: "a webhook",
    isPlaced: true,
    port: portOfWebhook,
};
const bindingRows: readonly Place[] = [
    { at: "roleRef", to: `${rbac}/Role`, how: "the binding", isTyped: true },
    { at: "subjects[]", to: account, how: "the binding", isTyped: true, only: "ServiceAccount", isPlaced: true },
];
const scaled: Omit<Place, "at"> = { to: "apps/Deployment", how: "the autoscaler", isTyped: true };

/** A controller of certificates makes what an Ingress or a Gateway with its annotation names. */
const issued = (object: Resource): Verdict | undefined =>
    Object.keys(annotationsOf(object)).some((key) =>
        /^cert-manager\.io\/(cluster-)?issuer$|^kubernetes\.io\/tls-acme$/.test(key),
    )
        ? pass()
        : undefined;

/** A backend of an ALB may be an action, which an annotation describes. */
function byAction(ingress: Resource, service: { name: string }): Verdict | undefined {
    const action = actionOf(ingress, { service });
    if (action === undefined) return undefined;
    return action ? pass() : fail(`the Ingress names action ${service.name}, which none of its annotations describes`);
}

const ingressBackend: Omit<Place, "at"> = {
    to: service,
    how: "the Ingress",
    port: { at: ["port.name", "port.number"] },
    otherwise: byAction,
};

/** What objects name, by `<group>/<Kind>`. */
export const places: Readonly<Record<string, readonly Place[]>> = {
    "networking.k8s.io/Ingress": [
        { at: "spec.defaultBackend.service", ...ingressBackend },
        { at: "spec.rules[].http.paths[].backend.service", ...ingressBackend },
        { at: "spec.tls[]", to: secret, how: "the Ingress", name: "secretName", otherwise: issued },
        { at: "spec.ingressClassName", to: "networking.k8s.io/IngressClass", how: "the Ingress", name: "" },
    ],
    ...Object.fromEntries(
        ["HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute"].map((kind) => [
            `${gatewayApi}/${kind}`,
            routeRows,
        ]),
    ),
    [`${gatewayApi}/Gateway`]: [
        { at: "spec.gatewayClassName", to: `${gatewayApi}/GatewayClass`, how: "the Gateway", name: "" },
        {
            at: "spec.listeners[].tls.certificateRefs[]",
            to: secret,
            how: "a listener",
            isTyped: true,
            isPlaced: true,
            granted: true,
            otherwise: issued,
        },
    ],
    "apps/StatefulSet": [
        { at: "spec.serviceName", to: service, how: "the StatefulSet", name: "" },
        {
            at: "spec.volumeClaimTemplates[].spec",
            to: storageClass,
            how: "a claim",
            name: "storageClassName",
        },
    ],
    "core/PersistentVolumeClaim": [{ at: "spec", to: storageClass, how: "the claim", name: "storageClassName" }],
    "keda.sh/ScaledObject": [
        { at: "spec.scaleTargetRef", ...scaled },
        {
            at: "spec.triggers[].authenticationRef",
            to: "keda.sh/TriggerAuthentication",
            how: "a trigger",
            isTyped: true,
        },
    ],
    "autoscaling.k8s.io/VerticalPodAutoscaler": [{ at: "spec.targetRef", ...scaled }],
    [`${rbac}/RoleBinding`]: bindingRows,
    [`${rbac}/ClusterRoleBinding`]: bindingRows,
    "admissionregistration.k8s.io/ValidatingWebhookConfiguration": [webhook],
    "admissionregistration.k8s.io/MutatingWebhookConfiguration": [webhook],
    "apiextensions.k8s.io/CustomResourceDefinition": [
        { ...webhook, at: "spec.conversion.webhook.clientConfig.service" },
    ],
    "apiregistration.k8s.io/APIService": [{ ...webhook, at: "spec.service", how: "the API" }],
    "cert-manager.io/Certificate": [
        { at: "spec.issuerRef", to: "cert-manager.io/Issuer", how: "the certificate", isTyped: true },
    ],
    "external-secrets.io/ExternalSecret": [
        { at: "spec.secretStoreRef", to: "external-secrets.io/SecretStore", how: "the ExternalSecret", isTyped: true },
    ],
};
