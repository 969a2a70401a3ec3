import type { Egress } from "../platform/addon.ts";
import { referencePattern } from "../platform/reference-pattern.ts";
import type { Settings } from "../settings.ts";

/** A registry at private addresses. */
type PrivateHost = Settings["registry"]["privateHosts"][number];

/** What a reference begins with: a registry's name, with a port where it has one, or a pattern of such. */
const hostOf = (reference: string): string => reference.split("/")[0] ?? "";

/** Whether images that a reference means lie in a registry. */
const isOf = ({ host }: PrivateHost, reference: string): boolean =>
    new RegExp(referencePattern([hostOf(reference)])).test(host);

/** Those that references lead to. */
export const privateHostsOf = (references: readonly string[], all: readonly PrivateHost[]): PrivateHost[] =>
    all.filter((each) => references.some((reference) => isOf(each, reference)));

/** References that lead to others, too. */
export const beyondPrivateHosts = (references: readonly string[], all: readonly PrivateHost[]): string[] =>
    references.filter((reference) => !all.some(({ host }) => host === hostOf(reference)));

/** Ports of the registries of references. Whatever port one has, it may send to 443 for a token or for content: to a login or to a bucket. */
export const portsOf = (references: readonly string[]): number[] => [
    ...new Set([443, ...references.map((reference) => Number(hostOf(reference).split(":")[1] ?? 443))]),
];

/** The ways to registries at private addresses. */
export const toPrivateHosts = (hosts: readonly PrivateHost[]): Egress[] =>
    hosts.map(({ host, cidrs }) => ({ peer: { cidrs }, ports: portsOf([host]) }));
