import type { z } from "zod";
import { registryAlone } from "../platform/image-reference.ts";
import { unquotedPattern } from "./fields.ts";

/** Patterns of image references, of which a registry's name alone is none: it reads as an image of Docker Hub. */
export const inRegistry = (pattern: z.ZodString) =>
    pattern.refine((given) => registryAlone(given) === undefined, {
        error: ({ input }) =>
            `names a registry and no image in it; give ${registryAlone(`${input}`)}/* for all of them`,
        when: ({ issues }) => issues.length === 0,
    });

/** Beginning of an image reference, with wildcards; what stands behind `@` is a digest. */
export const imageRegistry = inRegistry(
    unquotedPattern(
        /^(?!.*\/\/)[\w.:*/-]+(@sha256:[0-9a-f*]+)?$/,
        "image references with * for any characters, such as ghcr.io/example/*",
    ),
);
