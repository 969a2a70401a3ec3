import * as aws from "@pulumi/aws";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { Part } from "../../part.ts";
import type { Zone } from "../dns/args.ts";
import { ofKind, zoneOf } from "../dns/zones.ts";

/**
 * Certificates of ACM for load balancers, which AWS keeps and renews: each proves its name in the zone that answers for
 * it, or is signed by the CA of the setting.
 */
export const loadBalancerCertificates: Part = {
    name: "load-balancer-certificates",
    onlyOnEks: "ACM gives its certificates to load balancers of AWS alone",
    addon: ({ certificates, dns }, { eks: { name, own } }) => {
        const zones = ofKind(dns?.zones ?? [], "public");
        const proofs = new Map<string, aws.route53.Record>();
        for (const host of certificates?.loadBalancerHosts ?? []) {
            const resource = `${name}-${host.replace("*", "any")}`;
            if (certificates?.issuer === "acmpca") {
                new aws.acm.Certificate(
                    resource,
                    { domainName: host, certificateAuthorityArn: certificates.privateCaArn },
                    own,
                );
            } else provedInDns(resource, { cluster: name, host, zone: answering(host, zones), proofs }, own);
        }
        return undefined;
    },
};

function answering(host: string, zones: readonly Zone[]): Zone {
    const zone = zoneOf(host, zones);
    if (!zone) throw new Error(`${host} is in no public zone`);
    return zone;
}

interface ProvedName {
    cluster: string;
    host: string;
    zone: Zone;
    /** Records that were made already, by the name that they prove. */
    proofs: Map<string, aws.route53.Record>;
}

/** A certificate, the record by which ACM sees the name is ours, and the wait until it has seen it. */
function provedInDns(name: string, { cluster, host, zone, proofs }: ProvedName, opts: CustomResourceOptions): void {
    const certificate = new aws.acm.Certificate(name, { domainName: host, validationMethod: "DNS" }, opts);
    // One for the one name that it has.
    const proof = certificate.domainValidationOptions.apply(([first]) => first);
    // A name and its wildcard prove themselves by the same record, which stays as long as one of them is there.
    const proved = host.replace(/^\*\./, "");
    const record =
        proofs.get(proved) ??
        new aws.route53.Record(
            `${cluster}-${proved}`,
            {
                zoneId: zone.id,
                name: proof.apply((it) => it?.resourceRecordName ?? ""),
                type: proof.apply((it) => it?.resourceRecordType as aws.route53.RecordType),
                records: [proof.apply((it) => it?.resourceRecordValue ?? "")],
                ttl: 300,
                // Whoever proved it before, in this account, did so by the same record.
                allowOverwrite: true,
            },
            opts,
        );
    proofs.set(proved, record);
    new aws.acm.CertificateValidation(
        name,
        { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
        opts,
    );
}
