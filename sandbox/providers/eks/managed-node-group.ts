import * as pulumi from "@pulumi/pulumi";
import { refuse, unless, unsimulated } from "./arguments.ts";
import { coreOf } from "./references.ts";
import { Child } from "./resources.ts";

const passed = [
    ...["capacityType", "forceUpdateVersion", "instanceTypes", "labels", "nodeGroupName", "nodeGroupNamePrefix"],
    ...["releaseVersion", "remoteAccess", "tags", "taints", "amiType"],
];
const simulated = [
    ...[...passed, "cluster", "clusterName", "nodeRole", "nodeRoleArn", "subnetIds", "version", "scalingConfig"],
    ...["launchTemplate", "enableIMDSv2", "diskSize", "ignoreScalingChanges"],
];

/** A managed node group: `eks:index:ManagedNodeGroup`. Its defaults are the real, weak ones. */
export class ManagedNodeGroup extends pulumi.ComponentResource {
    readonly nodeGroup: Child;

    constructor(name: string, args: pulumi.Inputs, opts: pulumi.ComponentResourceOptions) {
        super("eks:index:ManagedNodeGroup", name, args, opts);
        const { nodeRole, nodeRoleArn, launchTemplate, diskSize } = args;
        const metadata = args.enableIMDSv2 !== undefined;
        refuse("eks.ManagedNodeGroup", [
            ...unsimulated(args, simulated),
            unless(Boolean(nodeRole) !== Boolean(nodeRoleArn), "nodeRole", "either nodeRole or nodeRoleArn is needed"),
            unless(
                !(launchTemplate && metadata),
                "launchTemplate",
                "with a launch template, enableIMDSv2 is said there",
            ),
        ]);
        const core = coreOf(args.cluster);
        const template = metadata ? this.#template(name, args) : undefined;
        const own = Object.fromEntries(passed.filter((key) => key in args).map((key) => [key, args[key]]));
        this.nodeGroup = new Child(
            "aws:eks/nodeGroup:NodeGroup",
            name,
            {
                ...own,
                clusterName: args.clusterName ?? core.apply(({ cluster }) => cluster.output("name")),
                nodeRoleArn: nodeRoleArn ?? pulumi.output(nodeRole).apply((role) => (role as { arn: string }).arn),
                version:
                    args.version ??
                    (launchTemplate ? undefined : core.apply(({ cluster }) => cluster.output("version"))),
                scalingConfig: pulumi
                    .output(args.scalingConfig)
                    .apply((sizes) => ({ desiredSize: 2, minSize: 1, maxSize: 2, ...sizes })),
                subnetIds:
                    args.subnetIds ?? core.apply((c) => c.subnetIds ?? c.privateSubnetIds ?? c.publicSubnetIds ?? []),
                ...(!template && { diskSize }),
                launchTemplate: template
                    ? { id: template.id, version: template.output<number>("latestVersion").apply(String) }
                    : launchTemplate,
            },
            {
                parent: this,
                ...(args.ignoreScalingChanges && { ignoreChanges: ["scalingConfig.desiredSize"] }),
            },
        );
        this.registerOutputs({ nodeGroup: this.nodeGroup, placementGroupName: "" });
    }

    /** Two hops to the node's credentials, and a disk that is not encrypted: as the real component does. */
    #template(name: string, { enableIMDSv2, diskSize, amiType }: pulumi.Inputs): Child {
        const deviceName = pulumi
            .output(amiType)
            .apply((type) => (String(type).startsWith("BOTTLEROCKET") ? "/dev/xvdb" : "/dev/xvda"));
        return new Child(
            "aws:ec2/launchTemplate:LaunchTemplate",
            `${name}-launchTemplate`,
            {
                metadataOptions: {
                    httpTokens: enableIMDSv2 ? "required" : "optional",
                    httpPutResponseHopLimit: 2,
                    httpEndpoint: "enabled",
                },
                ...(diskSize && { blockDeviceMappings: [{ deviceName, ebs: { volumeSize: diskSize } }] }),
            },
            { parent: this },
            ["latestVersion"],
        );
    }
}
