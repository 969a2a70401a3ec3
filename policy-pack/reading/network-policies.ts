import type { Inventory } from "../inventory/inventory.ts";
import { namespaceOf } from "../inventory/namespaces.ts";
import type { Resource } from "../inventory/resource.ts";
import { releasesOf } from "./installed.ts";
import { matches, type Selector, selectsAll } from "./label-selectors.ts";

export type Direction = "Ingress" | "Egress";

/** What a NetworkPolicy says (https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/). */
export interface NetworkPolicySpec {
    readonly podSelector?: Selector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly PolicyRule[];
    readonly egress?: readonly PolicyRule[];
}

/** Without peers it is about everybody, without ports about every port. */
export interface PolicyRule {
    readonly from?: readonly Peer[];
    readonly to?: readonly Peer[];
    readonly ports?: readonly PolicyPort[];
}

/** Pods without a namespaceSelector are those of the policy's own namespace. */
export interface Peer {
    readonly podSelector?: Selector;
    readonly namespaceSelector?: Selector;
    readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

export interface PolicyPort {
    /** A number, or the name of a port of the pod that is called. Default: every port of the protocol. */
    readonly port?: number | string;
    /** Last number of a range that begins with `port`. */
    readonly endPort?: number;
    /** Default `TCP`. */
    readonly protocol?: string;
}

/** Whether something other than a NetworkPolicy denies what is not allowed in a namespace: Cilium's policies, or Calico's. */
export const isDenied = (inventory: Inventory, namespace: string, direction: Direction): boolean =>
    releasesOf(inventory, "cilium").some((release) => release.value("policyEnforcementMode", "default") === "always") ||
    ofCilium(inventory, namespace).some((spec) => turnsOn(spec, direction)) ||
    ofCalico(inventory, namespace).some((spec) => hasType(spec, direction));

interface CiliumSpec {
    readonly endpointSelector?: Selector;
    readonly ingress?: object[];
    readonly egress?: object[];
    readonly enableDefaultDeny?: { readonly ingress?: boolean; readonly egress?: boolean };
}

/** Specs of Cilium that are about every pod of a namespace. */
function ofCilium(inventory: Inventory, namespace: string): CiliumSpec[] {
    const own = inventory
        .objects("CiliumNetworkPolicy", "cilium.io")
        .filter((policy) => namespaceOf(inventory, policy) === namespace);
    return [...inventory.objects("CiliumClusterwideNetworkPolicy", "cilium.io"), ...own]
        .flatMap(({ props }): CiliumSpec[] => [props.spec ?? [], props.specs ?? []].flat())
        .filter(({ endpointSelector }) => endpointSelector && matches(endpointSelector, podsOf(namespace)));
}

/** The labels that Cilium gives to all pods of a namespace. */
const podsOf = (namespace: string): Record<string, string> => ({
    "io.kubernetes.pod.namespace": namespace,
    "k8s:io.kubernetes.pod.namespace": namespace,
});

/** An empty rule allows nothing, and turns the default around (https://docs.cilium.io/en/stable/security/policy/language/#layer-3-examples). */
function turnsOn({ enableDefaultDeny, ...spec }: CiliumSpec, direction: Direction): boolean {
    const key = direction === "Ingress" ? "ingress" : "egress";
    const rules = spec[key] ?? [];
    const allowsNothing = rules.every((rule) => Object.keys(rule).length === 0);
    return allowsNothing && (enableDefaultDeny?.[key] ?? rules.length > 0);
}

interface CalicoSpec {
    readonly selector?: string;
    readonly namespaceSelector?: string;
    readonly types?: string[];
    readonly ingress?: object[];
    readonly egress?: object[];
}

/** Policies of Calico that are about every pod. */
function ofCalico(inventory: Inventory, namespace: string): CalicoSpec[] {
    const groups = ["crd.projectcalico.org", "projectcalico.org"];
    const wide = groups.flatMap((group) => inventory.objects("GlobalNetworkPolicy", group));
    const own = groups
        .flatMap((group) => inventory.objects("NetworkPolicy", group))
        .filter((policy) => namespaceOf(inventory, policy) === namespace);
    const isAll = (selector = "") => /^(all\(\))?$/.test(selector.trim());
    return [...wide, ...own]
        .map(({ props }): CalicoSpec => props.spec ?? {})
        .filter(({ selector, namespaceSelector }) => isAll(selector) && isAll(namespaceSelector));
}

const hasType = ({ types = ["Ingress"], ...rules }: CalicoSpec, direction: Direction): boolean =>
    types.includes(direction) && (rules[direction === "Ingress" ? "ingress" : "egress"] ?? []).length === 0;

/** Whether a NetworkPolicy selects every pod of its namespace and allows nothing in one direction. */
export function denies({ props }: Resource, direction: Direction): boolean {
    const spec = props.spec ?? {};
    const rules = spec[direction.toLowerCase()] ?? [];
    return rules.length === 0 && selectsAll(spec.podSelector) && directions(spec).includes(direction);
}

/** Policy types, with the API's default: Ingress always, Egress where there is an egress rule. */
export function directions({ policyTypes = [], egress = [] }: NetworkPolicySpec): readonly string[] {
    if (policyTypes.length > 0) return policyTypes;
    return egress.length === 0 ? ["Ingress"] : ["Ingress", "Egress"];
}
