import { architecture } from "../platform/architecture.ts";
import { platformAddons, platformNamespaces } from "../platform/platform-addons.ts";
import { systemNamespaces } from "../security/admission/namespaces.ts";
import { isPath, overlaps } from "./fields.ts";
import type { Settings, StackSettings } from "./schema.ts";

/** What must hold between fields; looked at where the fields it names are valid themselves. */
export interface Relation<All> {
    fields: (keyof All & string)[];
    /** Path that the mistake is reported at. */
    path: string;
    /** The reason why it does not hold, or nothing. */
    broken: (settings: All) => string | undefined;
}

export const clusterRelations: Relation<Settings>[] = [
    {
        fields: ["zones"],
        path: "zones",
        broken: ({ zones = [] }) =>
            new Set(zones).size < zones.length ? "names a zone twice; give each zone once" : undefined,
    },
    {
        fields: ["region", "zones"],
        path: "zones",
        broken: ({ region, zones = [] }) => {
            const foreign = zones.filter((zone) => region && zone.slice(0, -1) !== region);
            return foreign.length > 0 ? `${foreign.join(", ")} is not in region ${region}` : undefined;
        },
    },
    {
        fields: ["access"],
        path: "access.viewerRoleArns",
        broken: ({ access }) => {
            const both = access?.viewerRoleArns.filter((arn) => access.administratorRoleArns.includes(arn)) ?? [];
            return both.length > 0 ? `${both.join(", ")} administers already; give each role once` : undefined;
        },
    },
    {
        fields: ["network"],
        path: "network.cidr",
        broken: ({ network }) => {
            const taken = network.reservedCidrs.filter((reserved) => overlaps(network.cidr, reserved));
            return taken.length > 0 ? `${network.cidr} overlaps the reserved range ${taken.join(", ")}` : undefined;
        },
    },
    {
        fields: ["network", "controlPlane"],
        path: "controlPlane.serviceCidr",
        broken: ({ network, controlPlane }) =>
            overlaps(network.cidr, controlPlane.serviceCidr)
                ? `${controlPlane.serviceCidr} overlaps the VPC range ${network.cidr}; Services need a range of their own`
                : undefined,
    },
    {
        fields: ["network", "zones"],
        path: "network.existing.privateSubnetIds",
        broken: ({ network: { existing }, zones }) =>
            zones && existing && existing.privateSubnetIds.length !== zones.length
                ? `has ${existing.privateSubnetIds.length} subnets; give one for each of the ${zones.length} zones, in their order`
                : undefined,
    },
    {
        fields: ["cluster"],
        path: "cluster.existing.serviceCidr",
        broken: ({ cluster: { existing } }) => {
            const taken = existing?.nodeCidrs.filter((range) => overlaps(range, existing.serviceCidr)) ?? [];
            return taken.length > 0
                ? `${existing?.serviceCidr} overlaps the range of the nodes ${taken.join(", ")}; Services have a range of their own`
                : undefined;
        },
    },
    {
        fields: ["cluster"],
        path: "cluster.existing.context",
        broken: ({ cluster: { existing } }) =>
            existing && isPath(existing.kubeconfig) && existing.context === undefined
                ? "is missing: the current context of a file changes, and with it the cluster; give the name of the context"
                : undefined,
    },
    {
        fields: ["cluster", "zones"],
        path: "cluster.existing.eks.privateSubnetIds",
        broken: ({ cluster: { existing }, zones }) =>
            zones && existing?.eks && existing.eks.privateSubnetIds.length !== zones.length
                ? `has ${existing.eks.privateSubnetIds.length} subnets; give one for each of the ${zones.length} zones`
                : undefined,
    },
    {
        fields: ["nodes", "zones"],
        path: "nodes.system.minSize",
        broken: ({ nodes: { system }, zones = [] }) =>
            system.minSize < zones.length
                ? `${system.minSize} leaves a zone empty; give ${zones.length} or more`
                : undefined,
    },
    {
        fields: ["nodes"],
        path: "nodes.system.maxSize",
        broken: ({ nodes: { system } }) =>
            system.maxSize <= system.minSize
                ? `${system.maxSize} leaves no room to grow; give more than minSize (${system.minSize})`
                : undefined,
    },
    {
        fields: ["nodes"],
        path: "nodes.system.instanceTypes",
        broken: ({ nodes: { system } }) =>
            new Set(system.instanceTypes.map(architecture)).size > 1
                ? "mixes arm64 and x86_64; one node group boots one machine image, give types of one architecture"
                : undefined,
    },
    {
        fields: ["backup", "region"],
        path: "backup.replicaRegion",
        broken: ({ backup, region }) =>
            backup.replicaRegion && backup.replicaRegion === region
                ? `${region} is the cluster's own region; give another one`
                : undefined,
    },
    {
        fields: ["addons"],
        path: "addons",
        broken: ({ addons }) => {
            // The name is the namespace's too.
            const known = new Set([...platformAddons, ...platformNamespaces(true), ...systemNamespaces]);
            const names = addons.map(({ name }) => name);
            const taken = names.filter((name, index) => known.has(name) || names.indexOf(name) < index);
            return taken.length > 0 ? `has a name that is taken: ${taken.join(", ")}; give another one` : undefined;
        },
    },
    {
        fields: ["addons"],
        path: "addons",
        broken: ({ addons }) => {
            const known = [...platformAddons, ...addons.map(({ name }) => name)];
            const unknown = addons.flatMap(({ needs }) => needs).filter((need) => !known.includes(need));
            return unknown.length > 0 ? `needs ${unknown.join(", ")}; allowed are ${known.join(", ")}` : undefined;
        },
    },
    {
        fields: ["addons"],
        path: "addons",
        broken: ({ addons }) => {
            const neither = addons.filter(({ chart, repository }) => !repository && !/^oci:\/\/.+\/.+/.test(chart));
            return neither.length > 0
                ? `${neither.map(({ name }) => name).join(", ")}: give a repository, or a chart as oci://registry/name`
                : undefined;
        },
    },
];

export const stackRelations: Relation<StackSettings>[] = [
    ...(clusterRelations as Relation<StackSettings>[]),
    {
        fields: ["ownership", "primaryStack"],
        path: "primaryStack",
        broken: ({ ownership, primaryStack }) =>
            ownership.environment === "standby" && primaryStack === undefined
                ? "is missing: a standby names its primary, <organization>/<project>/<stack>"
                : undefined,
    },
];
