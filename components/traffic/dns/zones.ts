import type { Input } from "@pulumi/pulumi";
import { interpolate } from "@pulumi/pulumi";
import type { Mistake } from "../../configuration/mistake.ts";
import { mistakeIf } from "../../configuration/relation.ts";
import { partition } from "../../platform/partition.ts";
import type { Zone } from "./args.ts";

/** The zone that answers for a host: the one with the longest domain that it ends in. */
export const zoneOf = (host: string, zones: readonly Zone[]): Zone | undefined =>
    zones
        .filter(({ domain }) => host === domain || host.endsWith(`.${domain}`))
        .toSorted((one, other) => other.domain.length - one.domain.length)[0];

export const ofKind = (zones: readonly Zone[], kind: ZoneKind): Zone[] =>
    zones.filter((zone) => zone.private === (kind === "private"));

/** The mistake that nobody can prove a name: who signs for it, such as `ACM`, looks into a public zone. */
export const unproven = (
    host: string,
    path: string,
    { dns, signer }: { dns: { zones: readonly Zone[] } | undefined; signer: string },
): Mistake[] =>
    mistakeIf(
        zoneOf(host, ofKind(dns?.zones ?? [], "public")) === undefined,
        path,
        `${host} is in no public zone among dns.zones, where ${signer} looks for the proof`,
    );

export type ZoneKind = "private" | "public";

/** ARN of a hosted zone: Route 53 is in no region, and its zones in no account. */
export const zoneArn = ({ id }: Zone, region: string): Input<string> =>
    interpolate`arn:${partition(region)}:route53:::hostedzone/${id}`;

/** Why pods that call Route 53 go out of the VPC. */
export const noEndpoint = "Route 53 is one API for all regions, and has no private endpoint here";
