import { render } from "./configuration/mistake.ts";
import { mistakeIf, type Relation } from "./configuration/relation.ts";
import { deciding, platformParts } from "./parts.ts";
import { celOf } from "./security/admission/cel.ts";
import { exemptedPolicies } from "./security/admission/exempted-policies.ts";
import { systemNamespaces } from "./security/admission/namespaces.ts";
import { type Selection, selectionOf } from "./selection.ts";
import type { Settings } from "./settings.ts";

const namespacesOfPlatform = platformParts.flatMap(({ namespace }) => namespace?.name ?? []);

/** Names and namespaces that a chart of the user's own may not have: its name is its namespace's too. */
const taken = new Set([...platformParts.map(({ name }) => name), ...namespacesOfPlatform, ...systemNamespaces]);

/** Parts whose namespace is excused by the end of its name: `*-velero-namespace`. */
const excused = platformParts.filter(({ namespace }) => namespace && namespace.podSecurity !== "restricted");

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
            ownCharts.flatMap(({ name, egressNamespaces }, index) => {
                const path = `ownCharts[${index}]`;
                const like = excused.find((part) => name.endsWith(`-${part.name}`));
                return [
                    ...mistakeIf(taken.has(name), `${path}.name`, `${name} is taken; give another one`),
                    ...mistakeIf(
                        like !== undefined,
                        `${path}.name`,
                        `${name} ends like ${like?.name}, whose accepted findings would cover it; give another one`,
                    ),
                    ...egressNamespaces.flatMap((namespace, place) =>
                        mistakeIf(
                            namespacesOfPlatform.includes(namespace),
                            `${path}.egressNamespaces[${place}]`,
                            `${namespace} is a namespace of the platform, whose parts let in whom they name`,
                        ),
                    ),
                ];
            }),
    },
    {
        fields: ["mesh"],
        broken: ({ mesh: { egress } }) =>
            egress.flatMap(({ namespaces }, index) =>
                namespaces.flatMap((namespace, place) =>
                    mistakeIf(
                        namespacesOfPlatform.includes(namespace) || systemNamespaces.includes(namespace),
                        `mesh.egress[${index}].namespaces[${place}]`,
                        `${namespace} is a namespace of the platform, whose parts say themselves where they go`,
                    ),
                ),
            ),
    },
    {
        fields: [...deciding, "cluster"],
        broken: (settings) => {
            const selection = selectionOf(settings);
            return settings.ownCharts.flatMap(({ needs }, index) =>
                needs.flatMap((need, place) => {
                    const why = absence(need, selection);
                    return mistakeIf(why !== undefined, `ownCharts[${index}].needs[${place}]`, `${need} ${why}`);
                }),
            );
        },
    },
    {
        fields: [...deciding, "chartValues", "cluster"],
        broken: (settings) => {
            const platform = selectionOf({ ...settings, ownCharts: [] });
            return Object.keys(settings.chartValues).flatMap((name) => {
                const why = absence(name, platform);
                const bare = platform.parts.some((part) => part.name === name && part.withoutChart);
                return [
                    ...mistakeIf(why !== undefined, render(["chartValues", name]), `${why}; leave it out`),
                    ...mistakeIf(bare, render(["chartValues", name]), "has no chart; leave it out"),
                ];
            });
        },
    },
    {
        fields: [...deciding, "cluster"],
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

/** Why nothing of a name is installed; undefined where it is. */
function absence(name: string, { parts, missing }: Selection): string | undefined {
    const installed = parts.filter(({ namespace }) => namespace).map((part) => part.name);
    if (installed.includes(name)) return undefined;
    if (Object.hasOwn(missing, name)) return `is not on this cluster: ${missing[name]}`;
    if (platformParts.some((part) => part.name === name)) return "is not among the parts that the settings ask for";
    return `is no part; allowed are ${installed.join(", ")}`;
}
