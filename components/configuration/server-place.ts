import type { ServerPlace } from "../platform/server-flow.ts";
import * as f from "./fields.ts";
import * as ranges from "./ranges.ts";
import { mistakeIf } from "./relation.ts";

/** Ranges of a server's addresses in private networks. */
export const serverCidrs = f.list(ranges.hostCidr(8, 32)).default([]);

/** @param path of the server in the settings */
export const placeMistakes = (path: string, { cidrs, namespace }: ServerPlace) => [
    ...mistakeIf(
        cidrs.length === 0 && namespace === undefined,
        `${path}.cidrs`,
        "is missing: nobody gets to the server; give its ranges, or the namespace that it runs in",
    ),
    ...mistakeIf(
        cidrs.length > 0 && namespace !== undefined,
        `${path}.namespace`,
        "contradicts cidrs: a server is in the cluster or outside of it; give one of them",
    ),
];
