/** The digest of an image reference, in either algorithm that registries take. */
const digest = /@(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

export const hasDigest = (image = ""): boolean => digest.test(image);

/** The tag of an image reference; a digest stands for a tag that never changes. */
export const tagOf = (image = ""): string | undefined => /:([^:/@]+)(@|$)/.exec(image)?.[1];
