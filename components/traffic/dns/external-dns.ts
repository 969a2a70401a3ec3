import { all, type Input, output } from "@pulumi/pulumi";
import type { Part } from "../../part.ts";
import type { EksProfile, Statement } from "../../platform/addon.ts";
import { charts } from "../../platform/charts.ts";
import { isSecond, isWaiting } from "../../platform/standby.ts";
import { placement, resources, singleton } from "../../platform/workload.ts";
import type { Settings } from "../../settings.ts";
import { GatewayEngine } from "../gateway/args.ts";
import type { Zone } from "./args.ts";
import { externalDnsAlerts } from "./external-dns-alerts.ts";
import { noEndpoint, ofKind, type ZoneKind, zoneArn } from "./zones.ts";

/** What an object says whose names shall be public, where names have two horizons. */
const publicName = { "production-cluster/public-name": "true" };

/** What names lead to, and what they are written as. */
const recordTypes = ["A", "AAAA", "CNAME"];

const nameOf = (kind: ZoneKind): string => `${charts.externalDns.name}-${kind}`;

/** The parts that the setting `dns` asks for: one for each kind of zone. */
export function dnsParts(zones: readonly Zone[]): Part[] {
    const kinds = (["private", "public"] as const).filter((kind) => ofKind(zones, kind).length > 0);
    const isSplit = kinds.length > 1;
    return kinds.map((kind, index) => ({
        ...externalDns(kind, ofKind(zones, kind), isSplit),
        // One of them speaks for both.
        offers: () =>
            index > 0
                ? {}
                : {
                      dns: {
                          needs: kinds.map(nameOf),
                          domains: [...new Set(zones.map(({ domain }) => domain))],
                          ...(isSplit && { publicAnnotation: publicName }),
                      },
                  },
    }));
}

/** Writes the names of Services and Ingresses into the zones of a kind, and takes away those that it wrote itself. */
const externalDns = (kind: ZoneKind, zones: readonly Zone[], isSplit: boolean): Part => ({
    name: nameOf(kind),
    namespace: { name: nameOf(kind), podSecurity: "restricted" },
    onlyOnEks: "it writes into Route 53",
    accepted: [
        {
            check: "replicas-min",
            objects: [`Deployment ${nameOf(kind)}/${nameOf(kind)}`],
            reason: "it has no leader election: two of them would write over each other; names stay while it is away",
            review: "2027-08-31",
        },
    ],
    addon: ({ dns, standby, gateway }, { eks: { profile } }) => {
        const owner = ownerOf({ dns, standby }, profile);
        return {
            chart: charts.externalDns,
            identities: [
                {
                    serviceAccount: nameOf(kind),
                    // Names lead to the primary: who waits looks, and writes none.
                    statements: [
                        ...(isWaiting(standby) ? [] : [writeNames(zones, profile)]),
                        ...readNames(zones, profile),
                    ],
                },
            ],
            traffic: {
                from: [{ peer: "metrics", ports: [7979] }],
                to: [{ peer: "kubeApi" }, { peer: "aws" }, { peer: { internet: `${noEndpoint}.` }, ports: [443] }],
            },
            values: {
                ...values(kind, zones, { onlyPublicNames: isSplit && kind === "public", standby, owner }, profile),
                sources: ["service", "ingress", ...(gateway.engine === GatewayEngine.alb ? ["gateway-httproute"] : [])],
                ...(dns && dns.failover.length > 0 && { excludeDomains: dns.failover.map(({ host }) => host) }),
            },
            rules: [externalDnsAlerts(nameOf(kind), kind)],
            outputs: { dnsOwner: output(owner) },
        };
    },
});

/**
 * Whose the names are: those of both clusters of a pair belong to the one that was the primary first, so that each can
 * take them over from the other.
 */
function ownerOf({ dns, standby }: Pick<Settings, "dns" | "standby">, { clusterName }: EksProfile): Input<string> {
    if (dns?.owner) return dns.owner;
    if (!isSecond(standby)) return clusterName;
    return all([standby.dnsOwner, standby.clusterName]).apply(([owner, name]) => owner ?? name);
}

/** https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/#iam-policy */
const writeNames = (zones: readonly Zone[], { region }: EksProfile): Statement => ({
    Sid: "WriteNames",
    Effect: "Allow",
    Action: ["route53:ChangeResourceRecordSets"],
    Resource: zones.map((zone) => zoneArn(zone, region)),
    Condition: {
        "ForAllValues:StringEquals": {
            "route53:ChangeResourceRecordSetsRecordTypes": [...recordTypes, "TXT"],
        },
    },
});

const readNames = (zones: readonly Zone[], { region }: EksProfile): Statement[] => [
    {
        Sid: "ReadNames",
        Effect: "Allow",
        Action: ["route53:ListResourceRecordSets"],
        Resource: zones.map((zone) => zoneArn(zone, region)),
    },
    // Takes no resource; what it does not name it does not look at.
    { Sid: "FindZones", Effect: "Allow", Action: ["route53:ListHostedZones"], Resource: "*" },
];

const values = (
    kind: ZoneKind,
    zones: readonly Zone[],
    {
        onlyPublicNames,
        standby,
        owner,
    }: { onlyPublicNames: boolean; standby: Settings["standby"]; owner: Input<string> },
    profile: EksProfile,
) => ({
    ...placement(profile),
    resources: resources(25, 128),
    deploymentAnnotations: singleton("it has no leader election; names stay while it is away"),
    provider: { name: "aws" },
    env: [{ name: "AWS_REGION", value: profile.region }],
    // Takes away what it wrote: a name that leads to an address that somebody else may get is worse than none.
    policy: "sync",
    registry: "txt",
    txtOwnerId: owner,
    // Below the name, so that the record of the zone's own name is in the zone too.
    txtPrefix: "%{record_type}-owner.",
    domainFilters: zones.map(({ domain }) => domain),
    managedRecordTypes: recordTypes,
    ...(onlyPublicNames && {
        annotationFilter: Object.entries(publicName)
            .map(([key, value]) => `${key}=${value}`)
            .join(","),
    }),
    extraArgs: {
        "aws-zone-type": kind,
        "zone-id-filter": zones.map(({ id }) => id),
        ...(isWaiting(standby) && { "dry-run": true }),
    },
    serviceMonitor: { enabled: true },
});
