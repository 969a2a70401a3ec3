import { each, everyContainer, ofPods } from "./pods.ts";
import { literal, type Policy } from "./policy.ts";

/** Private registries of AWS accounts. */
const ecr = ["*.dkr.ecr.*.amazonaws.com/*", "*.dkr.ecr.*.amazonaws.com.cn/*", "*.dkr-ecr.*.on.aws/*"];

const image = 'c.?image.orValue("")';
const hasDigest = `${image}.matches("@(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$")`;

/** Rules on images; `registries` are patterns of references that are allowed beside ECR. */
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
                `${image}.matches(${literal(pattern([...ecr, ...registries]))})`,
                "takes its image from another registry; use your own, or name it in admission.imageRegistries",
            ),
        ],
    },
];

/**
 * One regular expression (RE2) of patterns in which `*` stands for any characters; before the first slash for those of
 * a registry's name only, so that no path stands for it.
 */
function pattern(globs: string[]): string {
    const part = (glob: string, any: string) =>
        glob
            .split("*")
            .map((text) => text.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"))
            .join(any);
    const whole = (glob: string) => {
        const slash = glob.indexOf("/");
        return slash < 0 ? part(glob, ".*") : part(glob.slice(0, slash), "[^/]*") + part(glob.slice(slash), ".*");
    };
    return `(?s)^(${globs.map(whole).join("|")})$`;
}
