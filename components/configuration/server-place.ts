import { hostless, privateRanges, within } from "../platform/ip-ranges.ts";
import type { ServerPlace } from "../platform/server-flow.ts";
import { caCertificate } from "./certificates.ts";
import * as f from "./fields.ts";
import * as ranges from "./ranges.ts";
import { mistakeIf } from "./relation.ts";

const inside = privateRanges.filter((range) => !hostless.includes(range));
/** What is larger than a private range is the Internet for the most part, and the VPC CNI's agent leaves the private one closed. */
const isLarger = (range: string): boolean => inside.some((it) => it !== range && within(it, range));

/** Ranges of a server's addresses in private networks. */
export const someCidrs = f.list(
    ranges.hostCidr(8, 32).refine((range) => !isLarger(range), {
        error: f.expected(`a range that is within one of ${inside.join(", ")}, or beside them`),
    }),
);
/** The same; none where the server is not in such a network. */
export const serverCidrs = someCidrs.default([]);

/** Fields of a server that a company may run itself: in a private network, with a certificate of its own CA. */
export const ownServer = { cidrs: serverCidrs, caCertificate: caCertificate.optional() };

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
