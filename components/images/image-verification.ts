import type { Platform } from "../part.ts";
import type { Egress, Identity } from "../platform/addon.ts";
import type { ImageValidatingPolicy } from "../platform/kubernetes-object.ts";
import type { Settings } from "../settings.ts";
import { type EcrPlace, ecrPlace, otherPlaces } from "./ecr-place.ts";
import { pullSecret } from "./pull-secret.ts";
import { readImages } from "./read-images.ts";
import { beyondPrivateHosts, portsOf, privateHostsOf, toPrivateHosts } from "./registry-flows.ts";
import { verificationPolicy } from "./verified-images.ts";

/** What Kyverno needs for the verification of images; nothing where none is asked for. */
export interface ImageVerification {
    identities?: Identity[];
    traffic: Egress[];
    policies: ImageValidatingPolicy[];
}

/** Who asks registries: at admission, and once more for the report on what runs already. */
const askingRegistries = ["kyverno-admission-controller", "kyverno-reports-controller"];

/**
 * Namespaces of who reads signatures with the credential of the user's registry: Kyverno's, whose pods do not pull with it.
 * It is there before anybody asks: a policy that refuses would find no signature without it.
 */
export const signatureReaders = ["kyverno"];

export function imageVerification(
    { accountId, registry: { verify, existing, privateHosts } }: Pick<Settings, "accountId" | "registry">,
    { eks, namespaces }: Pick<Platform, "eks" | "namespaces">,
): ImageVerification {
    if (verify.length === 0) return { traffic: [], policies: [] };
    // Whether a policy refuses yet: nothing in the cluster knows the day that was given.
    const today = new Date().toISOString().slice(0, 10);
    const secrets = existing?.credentialSecretName ? [pullSecret] : [];
    const references = verify.flatMap(({ images }) => images);
    const region = eks?.profile.region;
    const statements = eks && readImages(eks, otherPlaces(references, { accountId, region: eks.profile.region }));
    return {
        identities: statements && askingRegistries.map((serviceAccount) => ({ serviceAccount, statements })),
        traffic: [
            ...(eks ? [{ peer: "aws" as const }] : []),
            ...toPrivateHosts(privateHostsOf(references, privateHosts)),
            ...overInternet(verify, beyondPrivateHosts(references, privateHosts), region),
        ],
        policies: verify.map((each) =>
            verificationPolicy(each, { namespaces, ecr: eks !== undefined, secrets, today }),
        ),
    };
}

/** What has no private way: ECR has endpoints in the VPC for its own region alone, and not for all of its names. */
function overInternet(verify: Settings["registry"]["verify"], references: string[], region?: string): Egress[] {
    const outside = references.filter((reference) => ecrPlace(reference) === undefined);
    const places = references.flatMap((reference) => ecrPlace(reference) ?? []);
    const isElsewhere = (place: EcrPlace) => !place.region.includes("*") && place.region !== region;
    const isUnanswered = (place: EcrPlace) => !place.hasEndpoint && !isElsewhere(place);
    const reasons = [
        ...(outside.length > 0 ? ["Signatures are read from registries that are not ECR."] : []),
        ...(places.some(isElsewhere) ? ["Signatures are read from ECR of another region."] : []),
        ...(places.some(isUnanswered)
            ? ["Signatures are read from ECR by a name that its endpoint in the VPC does not have."]
            : []),
        ...(verify.some(({ keyless }) => keyless)
            ? ["Signatures without keys are looked up in Sigstore's public log, by its published roots."]
            : []),
    ];
    return reasons.map((internet) => ({ peer: { internet }, ports: portsOf(outside) }));
}
