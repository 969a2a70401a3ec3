import { isOnEks } from "../configuration/on-eks.ts";
import { imageReference } from "../platform/image-reference.ts";
import { partitionOf } from "../platform/partition.ts";
import { referencePattern } from "../platform/reference-pattern.ts";
import type { Settings } from "../settings.ts";

/** Where in ECR images lie that a reference means; any of it may have a `*`. */
export interface EcrPlace {
    account: string;
    region: string;
    repository: string;
    /** Whether the endpoint of a VPC in that region answers to the name: it has neither those of both protocols nor those of FIPS. */
    hasEndpoint: boolean;
}

/** ECR as its hosts are called in all partitions that a cluster can be in, and in China. */
const ecrName =
    /^(?<account>[^.]+)\.(?<service>dkr[.-]ecr(-fips)?)\.(?<region>[^.]+)\.(?<suffix>amazonaws\.(com(\.cn)?|eu)|on\.aws)$/;

/** What may be one of them too, with a `*` in it. */
const partOfName = /^(?=.*\*)(\d{12}\b|.*\bdkr(\*|[.-](\*|ecr))|.*\becr\b.*\bamazonaws\b)/;

/** Nothing where a reference is of another registry. */
export function ecrPlace(reference: string): EcrPlace | undefined {
    const { registry, repository } = imageReference(reference);
    const { account, service, region } = ecrName.exec(registry?.name ?? "")?.groups ?? {};
    return account && region ? { account, region, repository, hasEndpoint: service === "dkr.ecr" } : undefined;
}

const isNamed = ({ account, region }: EcrPlace): boolean => !`${account}${region}`.includes("*");

/** Why no role of the cluster reads what a reference in ECR means; nothing where one does, or may. */
export function whyUnreadable(
    reference: string,
    settings: Pick<Settings, "accountId" | "cluster" | "region">,
): string | undefined {
    const { name = "", port } = imageReference(reference).registry ?? {};
    const place = ecrPlace(reference);
    if (!place)
        return partOfName.test(name)
            ? "may lie in ECR, whose role is read from the whole name: put a * in it for the cluster's own account or region alone, as in *.dkr.ecr.*.amazonaws.com"
            : undefined;
    if (!isOnEks(settings))
        return "lies in ECR, and the existing cluster is not on EKS (cluster.existing.eks is not given), by whose roles it is read";
    const { account, region } = place;
    if (port !== undefined && port !== 443) return `is no name of ECR: it answers at port 443, and not at ${port}`;
    if (!account.includes("*") && !/^\d{12}$/.test(account))
        return `is no name of ECR: it begins with the id of an account, of 12 digits, and not with ${account}`;
    const where = region.includes("*") ? settings.region : region;
    if (where !== undefined) {
        const partition = partitionOf(where);
        if (!partition) return `is no name of ECR: ${where} is no region of AWS`;
        if (settings.region && partition.id !== partitionOf(settings.region)?.id)
            return `lies in ECR of the partition ${partition.id}, where no role of the cluster's counts; copy its images`;
        const suffix = name.includes(".dkr-ecr") ? "on.aws" : partition.dnsSuffix;
        if (!name.endsWith(`.${suffix}`)) return `is no name of ECR: those of ${where} end in ${suffix}`;
    }
    // Half a name could be of anybody's: rights are given for what is named, and for the cluster's own.
    const isOther = (given: string, own?: string) =>
        own !== undefined && !new RegExp(referencePattern([given])).test(own);
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
