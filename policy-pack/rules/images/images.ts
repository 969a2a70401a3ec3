import { z } from "zod";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { all, must, notApplicable } from "../../judgement/verdict.ts";
import { imagePolicies } from "../../reading/admission-policies.ts";
import { requirePart } from "../../reading/candidates.ts";
import { hasDigest, isFrom, references } from "../../reading/image-references.ts";
import { chosenImages, imageChoosers, leavesImages } from "../../reading/operator-images.ts";
import { clusters } from "../../reading/subjects.ts";
import { containers, standIns, workloads } from "../../reading/workloads.ts";

/** Registries that belong to the organisation: ECR of an account. */
const ecr = [
    "*.dkr.ecr.*.amazonaws.com/*",
    "*.dkr.ecr.*.amazonaws.com.cn/*",
    "*.dkr.ecr.*.amazonaws.eu/*",
    "*.dkr-ecr.*.on.aws/*",
];

/** Containers whose image is the workload's own choice. */
const pulled = (workload: Resource) =>
    containers(workload).filter((container) => !standIns(workload).includes(container));

export const imageRegistryAllowed = rule({
    id: "image-registry-allowed",
    title: "Every image comes from an allowed registry",
    level: "mandatory",
    severity: "high",
    mend: "Take the image from your own registry, such as ECR with a pull-through cache rule",
    url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html",
    settings: z.object({
        allowed: references.default(ecr).describe("Image references; `*` stands for any characters"),
    }),
    inCharts: true,
    subjects: (inventory) => [
        ...workloads(inventory).filter((workload) => !leavesImages(workload)),
        ...imageChoosers(inventory),
    ],
    applies: (subject) => leavesImages(subject) || pulled(subject).length > 0,
    judge: (subject, { settings: { allowed } }) => {
        const isAllowed = (image: string) => allowed.some((pattern) => isFrom(pattern, image));
        if (leavesImages(subject))
            return all([
                must(() => chosenImages(subject).every(isAllowed), "its operator pulls images from another registry"),
            ]);
        return all(
            pulled(subject).map(({ name, image = "" }) =>
                must(() => isAllowed(image), `the image of container ${name} comes from another registry`),
            ),
        );
    },
});

export const imageGitSha = rule({
    id: "image-git-sha",
    title: "Own images are tagged with the commit they were built from",
    level: "advisory",
    severity: "medium",
    mend: "Tag the image with its Git commit, or pin its digest",
    url: "https://slsa.dev/spec/v1.1/provenance",
    inCharts: true,
    settings: z.object({
        own: references.default(ecr).describe("References of images built by you; `*` stands for any characters"),
    }),
    subjects: workloads,
    judge: (subject, { settings }) => {
        const own = pulled(subject).filter(({ image = "" }) => settings.own.some((pattern) => isFrom(pattern, image)));
        if (own.length === 0) return notApplicable("it runs no image of your own");
        return all(
            own.map(({ name, image = "" }) =>
                must(
                    () => hasDigest(image) || /:[^/]*\b[0-9a-f]{7,40}$/.test(image),
                    `the image tag of container ${name} names no commit`,
                ),
            ),
        );
    },
});

export const imageVulnGate = rule({
    id: "image-vuln-gate",
    title: "Images with severe vulnerabilities are not deployed",
    level: "advisory",
    severity: "high",
    mend: "Install the Trivy operator, or an ImageValidatingPolicy that verifies a fresh vulnerability attestation",
    url: "https://kyverno.io/docs/policy-types/image-validating-policy/",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const asksForScan = (spec?: { attestations?: Attestation[] }) =>
            (spec?.attestations ?? []).some(isVulnerabilities);
        const policies = imagePolicies(inventory, asksForScan, "the policy looks at no scan");
        return requirePart(inventory, {
            missing: "nothing stops an image with severe vulnerabilities",
            systems: { "trivy-operator": {} },
            others: policies,
        });
    },
});

interface Attestation {
    name?: string;
    intoto?: { type?: string };
    referrer?: { type?: string };
}

const isVulnerabilities = ({ name, intoto, referrer }: Attestation): boolean =>
    /vuln|scan/i.test(`${name} ${intoto?.type} ${referrer?.type}`);
