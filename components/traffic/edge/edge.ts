import * as aws from "@pulumi/aws";
import type { Input, Output } from "@pulumi/pulumi";
import type { EksPlatform, PartOutputs, Platform } from "../../part.ts";
import type { KubernetesObject, Service } from "../../platform/kubernetes-object.ts";
import { isWaiting } from "../../platform/standby.ts";
import type { Settings } from "../../settings.ts";
import { EdgeEngine, type EdgeSettings } from "./args.ts";
import { CloudFront } from "./cloudfront.ts";
import { EdgeRecords, regionalKey } from "./edge-records.ts";
import { type Behind, Entrance } from "./entrance.ts";
import { firewall } from "./firewall.ts";
import { HttpApis } from "./http-api.ts";

/**
 * What brings requests of the Internet to the gateway, and the names that lead there: nothing without the setting. On a
 * standby that waits, whose names are the primary's, it is an origin where the setting says so, and the records: those of
 * a cluster that has served stay.
 */
export function edgeOf(settings: Settings, { eks, offers }: Platform, behind: Behind): Edge {
    const { edge, standby } = settings;
    if (!edge || !eks) return { objects: [] };
    const waits = isWaiting(standby);
    const name = `${eks.name}-edge`;
    const { namespace } = behind;
    if (edge.engine === EdgeEngine.apiGateway) {
        const { entrance, targets } = new HttpApis(name, { settings, edge, eks, behind, waits });
        const names = targets.map(({ host, target }, index) =>
            named(`edge-${index}`, { namespace, hosts: [host], target, dns: offers.dns }),
        );
        return { objects: [...(entrance ? [entrance.binding] : []), ...names] };
    }
    // A load balancer has 32 characters for its name, of which Pulumi takes eight.
    const from = { prefixListIds: [cloudFrontList(eks)] };
    const entrance =
        waits && !edge.originWhileWaiting ? undefined : new Entrance(`${eks.name}-in`, { eks, behind, from });
    const { host, originId } = new CloudFront(name, { settings, edge, eks, entrance, waits });
    if (!entrance) return { objects: [] };
    const names = host ? [named("edge", { namespace, hosts: edge.hosts, target: host, dns: offers.dns })] : [];
    return {
        objects: [entrance.binding, ...names],
        outputs: { ...(originId && { edgeOriginId: originId }), edgeOriginHost: entrance.host },
    };
}

interface Edge {
    objects: KubernetesObject[];
    outputs?: PartOutputs;
}

/**
 * ARN of the firewall of a public Application Load Balancer, which keeps its record in the cluster's region. Undefined on a
 * standby that waits, which has the record alone.
 */
export function balancerFirewall(
    settings: Settings,
    edge: EdgeSettings,
    eks: EksPlatform["eks"],
): Output<string> | undefined {
    const name = `${eks.name}-edge`;
    const formerLogGroup = `aws-waf-logs-${eks.name}`;
    const { region } = eks.profile;
    // In us-east-1 there may be CloudFront's too: of a cluster of this name elsewhere, or of this one before.
    const logGroup = `${formerLogGroup}-${region}-alb`;
    const own = { settings, eks, region, logGroup, formerLogGroup, keyRole: regionalKey, delivers: false };
    const records = new EdgeRecords(name, own, eks.own);
    return isWaiting(settings.standby) ? undefined : firewall(name, { ...edge, scope: "REGIONAL", records }, eks.own);
}

/** Names that the Internet reaches. */
export const publicHosts = ({ edge, standby }: Pick<Settings, "edge" | "standby">): string[] =>
    edge && !isWaiting(standby) ? edge.hosts : [];

/** Addresses by which CloudFront comes to origins, as AWS keeps them. */
const cloudFrontList = ({ own }: EksPlatform["eks"]): Input<string> =>
    aws.ec2.getManagedPrefixListOutput({ name: "com.amazonaws.global.cloudfront.origin-facing" }, own).id;

/** A name for who writes names: those that were the gateway's own before follow in one step, and back. */
const named = (
    name: string,
    {
        namespace,
        hosts,
        target,
        dns,
    }: { namespace: string; hosts: readonly string[]; target: Input<string>; dns: Platform["offers"]["dns"] },
): Service => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: {
        name,
        namespace,
        annotations: { "external-dns.alpha.kubernetes.io/hostname": hosts.join(","), ...dns?.publicAnnotation },
    },
    spec: { type: "ExternalName", externalName: target },
});
