import { mistakeIf, type Relation } from "../../configuration/relation.ts";
import { placeMistakes } from "../../configuration/server-place.ts";
import type { Settings } from "../../settings.ts";

/** Vault, who signs for it, and what its roles and databases name. */
export const vaultRelations: Relation<Settings>[] = [
    {
        fields: ["vault", "certificates"],
        broken: ({ vault, certificates }) =>
            mistakeIf(
                vault !== undefined && certificates === undefined,
                "vault",
                "needs certificates, and nobody signs its own; give certificates, {} for a CA of the cluster",
            ),
    },
    {
        fields: ["vault"],
        broken: ({ vault }) => {
            if (!vault) return [];
            const roles = vault.databases.flatMap(({ roles }, index) =>
                roles.map((role, place) => ({ ...role, path: `vault.databases[${index}].roles[${place}]` })),
            );
            return [
                ...vault.roles.flatMap(({ policies }, index) =>
                    policies.flatMap((policy, place) =>
                        mistakeIf(
                            !Object.hasOwn(vault.policies, policy),
                            `vault.roles[${index}].policies[${place}]`,
                            `${policy} is not among vault.policies`,
                        ),
                    ),
                ),
                ...vault.databases.flatMap((server, index) => placeMistakes(`vault.databases[${index}]`, server)),
                ...roles.flatMap(({ name, path, ttlHours, maxTtlHours }, index) => [
                    ...mistakeIf(
                        roles.findIndex((other) => other.name === name) < index,
                        `${path}.name`,
                        `${name} is a role of another database; a role has its name to itself`,
                    ),
                    ...mistakeIf(
                        ttlHours > maxTtlHours,
                        `${path}.maxTtlHours`,
                        `is less than ttlHours, ${ttlHours}; give as many hours at least`,
                    ),
                ]),
            ];
        },
    },
    {
        fields: ["vault", "secretStores"],
        broken: ({ vault, secretStores }) =>
            secretStores.flatMap(({ vault: store }, index) => {
                if (!store) return [];
                const at = (key: string) => `secretStores[${index}].vault.${key}`;
                if (store.server !== undefined)
                    return mistakeIf(store.role === undefined, at("role"), "is missing: give the role of that Vault");
                const unused = ["authentication", "mount", "role", "caCertificate", "cidrs"] as const;
                return [
                    ...mistakeIf(
                        vault === undefined,
                        at("server"),
                        "is missing: give the address of Vault, or vault, {} for one in the cluster",
                    ),
                    ...unused.flatMap((key) =>
                        mistakeIf(
                            store[key] !== undefined,
                            at(key),
                            "has no effect without server: the cluster's own Vault is known; leave it out",
                        ),
                    ),
                    ...mistakeIf(
                        vault !== undefined && !vault.keyValue.includes(store.path),
                        at("path"),
                        `${store.path} is not among vault.keyValue: ${vault?.keyValue.join(", ")}`,
                    ),
                ];
            }),
    },
];
