import { z } from "zod";
import { glob } from "../judgement/glob.ts";

/** The digest of an image reference, in either algorithm that registries take. */
const digest = /@(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

export const hasDigest = (image = ""): boolean => digest.test(image);

/** The tag of an image reference; a digest stands for a tag that never changes. */
export const tagOf = (image = ""): string | undefined => /:([^:/@]+)(@|$)/.exec(image)?.[1];

/** What stands before tag and digest. */
export const nameOf = (image: string): string => image.replace(/@.*$/, "").replace(/:[^/]*$/, "");

/** A registry's name and nothing in it: whoever pulls takes it for an image of Docker Hub, and its port for a tag. */
const registryAlone = /^(?<name>[^/:@]*\.[^/:@]*|localhost)(?<port>:[1-9]\d{0,4}$)?([:@][^/]*)?$/;

/** All images of the registry; a `*` at the end of its name would be of other registries too. */
function allOf(reference: string): string {
    const { name = "", port = "" } = registryAlone.exec(reference)?.groups ?? {};
    return `${name.replace(/(?<=\w)\*+$/, "")}${Number(port.slice(1)) < 65536 ? port : ""}/*`;
}

/** Patterns of image references. */
export const references = z.array(
    z.string().refine((given) => !registryAlone.test(given), {
        error: ({ input }) => `names a registry and no image in it; give ${allOf(`${input}`)} for all of them`,
    }),
);

/** Whether an image matches a pattern: its registry the one's before the first slash, so that no path stands for it. */
export function isFrom(pattern: string, image: string): boolean {
    const [registry = "", ...path] = image.split("/");
    const [allowed = "", ...rest] = pattern.split("/");
    return rest.length === 0
        ? glob(pattern, image)
        : path.length > 0 && glob(allowed, registry) && glob(rest.join("/"), path.join("/"));
}
