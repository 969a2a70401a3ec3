import { mistakeIf, type Relation } from "../../configuration/relation.ts";
import type { Settings } from "../../settings.ts";

/** Zones that names are written into. */
export const dnsRelations: Relation<Settings>[] = [
    {
        fields: ["dns"],
        broken: ({ dns }) =>
            (dns?.zones ?? []).flatMap(({ id }, index, zones) => {
                const first = zones.findIndex((other) => other.id === id);
                return mistakeIf(
                    first < index,
                    `dns.zones[${index}].id`,
                    `is the id of [${first}] already: a zone has one domain`,
                );
            }),
    },
];
