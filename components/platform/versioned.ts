import { createHash } from "node:crypto";

/** A name that is another one as soon as what it is made of is: what may not be changed, such as a Job, is made anew. */
export const versioned = (name: string, of: unknown): string =>
    `${name}-${createHash("sha256").update(JSON.stringify(of)).digest("hex").slice(0, 8)}`;
