import * as aws from "@pulumi/aws";
import type { CustomResourceOptions, Output } from "@pulumi/pulumi";
import { provedBy } from "../certificates/acm-names.ts";
import { proof } from "../certificates/proof.ts";
import type { Zone } from "../dns/args.ts";

/** ARN of a certificate of ACM for all hosts, which AWS renews, once each of them is proved in its zone. */
export function edgeCertificate(
    name: string,
    { hosts, zones }: { hosts: readonly string[]; zones: readonly Zone[] },
    opts: CustomResourceOptions,
): Output<string> {
    const [domainName, ...subjectAlternativeNames] = hosts;
    const certificate = new aws.acm.Certificate(
        name,
        { domainName, subjectAlternativeNames, validationMethod: "DNS" },
        opts,
    );
    const records = [...new Set(hosts.map(provedBy))].map((host) =>
        proof(`${name}-${host}`, host, { certificate, zones }, opts),
    );
    return new aws.acm.CertificateValidation(
        name,
        { certificateArn: certificate.arn, validationRecordFqdns: records.map(({ fqdn }) => fqdn) },
        opts,
    ).certificateArn;
}
