import { referencePattern } from "../platform/reference-pattern.ts";
import type { Settings } from "../settings.ts";

/** ECR as its hosts are called, behind the account. */
const ecr = ["dkr.ecr.*.amazonaws.com", "dkr.ecr.*.amazonaws.com.cn", "dkr-ecr.*.on.aws"];

/**
 * Patterns of references that the cluster runs: the private registry that the platform's images come through and what the
 * settings name. Of ECR it is that of any account where nobody said which is the cluster's. Who hands out the credential of
 * a registry comes from ECR beside it.
 */
export function allowedRegistries({
    accountId = "*",
    admission: { imageRegistries },
    registry: { existing },
}: Pick<Settings, "accountId" | "admission" | "registry">): string[] {
    const own = [
        ...(existing ? [existing.host] : []),
        ...(existing && !existing.credentialSecretName ? [] : ecr.map((host) => `${accountId}.${host}`)),
    ];
    return [...own.map((host) => `${host}/*`), ...imageRegistries];
}

/** Whether an image, or a pattern of references, is of ECR, of whatever account. */
export const isInEcr = (reference: string): boolean =>
    new RegExp(referencePattern(ecr.map((host) => `*.${host}/*`)), "s").test(reference);

/** Whether the cluster runs an image. */
export const isAllowed = (image: string, settings: Parameters<typeof allowedRegistries>[0]): boolean =>
    new RegExp(referencePattern(allowedRegistries(settings)), "s").test(image);
