import { referencePattern } from "../../platform/reference-pattern.ts";
import { each, everyContainer, ofPods } from "./pods.ts";
import { literal, type Policy } from "./policy.ts";

const image = 'c.?image.orValue("")';
const hasDigest = `${image}.matches("@(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$")`;

/** Rules on images; `registries` are patterns of references that are allowed. */
export const imagePolicies = (registries: string[]): Policy[] => [
    {
        id: "image-tag-fixed",
        action: "deny",
        match: everyContainer,
        ...ofPods,
        validations: [
            each(
                "all",
                // The first tag; what stands behind it can only be a digest.
                `${hasDigest} || !(${image}.find(":[^:/@]+(@|$)") in ["", ":latest", ":latest@"])`,
                "runs whatever image is the newest; give the image a tag that is not latest, or a digest",
            ),
        ],
    },
    {
        id: "image-registry-allowed",
        action: "deny",
        match: everyContainer,
        ...ofPods,
        validations: [
            each(
                "all",
                `${image}.matches(${literal(`(?s)${referencePattern(registries)}`)})`,
                "takes its image from another registry; use your own, or name it in admission.imageRegistries",
            ),
        ],
    },
];
