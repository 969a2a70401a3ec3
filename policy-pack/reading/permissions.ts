import type { Inventory } from "../inventory/inventory.ts";
import type { Rule, RuleMetadata } from "../judgement/rule.ts";
import { all, must } from "../judgement/verdict.ts";

export const url = "https://kubernetes.io/docs/concepts/security/rbac-good-practices/";
export const api = "rbac.authorization.k8s.io";

export const roles = (inventory: Inventory) => [
    ...inventory.objects("Role", api),
    ...inventory.objects("ClusterRole", api),
];

/** One rule of a role. */
export interface PolicyRule {
    apiGroups?: string[];
    resources?: string[];
    verbs?: string[];
    resourceNames?: string[];
}

/** Permissions, each verb on each resource of each API group; `""` is the core group. */
export interface Permission {
    groups: readonly string[];
    resources: readonly string[];
    verbs: readonly string[];
}

export const writes = ["create", "update", "patch", "delete", "deletecollection"];
export const reads = ["get", "list", "watch"];

/** Whether a rule grants one of the verbs on one of the resources, and not only on objects that it names. */
export function grants(rule: PolicyRule, { groups, resources, verbs }: Permission): boolean {
    if ((rule.resourceNames ?? []).length > 0) return false;
    const has = (given: string[] | undefined, wanted: readonly string[]) =>
        (given ?? []).some((each) => each === "*" || wanted.some((one) => names(each, one)));
    return has(rule.apiGroups, groups) && has(rule.resources, resources) && has(rule.verbs, verbs);
}

/** A resource by its name, or a subresource of every resource: `*` before the slash. */
const names = (given: string, wanted: string): boolean =>
    given === wanted || (given.startsWith("*/") && wanted.endsWith(given.slice(1)));

/** A check that no role grants any of these permissions. A wildcard is the finding of `rbac-no-wildcards` alone. */
export function noRoleGrants(
    metadata: Omit<RuleMetadata, "url">,
    forbidden: readonly Permission[],
    message: string,
): Rule {
    return {
        ...metadata,
        url,
        inhibitedBy: ["rbac-no-wildcards"],
        inCharts: true,
        subjects: roles,
        judge: ({ props }) =>
            all(
                ((props.rules ?? []) as PolicyRule[]).map((rule) =>
                    must(() => !forbidden.some((permission) => grants(rule, permission)), message),
                ),
            ),
    };
}
