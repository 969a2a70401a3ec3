import * as aws from "@pulumi/aws";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { Part } from "../../part.ts";
import type { Zone } from "../dns/args.ts";
import { provedBy } from "./acm-names.ts";
import { proof } from "./proof.ts";

/**
 * Certificates of ACM for load balancers, which AWS keeps and renews: each proves its name in the zone that answers for
 * it, or is signed by the CA of the setting.
 */
export const loadBalancerCertificates: Part = {
    name: "load-balancer-certificates",
    onlyOnEks: "ACM gives its certificates to load balancers of AWS alone",
    addon: ({ certificates, dns }, { eks: { name, own } }) => {
        const zones = dns?.zones ?? [];
        const proofs = new Map<string, aws.route53.Record>();
        for (const host of certificates?.loadBalancerHosts ?? []) {
            const resource = `${name}-${host.replace("*", "any")}`;
            if (certificates?.issuer === "acmpca") {
                new aws.acm.Certificate(
                    resource,
                    { domainName: host, certificateAuthorityArn: certificates.privateCaArn },
                    own,
                );
            } else provedInDns(resource, { cluster: name, host, zones, proofs }, own);
        }
        return undefined;
    },
};

interface ProvedName {
    cluster: string;
    host: string;
    zones: readonly Zone[];
    /** Records that were made already, by the name that they prove. */
    proofs: Map<string, aws.route53.Record>;
}

/** A certificate, the record by which ACM sees the name is ours, and the wait until it has seen it. */
function provedInDns(name: string, { cluster, host, zones, proofs }: ProvedName, opts: CustomResourceOptions): void {
    const certificate = new aws.acm.Certificate(name, { domainName: host, validationMethod: "DNS" }, opts);
    // It stays as long as one of the names is there that it proves.
    const proved = provedBy(host);
    const record = proofs.get(proved) ?? proof(`${cluster}-${proved}`, host, { certificate, zones }, opts);
    proofs.set(proved, record);
    new aws.acm.CertificateValidation(
        name,
        { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
        opts,
    );
}
