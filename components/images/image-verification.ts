import type { Platform } from "../part.ts";
import type { Egress, Identity } from "../platform/addon.ts";
import type { ImageValidatingPolicy } from "../platform/kubernetes-object.ts";
import type { Settings } from "../settings.ts";
import { isInEcr } from "./allowed-registries.ts";
import { readImages } from "./read-images.ts";
import { verificationPolicy } from "./verified-images.ts";

/** What Kyverno needs for the verification of images; nothing where none is asked for. */
export interface ImageVerification {
    identities?: Identity[];
    traffic: Egress[];
    policies: ImageValidatingPolicy[];
}

/** Who asks registries: at admission, and once more for the report on what runs already. */
const askingRegistries = ["kyverno-admission-controller", "kyverno-reports-controller"];

export function imageVerification(
    { verify }: Settings["registry"],
    { eks, namespaces }: Pick<Platform, "eks" | "namespaces">,
): ImageVerification {
    if (verify.length === 0) return { traffic: [], policies: [] };
    // Whether a policy refuses yet: nothing in the cluster knows the day that was given.
    const today = new Date().toISOString().slice(0, 10);
    return {
        identities: eks && askingRegistries.map((serviceAccount) => ({ serviceAccount, statements: readImages(eks) })),
        traffic: [...(eks ? [{ peer: "aws" as const }] : []), ...beyondAws(verify)],
        policies: verify.map((each) => verificationPolicy(each, { namespaces, ecr: eks !== undefined, today })),
    };
}

function beyondAws(verify: Settings["registry"]["verify"]): Egress[] {
    const reasons = [
        ...(verify.some(({ images }) => !images.every(isInEcr))
            ? ["Signatures are read from registries that are not ECR."]
            : []),
        ...(verify.some(({ keyless }) => keyless)
            ? ["Signatures without keys are looked up in Sigstore's public log, by its published roots."]
            : []),
    ];
    return reasons.map((internet) => ({ peer: { internet }, ports: [443] }));
}
