import { celOf } from "../../security/admission/cel.ts";
import { admissionPolicies } from "../../security/admission/policies.ts";
import type { Settings } from "../schema.ts";
import { mistakeIf, type Relation } from "./relation.ts";

/**
 * Conditions of one policy, each exemption being one
 * (https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/).
 */
const mostConditions = 64;

/** What the cluster refuses to store. */
export const admissionRelations: Relation<Settings>[] = [
    {
        fields: ["admission"],
        broken: ({ admission: { exemptNamespaces } }) =>
            exemptNamespaces.flatMap(({ namespace, policies }, index) =>
                policies.flatMap((policy, place) => {
                    const first = exemptNamespaces.findIndex(
                        (other) => other.namespace === namespace && other.policies.includes(policy),
                    );
                    return mistakeIf(
                        first < index,
                        `admission.exemptNamespaces[${index}].policies[${place}]`,
                        `${namespace} is exempt from ${policy} by [${first}] already; say it once`,
                    );
                }),
            ),
    },
    {
        fields: ["admission", "addons", "cluster"],
        broken: (settings) => {
            const full = admissionPolicies(settings).filter(
                (policy) => celOf(policy).matchConditions.length > mostConditions,
            );
            return mistakeIf(
                full.length > 0,
                "admission.exemptNamespaces",
                `has too many for ${full.map(({ id }) => id).join(", ")}: a policy has ${mostConditions} conditions at most; give fewer`,
            );
        },
    },
];
