import { rule } from "../../judgement/rule.ts";
import { imagePolicies } from "../../reading/admission-policies.ts";
import { requirePart } from "../../reading/candidates.ts";
import { hasDigest, tagOf } from "../../reading/image-references.ts";
import { containerRule } from "../../reading/pod-rule.ts";
import { clusters } from "../../reading/subjects.ts";

const url = "https://kubernetes.io/docs/concepts/containers/images/";

export const imageTagFixed = containerRule(
    {
        id: "image-tag-fixed",
        title: "Every image names a version",
        level: "mandatory",
        severity: "medium",
        mend: "Give the image a tag that is not latest, or a digest",
        url,
    },
    [
        {
            holds: ({ image }) => hasDigest(image) || (tagOf(image) !== undefined && tagOf(image) !== "latest"),
            message: "runs whatever image is the newest",
        },
    ],
);

export const imageDigest = containerRule(
    {
        id: "image-digest",
        title: "Every image is pinned by digest",
        level: "advisory",
        severity: "low",
        mend: "Append @sha256:<digest> to the image",
        url,
    },
    [{ holds: ({ image }) => hasDigest(image), message: "runs an image without digest" }],
    { inhibitedBy: ["image-tag-fixed"] },
);

export const imagePullPolicy = containerRule(
    {
        id: "image-pull-policy",
        title: "An image whose tag may move is pulled at every start",
        level: "advisory",
        severity: "low",
        mend: "Set imagePullPolicy to Always, or pin the digest",
        url,
    },
    [
        {
            // Kubernetes pulls latest always where nothing is set.
            holds: ({ image, imagePullPolicy }) =>
                hasDigest(image) ||
                (imagePullPolicy ?? (/^(latest)?$/.test(tagOf(image) ?? "") ? "Always" : "")) === "Always",
            message: "may run an old image of the same tag",
        },
    ],
);

export const imageSigned = rule({
    id: "image-signed",
    title: "Only signed images are admitted",
    level: "advisory",
    severity: "high",
    mend: "Add an ImageValidatingPolicy with attestors that denies, as with cosign or notation",
    url: "https://kyverno.io/docs/policy-types/image-validating-policy/",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const isSigned = (spec?: { attestors?: unknown[] }) => (spec?.attestors ?? []).length > 0;
        const policies = imagePolicies(inventory, isSigned, "the policy names nobody who signs");
        return requirePart(inventory, {
            missing: "nothing verifies the signatures of images",
            systems: {},
            others: policies,
        });
    },
});
