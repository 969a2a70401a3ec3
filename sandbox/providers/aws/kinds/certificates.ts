import { integer, matching, oneOf } from "../../checks.ts";
import { asList } from "../../values.ts";
import { arn, exactlyOne, type Kinds } from "../kind.ts";

const name = String.raw`(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9-]{1,63}\.?`;

/** Certificates of ACM, and the records of Route 53 that prove their names. */
export const certificates: Kinds = {
    // https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
    "acm.Certificate": {
        id: "arn:aws:acm:{region}:{account}:certificate/{uuid}",
        arn: "acm:{region}:{account}:certificate/{uuid}",
        immutable: ["domainName", "subjectAlternativeNames", "validationMethod", "certificateAuthorityArn"],
        checks: {
            domainName: matching(new RegExp(`^(?=.{1,64}$)${name}$`), "a name of at most 64 characters"),
            validationMethod: oneOf("DNS", "EMAIL"),
            certificateAuthorityArn: arn,
        },
        relations: (inputs) => exactlyOne(inputs, "a proof or a CA", ["validationMethod", "certificateAuthorityArn"]),
        outputs: ({ domainName, subjectAlternativeNames, certificateAuthorityArn, hash }) => ({
            domainValidationOptions: certificateAuthorityArn
                ? []
                : [domainName, ...asList(subjectAlternativeNames)].map((name) => ({
                      domainName: name,
                      resourceRecordName: `_${hash}.${String(name).replace("*.", "")}.`,
                      resourceRecordType: "CNAME",
                      resourceRecordValue: `_${hash}.acm-validations.aws.`,
                  })),
        }),
    },
    // https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
    "acm.CertificateValidation": {
        id: "{uuid}",
        immutable: ["certificateArn", "validationRecordFqdns"],
        checks: { certificateArn: arn },
        refersTo: { certificateArn: "acm.Certificate" },
    },
    // https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
    "route53.Record": {
        // With another one of the name it has an identifier of its own.
        id: ({ zoneId, name, type, setIdentifier }) =>
            [zoneId, name, type, setIdentifier].filter((part) => part !== undefined).join("_"),
        unique: "{zoneId}_{name}_{type}_{setIdentifier}",
        immutable: ["zoneId", "type"],
        checks: {
            zoneId: matching(/^Z[A-Z0-9]{1,31}$/, "the id of a hosted zone"),
            name: matching(new RegExp(`^${name}$`), "a name"),
            type: oneOf("A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SPF", "SRV", "TXT"),
            ttl: integer(0, 2_147_483_647),
        },
        outputs: ({ name }) => ({ fqdn: String(name).replace(/\.$/, "") }),
    },
    // https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
    "route53.HealthCheck": {
        scope: "account",
        id: "{uuid}",
        arn: "route53:::healthcheck/{id}",
        immutable: ["type", "requestInterval"],
        checks: {
            type: oneOf("HTTP", "HTTPS", "TCP", "CALCULATED", "CLOUDWATCH_METRIC"),
            port: integer(1, 65_535),
            requestInterval: integer(10, 30),
            failureThreshold: integer(1, 10),
            resourcePath: matching(/^\/.{0,254}$/, "a path of at most 255 characters"),
        },
    },
};
