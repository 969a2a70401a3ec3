import { createHash } from "node:crypto";

/** 64 hex digits that are the same for the same parts: what is random in a real cloud is not here. */
export const hexOf = (...parts: unknown[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("hex");

export const uuidOf = (hex: string): string =>
    [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
