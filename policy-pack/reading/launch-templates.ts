import type { Inventory } from "../inventory/inventory.ts";
import type { Resource } from "../inventory/resource.ts";

const template = "aws:ec2/launchTemplate:LaunchTemplate";
const configuration = "aws:ec2/launchConfiguration:LaunchConfiguration";

/** What says which machines a group makes: of a node group of EKS, or an Auto Scaling group of one's own. */
export const launchTemplatesOf = (inventory: Inventory, group: Resource): readonly Resource[] => [
    ...["launchTemplate", "mixedInstancesPolicy"].flatMap((key) => inventory.sources(group, key, template)),
    ...inventory.sources(group, "launchConfiguration", configuration).map(asTemplate),
];

/** A launch configuration, which came before templates, in their words. */
function asTemplate(resource: Resource): Resource {
    const { props } = resource;
    const volumes = [
        ...(props.rootBlockDevice ? [props.rootBlockDevice] : []),
        ...((props.ebsBlockDevices ?? []) as object[]),
    ];
    return {
        ...resource,
        props: {
            metadataOptions: props.metadataOptions,
            blockDeviceMappings: volumes.map((ebs) => ({ ebs })),
            networkInterfaces: [{ associatePublicIpAddress: props.associatePublicIpAddress }],
        },
    };
}
