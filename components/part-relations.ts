import { render } from "./configuration/mistake.ts";
import { mistakeIf, type Relation } from "./configuration/relation.ts";
import { deciding, partsOf, platformParts } from "./parts.ts";
import { celOf } from "./security/admission/cel.ts";
import { exemptedPolicies } from "./security/admission/exempted-policies.ts";
import { systemNamespaces } from "./security/admission/namespaces.ts";
import { selectionOf } from "./selection.ts";
import type { Settings } from "./settings.ts";

/** Names and namespaces that a chart of the user's own may not have: its name is its namespace's too. */
const taken = new Set([
    ...platformParts.flatMap(({ name, namespace }) => [name, ...(namespace ? [namespace.name] : [])]),
    ...systemNamespaces,
]);

/**
 * Conditions of one policy, each exemption being one
 * (https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/).
 */
const mostConditions = 64;

/** What must hold between the user's settings and the parts of the platform. */
export const partRelations: Relation<Settings>[] = [
    {
        fields: ["ownCharts"],
        broken: ({ ownCharts }) =>
            ownCharts.flatMap(({ name }, index) =>
                mistakeIf(taken.has(name), `ownCharts[${index}].name`, `${name} is taken; give another one`),
            ),
    },
    {
        fields: [...deciding, "cluster"],
        broken: (settings) => {
            const { missing } = selectionOf(settings);
            const known = partsOf(settings).map(({ name }) => name);
            return settings.ownCharts.flatMap(({ needs }, index) =>
                needs.flatMap((need, place) => {
                    const path = `ownCharts[${index}].needs[${place}]`;
                    if (!known.includes(need))
                        return [{ path, reason: `${need} is no part; allowed are ${known.join(", ")}` }];
                    return mistakeIf(need in missing, path, `${need} is not on this cluster: ${missing[need]}`);
                }),
            );
        },
    },
    {
        fields: [...deciding, "chartValues", "cluster"],
        broken: (settings) => {
            const platform = { ...settings, ownCharts: [] };
            const { missing } = selectionOf(platform);
            const known = partsOf(platform).map(({ name }) => name);
            return Object.keys(settings.chartValues).flatMap((name) => {
                const path = render(["chartValues", name]);
                if (!known.includes(name))
                    return [{ path, reason: `is no part of the platform; allowed are ${known.join(", ")}` }];
                return mistakeIf(name in missing, path, `has no effect: ${missing[name]}; leave it out`);
            });
        },
    },
    {
        fields: [...deciding, "admission", "cluster"],
        broken: (settings) => {
            const full = exemptedPolicies(settings, selectionOf(settings).exemptions).filter(
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
