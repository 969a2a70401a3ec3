import { isOnEks } from "../../configuration/on-eks.ts";
import { mistakeIf, type Relation } from "../../configuration/relation.ts";
import type { Settings } from "../../settings.ts";
import { unproven } from "../dns/zones.ts";
import { gateway as schema } from "./args.ts";

/** The gateway, and who signs for its names. */
export const gatewayRelations: Relation<Settings>[] = [
    {
        fields: ["gateway"],
        broken: ({ gateway }) => {
            const unset = schema.parse({ engine: gateway.engine });
            return Object.entries(gateway).flatMap(([field, value]) =>
                mistakeIf(
                    gateway.engine === "none" && JSON.stringify(value) !== JSON.stringify(Object(unset)[field]),
                    `gateway.${field}`,
                    "has no effect: gateway.engine is none; leave it out",
                ),
            );
        },
    },
    {
        fields: ["gateway", "certificates"],
        broken: ({ gateway, certificates }) =>
            mistakeIf(
                gateway.engine !== "none" && gateway.hosts.length > 0 && certificates === undefined,
                "gateway.hosts",
                "need certificates, and nobody signs them; give certificates, {} for a CA of the cluster",
            ),
    },
    {
        fields: ["gateway", "certificates", "dns", "cluster"],
        broken: ({ gateway, certificates, dns, cluster }) => {
            if (certificates?.issuer !== "letsencrypt" || !isOnEks({ cluster })) return [];
            return gateway.hosts.flatMap((host, index) =>
                unproven(host, `gateway.hosts[${index}]`, { dns, signer: "Let's Encrypt" }),
            );
        },
    },
];
