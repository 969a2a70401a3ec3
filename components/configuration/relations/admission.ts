import { celOf } from "../../security/admission/cel.ts";
import { admissionPolicies } from "../../security/admission/policies.ts";
import type { Settings } from "../schema.ts";
import type { Relation } from "./relation.ts";

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
                    return first < index
                        ? [
                              {
                                  path: `admission.exemptNamespaces[${index}].policies[${place}]`,
                                  reason: `${namespace} is exempt from ${policy} by [${first}] already; say it once`,
                              },
                          ]
                        : [];
                }),
            ),
    },
    {
        fields: ["admission", "addons", "cluster"],
        broken: (settings) => {
            const full = admissionPolicies(settings).filter(
                (policy) => celOf(policy).matchConditions.length > mostConditions,
            );
            return full.length > 0
                ? [
                      {
                          path: "admission.exemptNamespaces",
                          reason: `exempts more namespaces than Kubernetes takes (${mostConditions} conditions with the platform's own) from ${full.map(({ id }) => id).join(", ")}; list these under auditOnly instead`,
                      },
                  ]
                : [];
        },
    },
];
