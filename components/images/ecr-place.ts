import { isOnEks } from "../configuration/on-eks.ts";
import { imageReference } from "../platform/image-reference.ts";
import { partitions } from "../platform/partition.ts";
import type { Settings } from "../settings.ts";

/** Where in ECR images lie that a reference means; any of it may have a `*`. */
export interface EcrPlace {
    account: string;
    region: string;
    repository: string;
}

/** ECR as its hosts are called in all partitions that a cluster can be in, and in China. */
const ecrHost =
    /^(?<account>[^.]+)\.(dkr\.ecr\.(?<region>[^.]+)\.(?<suffix>amazonaws\.(com(\.cn)?|eu))|dkr-ecr\.(?<dualStack>[^.]+)\.on\.aws)$/;

/** Nothing where a reference is of another registry. */
export function ecrPlace(reference: string): EcrPlace | undefined {
    const { registry, repository } = imageReference(reference);
    const { account, region, dualStack } = ecrHost.exec(registry?.host ?? "")?.groups ?? {};
    const where = region ?? dualStack;
    return account && where ? { account, region: where, repository } : undefined;
}

const isNamed = ({ account, region }: EcrPlace): boolean => !`${account}${region}`.includes("*");
const partitionOf = (region: string) => partitions.find(({ regions }) => regions.test(region));

/** Why no role of the cluster reads what a reference in ECR means; nothing where one does, or may. */
export function whyUnreadable(
    reference: string,
    settings: Pick<Settings, "accountId" | "cluster" | "region">,
): string | undefined {
    const place = ecrPlace(reference);
    if (!place) return undefined;
    if (!isOnEks(settings))
        return "lies in ECR, and the existing cluster is not on EKS (cluster.existing.eks is not given), by whose roles it is read";
    const { account, region } = place;
    if (!account.includes("*") && !/^\d{12}$/.test(account))
        return `is no name of ECR: it begins with the id of an account, of 12 digits, and not with ${account}`;
    if (!region.includes("*")) {
        const partition = partitionOf(region);
        if (!partition) return `is no name of ECR: ${region} is no region of AWS`;
        if (settings.region && partition.id !== partitionOf(settings.region)?.id)
            return `lies in ECR of the partition ${partition.id}, where no role of the cluster's counts; copy its images`;
        if (!/\.on\.aws\//.test(reference) && !reference.includes(`.${region}.${partition.dnsSuffix}/`))
            return `is no name of ECR: those of ${region} end in ${partition.dnsSuffix}`;
    }
    // Half a name could be of anybody's: rights are given for what is named, and for the cluster's own.
    const isOther = (given: string, own?: string) => own !== undefined && !given.includes("*") && given !== own;
    return !isNamed(place) && (isOther(account, settings.accountId) || isOther(region, settings.region))
        ? "lies in ECR of another account or region, and leaves one of them open; name both, as the cluster's roles may read what is named"
        : undefined;
}

/** Where references lead to in ECR of other accounts and regions than the cluster's own; it may be its own where nobody named its account. */
export const otherPlaces = (references: readonly string[], own: { accountId?: string; region: string }): EcrPlace[] =>
    references.flatMap((reference) => {
        const place = ecrPlace(reference);
        const isOwn = place?.account === own.accountId && place?.region === own.region;
        return place && isNamed(place) && !isOwn ? [place] : [];
    });
