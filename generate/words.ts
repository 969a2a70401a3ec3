import type { Argument } from "./arguments.ts";

/**
 * What is said of a default: `Default 365.`, `Default: none; ...`, `Default false: ...`. Undefined where nothing is.
 */
export const defaultOf = ({ description }: Argument): string | undefined =>
    description
        .match(/Defaults?:? (.+?)(?:[.:;](?= |$)|, the |, one | \(|$)/)?.[1]
        ?.replaceAll("`", "")
        .replaceAll('"', "");

/** The first sentence, without what is said of the default. */
export const summaryOf = ({ description }: Argument): string =>
    (description.split(/(?<=[^.][.])(?= |$)/)[0] ?? "").replace(/[.;:,] *(Defaults?:? .*)?$/, "");

export const isWeakness = ({ description }: Argument): boolean => /^Weakness\b/.test(description);
