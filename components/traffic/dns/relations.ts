import { mistakeIf, type Relation } from "../../configuration/relation.ts";
import type { Settings } from "../../settings.ts";
import { zoneOfFailover } from "./failover-zone.ts";
import { zoneOf } from "./zones.ts";

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
    {
        fields: ["dns"],
        broken: ({ dns }) =>
            (dns?.failover ?? []).flatMap((each, index) => {
                const { host, primaryTarget, standbyTarget, path, healthChecks } = each;
                const at = `dns.failover[${index}]`;
                const zones = dns?.zones ?? [];
                const below = [primaryTarget, standbyTarget].find((it) => it === host || it.endsWith(`.${host}`));
                return [
                    ...mistakeIf(
                        zoneOfFailover(each, zones) === undefined,
                        `${at}.host`,
                        zoneOf(host, zones) === undefined
                            ? `${host} is in no zone of dns.zones`
                            : `${host} is in a private zone, whose targets no health checker reaches; give healthChecks`,
                    ),
                    ...mistakeIf(
                        zones.some(({ domain }) => domain === host),
                        `${at}.host`,
                        `${host} is the zone's own name, which cannot be a CNAME; give one below it`,
                    ),
                    ...mistakeIf(
                        below !== undefined,
                        `${at}.host`,
                        `leads to ${below}, which is not to be below it: external-dns would leave that alone too`,
                    ),
                    ...mistakeIf(
                        primaryTarget === standbyTarget,
                        `${at}.standbyTarget`,
                        "is that of the primary: there is nothing to go over to",
                    ),
                    ...mistakeIf(
                        (path === undefined) === (healthChecks === undefined),
                        `${at}.path`,
                        path === undefined
                            ? "is missing: give it, or healthChecks of your own"
                            : "contradicts healthChecks: give one of them",
                    ),
                ];
            }),
    },
];
