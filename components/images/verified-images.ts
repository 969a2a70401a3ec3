import type { ImageValidatingPolicy } from "../platform/kubernetes-object.ts";
import type { VerifiedImages } from "./verify-args.ts";

/** What `cosign attest --type vuln` calls the report of a scan. */
const scanType = "https://cosign.sigstore.dev/attestation/vuln/v1";

/** Every container of a pod, whichever way it came in; what the policy is not about is left out by Kyverno. */
const everyImage = "(images.containers + images.initContainers + images.ephemeralContainers)";

export interface VerificationArgs {
    /** Namespaces of the platform's own parts, whose images are not the organisation's to sign. */
    namespaces: readonly string[];
    /** Whether images lie in ECR, which is asked with the rights of Kyverno's own roles. */
    ecr: boolean;
    /** Secrets of Kyverno's namespace with credentials of other registries. */
    secrets: string[];
    /** Day that decides between reporting and refusing, `YYYY-MM-DD`. */
    today: string;
}

/**
 * Verifies who signed the images of a pod before the pod is stored. What is refused is first pinned to the digest that was
 * verified, for a tag could mean another image a moment later; what is only reported stays as it was written.
 */
export function verificationPolicy(
    verified: VerifiedImages,
    { namespaces, ecr, secrets, today }: VerificationArgs,
): ImageValidatingPolicy {
    const { name, images, scan, denyFrom } = verified;
    const refuses = denyFrom <= today;
    return {
        apiVersion: "policies.kyverno.io/v1",
        kind: "ImageValidatingPolicy",
        metadata: { name: `verify-${name}` },
        spec: {
            // A report must not stand in anybody's way.
            failurePolicy: refuses ? "Fail" : "Ignore",
            validationActions: refuses ? ["Deny"] : ["Warn", "Audit"],
            validationConfigurations: { mutateDigest: refuses, verifyDigest: refuses, required: refuses },
            // Workloads are judged by their pods, so that no tool finds its objects changed.
            autogen: { podControllers: { controllers: [] } },
            // Three questions to a registry may take longer than ten seconds.
            webhookConfiguration: { timeoutSeconds: 30 },
            matchConstraints: {
                namespaceSelector: {
                    matchExpressions: [
                        {
                            key: "kubernetes.io/metadata.name",
                            operator: "NotIn",
                            values: [...namespaces, "kube-system"],
                        },
                    ],
                },
                resourceRules: [
                    {
                        apiGroups: [""],
                        apiVersions: ["v1"],
                        operations: ["CREATE", "UPDATE"],
                        resources: ["pods", "pods/ephemeralcontainers"],
                    },
                ],
            },
            matchImageReferences: images.map((glob) => ({ glob })),
            ...(ecr || secrets.length > 0
                ? { credentials: { ...(secrets.length > 0 && { secrets }), ...(ecr && { providers: ["amazon"] }) } }
                : {}),
            attestors: [{ name: "signer", ...signerOf(verified) }],
            ...(scan ? { attestations: [{ name: "scan", intoto: { type: scanType } }] } : {}),
            validations: [
                {
                    expression: `${everyImage}.all(image, verifyImageSignatures(image, [attestors.signer]) > 0)`,
                    message: `runs an image without a signature that verify-${name} asks for`,
                },
                ...(scan ? scanned(name, scan) : []),
            ],
        },
    };
}

function signerOf({ key, keyless, certificate }: VerifiedImages) {
    if (certificate) return { notary: { certs: { value: certificate } } };
    if (keyless) return { cosign: { keyless: { identities: [keyless] } } };
    // Whose key it is decides alone: a private image is in no public log.
    return { cosign: { key: { data: key }, ctlog: { insecureIgnoreTlog: true, insecureIgnoreSCT: true } } };
}

function scanned(name: string, { maxAge, severities }: NonNullable<VerifiedImages["scan"]>) {
    const report = "extractPayload(image, attestations.scan).predicate";
    const levels = severities.map((severity) => JSON.stringify(severity)).join(", ");
    return [
        {
            expression: `${everyImage}.all(image, verifyAttestationSignatures(image, attestations.scan, [attestors.signer]) > 0)`,
            message: `runs an image without a signed scan that verify-${name} asks for`,
        },
        {
            expression: `${everyImage}.all(image, timestamp(${report}.metadata.scanFinishedOn) > time.now() - duration("${maxAge * 24}h"))`,
            message: `runs an image whose scan is older than ${maxAge} days`,
        },
        {
            expression:
                `${everyImage}.all(image, ${report}.scanner.result.Results.all(result, ` +
                `result.?Vulnerabilities.orValue([]).all(found, !(found.Severity in [${levels}]))))`,
            message: `runs an image with vulnerabilities of severity ${severities.join(" or ")}`,
        },
    ];
}
