import type { Egress } from "../platform/addon.ts";
import { imageReference } from "../platform/image-reference.ts";
import { referencePattern } from "../platform/reference-pattern.ts";
import type { Settings } from "../settings.ts";

/** A registry at private addresses. */
type PrivateHost = Settings["registry"]["privateHosts"][number];

const registryOf = (reference: string) => imageReference(reference).registry;

/** Whether images that a reference means lie in a registry; `*` may stand in the registry's name. */
const isOf = ({ host }: PrivateHost, reference: string): boolean =>
    new RegExp(referencePattern([registryOf(reference)?.host ?? reference])).test(host);

/** Those that references lead to. */
export const privateHostsOf = (references: readonly string[], all: readonly PrivateHost[]): PrivateHost[] =>
    all.filter((each) => references.some((reference) => isOf(each, reference)));

/** References that lead to others, too. */
export const beyondPrivateHosts = (references: readonly string[], all: readonly PrivateHost[]): string[] =>
    references.filter((reference) => !all.some(({ host }) => host === registryOf(reference)?.host));

/** What a reference calls a private registry whose own name has another port, where no other one is called so. */
export const otherPortOf = (
    { host }: PrivateHost,
    references: readonly string[],
    all: readonly PrivateHost[],
): string | undefined =>
    beyondPrivateHosts(references, all)
        .map(registryOf)
        .find((registry) => registry && registry.name === registryOf(`${host}/`)?.name)?.host;

/** Ports of the registries of references. Whatever port one has, it may send to 443 for a token or for content: to a login or to a bucket. */
export const portsOf = (references: readonly string[]): number[] => [
    ...new Set([443, ...references.map((reference) => registryOf(reference)?.port ?? 443)]),
];

/** The ways to registries at private addresses. */
export const toPrivateHosts = (hosts: readonly PrivateHost[]): Egress[] =>
    hosts.map(({ host, cidrs }) => ({ peer: { cidrs }, ports: portsOf([`${host}/`]) }));
