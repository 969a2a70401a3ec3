import * as aws from "@pulumi/aws";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { Zone } from "../dns/args.ts";
import { ofKind, zoneOf } from "../dns/zones.ts";
import { provedBy } from "./acm-names.ts";

/** The record by which ACM sees that a name of a certificate is ours. Throws where no public zone answers for it. */
export function proof(
    name: string,
    host: string,
    { certificate, zones }: { certificate: aws.acm.Certificate; zones: readonly Zone[] },
    opts: CustomResourceOptions,
): aws.route53.Record {
    const zone = zoneOf(host, ofKind(zones, "public"));
    if (!zone) throw new Error(`${host} is in no public zone`);
    const asked = certificate.domainValidationOptions.apply(
        (all) => all.find(({ domainName }) => domainName && provedBy(domainName) === provedBy(host)) ?? all[0],
    );
    return new aws.route53.Record(
        name,
        {
            zoneId: zone.id,
            name: asked.apply((it) => it?.resourceRecordName ?? ""),
            type: asked.apply((it) => it?.resourceRecordType as aws.route53.RecordType),
            records: [asked.apply((it) => it?.resourceRecordValue ?? "")],
            ttl: 300,
            // Whoever proved it before, in this account, did so by the same record.
            allowOverwrite: true,
        },
        opts,
    );
}
