import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlatform, Part } from "../../part.ts";
import { isSecond } from "../../platform/standby.ts";
import type { Settings } from "../../settings.ts";
import type { Zone } from "./args.ts";
import type { Failover } from "./failover-args.ts";
import { zoneOfFailover } from "./failover-zone.ts";

/** Seconds that an answer of Route 53 may be remembered: so much later than the health check a client follows. */
const ttl = 60;

/**
 * Every 30 seconds, by each of the checkers around the world; three in a row decide
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html).
 */
const probe = { type: "HTTPS", port: 443, requestInterval: 30, failureThreshold: 3, enableSni: true };

/**
 * Names that lead to the cluster of the pair that serves: to the primary, and to the standby where the primary does not
 * answer and the standby does. One that waits has no data and does not answer, so nothing leads there before somebody has
 * made it active; what needs no data goes over at once. From then on both records lead there: a primary that wakes up
 * with the data of another day gets nobody.
 */
export const failoverRecords: Part = {
    name: "failover-records",
    onlyOnEks: "it writes into Route 53",
    addon: ({ dns, standby }, { eks }) => {
        if (dns && isSecond(standby)) new FailoverRecords(eks.name, { dns, active: standby.active }, eks.own);
        return undefined;
    },
};

interface FailoverRecordsArgs {
    dns: NonNullable<Settings["dns"]>;
    /** Whether the standby is the primary now. */
    active: boolean;
}

class FailoverRecords extends pulumi.ComponentResource {
    constructor(name: string, { dns, active }: FailoverRecordsArgs, opts: EksPlatform["eks"]["own"]) {
        super("production-cluster:index:FailoverRecords", name, {}, opts);
        for (const each of dns.failover) this.#pair(`${name}-${each.host}`, each, { zones: dns.zones, active });
        this.registerOutputs({});
    }

    /** Two records keep their places for ever: it is their targets that change, for no place may be taken twice. */
    #pair(name: string, each: Failover, { zones, active }: { zones: readonly Zone[]; active: boolean }): void {
        const zone = zoneOfFailover(each, zones);
        if (!zone) throw new Error(`${each.host} is in no zone`);
        const check = (cluster: string, fqdn: string) =>
            new aws.route53.HealthCheck(
                `${name}-${cluster}`,
                { ...probe, fqdn, resourcePath: each.path },
                { parent: this },
            ).id;
        const { primaryTarget, standbyTarget, healthChecks } = each;
        const primary = {
            records: [primaryTarget],
            healthCheckId: healthChecks?.primaryId ?? check("primary", primaryTarget),
        };
        const standby = {
            records: [standbyTarget],
            healthCheckId: healthChecks?.standbyId ?? check("standby", standbyTarget),
        };
        const places = { PRIMARY: active ? standby : primary, SECONDARY: standby };
        for (const [type, leads] of Object.entries(places))
            new aws.route53.Record(
                `${name}-${type.toLowerCase()}`,
                {
                    ...{ zoneId: zone.id, name: each.host, type: "CNAME", ttl, ...leads },
                    setIdentifier: type.toLowerCase(),
                    failoverRoutingPolicies: [{ type }],
                },
                { parent: this },
            );
    }
}
