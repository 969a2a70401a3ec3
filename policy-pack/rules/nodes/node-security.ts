import type { Inventory } from "../../inventory/inventory.ts";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, pass, undecided, type Verdict } from "../../judgement/verdict.ts";
import { launchTemplatesOf } from "../../reading/launch-templates.ts";
import { nodeClasses, nodeGroups, ownGroups } from "../../reading/subjects.ts";

const guide = "https://docs.aws.amazon.com/eks/latest/userguide";
const practices = "https://docs.aws.amazon.com/eks/latest/best-practices";

const machines = (inventory: Inventory) => [
    ...nodeGroups(inventory),
    ...ownGroups(inventory),
    ...nodeClasses(inventory),
];
const isOwnGroup = ({ type }: Resource) => type.endsWith(":Group");
const isNodeClass = ({ type }: Resource) => type.endsWith(":EC2NodeClass");

/** Judges a node group by its launch template, and says what holds without one. */
function byTemplate(
    group: Resource,
    inventory: Inventory,
    withoutTemplate: string,
    // biome-ignore lint/suspicious/noExplicitAny: inputs of a launch template
    judge: (template: any, urn: string) => Verdict,
): Verdict {
    if (!isOwnGroup(group) && !("launchTemplate" in group.props)) return fail(withoutTemplate);
    const [template] = launchTemplatesOf(inventory, group);
    if (!template) return undecided("its launch template is not in this stack");
    return { urn: template.urn, ...defined(judge(template.props, template.urn)) };
}

const defined = ({ urn, ...verdict }: Verdict): Verdict => (urn ? { ...verdict, urn } : verdict);

/** The AWS provider takes some booleans as text. */
const isTrue = (value: unknown) => value === true || value === "true";

export const nodesImdsv2 = rule({
    id: "nodes-imdsv2",
    title: "Pods cannot take the node's credentials",
    level: "mandatory",
    severity: "high",
    mend: "Set metadataOptions of the launch template to httpTokens required and httpPutResponseHopLimit 1",
    url: `${practices}/identity-and-access-management.html`,
    inCharts: true,
    subjects: machines,
    judge: (machine, { inventory }) => {
        // Without options Karpenter requires tokens and one hop.
        if (isNodeClass(machine)) return metadata(machine.props.spec?.metadataOptions, "required", 1);
        return byTemplate(machine, inventory, "EKS's own launch template allows two hops to the metadata", (template) =>
            metadata(template.metadataOptions, "optional", 2),
        );
    },
});

function metadata(
    options: { httpTokens?: string; httpPutResponseHopLimit?: number; httpEndpoint?: string } | undefined,
    tokens: string,
    hops: number,
): Verdict {
    if (options?.httpEndpoint === "disabled") return pass("the metadata service is off");
    return all([
        must(() => (options?.httpTokens ?? tokens) === "required", "the metadata service answers without a token"),
        must(() => (options?.httpPutResponseHopLimit ?? hops) <= 1, "pods reach the metadata service over two hops"),
    ]);
}

export const nodesEbsEncrypted = rule({
    id: "nodes-ebs-encrypted",
    title: "Volumes of nodes are encrypted",
    level: "mandatory",
    severity: "high",
    mend: "Set ebs.encrypted to true in every blockDeviceMappings of the launch template",
    url: `${practices}/data-encryption-and-secrets-management.html`,
    inCharts: true,
    subjects: machines,
    judge: (machine, { inventory }) => {
        if (isNodeClass(machine)) {
            const mappings = machine.props.spec?.blockDeviceMappings;
            return mappings === undefined ? pass("Karpenter's own volumes are encrypted") : encrypted(mappings);
        }
        return byTemplate(
            machine,
            inventory,
            "its volume is not encrypted, as there is no launch template",
            (template) =>
                (template.blockDeviceMappings ?? []).length === 0
                    ? fail("the launch template declares no volume, so the image decides about encryption")
                    : encrypted(template.blockDeviceMappings),
        );
    },
});

const encrypted = (mappings: { ebs?: { encrypted?: unknown } }[]) =>
    all(mappings.map(({ ebs }) => must(() => isTrue(ebs?.encrypted), "a volume is not encrypted")));

export const nodesNoPublicIp = rule({
    id: "nodes-no-public-ip",
    title: "Nodes have no public address",
    level: "mandatory",
    severity: "high",
    mend: "Set associatePublicIpAddress to false",
    url: `${practices}/network-security.html`,
    inCharts: true,
    subjects: machines,
    judge: (machine, { inventory }) => {
        if (isNodeClass(machine)) {
            const isPublic = machine.props.spec?.associatePublicIPAddress === true;
            return isPublic ? fail("its nodes get public addresses") : pass();
        }
        if (!isOwnGroup(machine) && !("launchTemplate" in machine.props))
            return pass("the subnets decide, see vpc-private-subnets");
        return byTemplate(machine, inventory, "", (template) =>
            all(
                (template.networkInterfaces ?? []).map((card: { associatePublicIpAddress?: unknown }) =>
                    must(() => !isTrue(card.associatePublicIpAddress), "its nodes get public addresses"),
                ),
            ),
        );
    },
});

export const nodesAmiCurrent = rule({
    id: "nodes-ami-current",
    title: "Nodes run an image that is still patched",
    level: "mandatory",
    severity: "high",
    mend: "Set amiType to AL2023_* or BOTTLEROCKET_* (Karpenter: amiSelectorTerms with the alias al2023@ or bottlerocket@)",
    url: `${guide}/eks-ami-deprecation-faqs.html`,
    inCharts: true,
    subjects: machines,
    judge: ({ type, props }) => {
        if (type.endsWith(":EC2NodeClass")) {
            const terms: { alias?: string }[] = props.spec?.amiSelectorTerms ?? [];
            return all(
                terms.map(
                    ({ alias }) =>
                        () =>
                            image(alias, /^(al2023|bottlerocket|windows20\d\d)@/),
                ),
            );
        }
        return image(props.amiType, /^(AL2023|BOTTLEROCKET|WINDOWS)_/);
    },
});

function image(name: string | undefined, current: RegExp): Verdict {
    if (name === undefined || name === "CUSTOM")
        return undecided("whether its own image is patched cannot be seen here");
    return current.test(name) ? pass() : fail(`the image ${name} is no longer patched`);
}
