import * as aws from "@pulumi/aws";
import type { Input } from "@pulumi/pulumi";
import type { EksPlatform, Platform } from "../../part.ts";
import type { KubernetesObject, Service } from "../../platform/kubernetes-object.ts";
import { isWaiting } from "../../platform/standby.ts";
import type { Settings } from "../../settings.ts";
import { CloudFront } from "./cloudfront.ts";
import { type Behind, Entrance } from "./entrance.ts";

/**
 * What brings requests of the Internet to the gateway, and the names that lead there: nothing without the setting, and on
 * a standby that waits, whose names are the primary's.
 */
export function edgeOf(settings: Settings, { eks, offers }: Platform, behind: Behind): KubernetesObject[] {
    const { edge } = settings;
    if (!edge || !eks || publicHosts(settings).length === 0) return [];
    const name = `${eks.name}-edge`;
    // A load balancer has 32 characters for its name, of which Pulumi takes eight.
    const entrance = new Entrance(`${eks.name}-in`, { eks, behind, from: { prefixListIds: [cloudFrontList(eks)] } });
    const { host } = new CloudFront(name, { settings, edge, eks, entrance });
    return [
        entrance.binding,
        named("edge", { namespace: behind.namespace, hosts: edge.hosts, target: host, dns: offers.dns }),
    ];
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
