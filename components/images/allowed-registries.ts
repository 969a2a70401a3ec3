import { isOnEks } from "../configuration/on-eks.ts";
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

/** Whether an image, or a pattern of references, is of ECR, of whatever account. */
export const isInEcr = (reference: string): boolean =>
    new RegExp(referencePattern(ecr.map((host) => `*.${host}/*`)), "s").test(reference);

/** Why no role of the cluster reads what a reference in ECR means; nothing where one does, or it is not known which ECR it is. */
export function whyUnreadable(
    reference: string,
    settings: Pick<Settings, "accountId" | "cluster" | "region">,
): string | undefined {
    if (!isInEcr(reference)) return undefined;
    if (!isOnEks(settings))
        return "lies in ECR, and the existing cluster is not on EKS (cluster.existing.eks is not given), by whose roles it is read";
    const [, account, region] = /^([^./]+)\.dkr[.-]ecr\.([^./]+)\./.exec(reference) ?? [];
    const isOther = (given?: string, own?: string) =>
        own !== undefined && /^[a-z0-9-]+$/.test(given ?? "") && given !== own;
    return isOther(account, settings.accountId) || isOther(region, settings.region)
        ? "lies in ECR of another account or region, which the cluster's roles do not read; replicate it, and name the cluster's ECR"
        : undefined;
}

/** Whether the cluster runs an image. */
export const isAllowed = (image: string, settings: Parameters<typeof allowedRegistries>[0]): boolean =>
    new RegExp(referencePattern(allowedRegistries(settings)), "s").test(image);
