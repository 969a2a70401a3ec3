import { mistakeIf, type Relation } from "../../configuration/relation.ts";
import type { Settings } from "../../settings.ts";

/** What the cluster refuses to store. */
export const admissionRelations: Relation<Settings>[] = [
    {
        fields: ["admission"],
        broken: ({ admission: { engine, namespaceDefaults } }) =>
            mistakeIf(
                engine === "gatekeeper" && namespaceDefaults,
                "admission.namespaceDefaults",
                "is made by Kyverno, and Gatekeeper takes its place: it changes objects and makes none; take another engine, or leave it out",
            ),
    },
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
];
