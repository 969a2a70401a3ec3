import { referencePattern } from "../platform/reference-pattern.ts";
import type { Settings } from "../settings.ts";

/** ECR as its hosts are called, behind the account: in all partitions that a cluster can be in, and in China. */
const ecr = ["amazonaws.com", "amazonaws.com.cn", "amazonaws.eu"]
    .map((suffix) => `dkr.ecr.*.${suffix}`)
    .concat("dkr-ecr.*.on.aws");

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

/** Whether the cluster runs an image. */
export const isAllowed = (image: string, settings: Parameters<typeof allowedRegistries>[0]): boolean =>
    new RegExp(referencePattern(allowedRegistries(settings)), "s").test(image);
