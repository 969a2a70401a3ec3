import { z } from "zod";
import { rule } from "../../judgement/rule.ts";
import { all, any, fail, must, notApplicable, pass } from "../../judgement/verdict.ts";
import { clusters } from "../../reading/subjects.ts";

const guide = "https://docs.aws.amazon.com/eks/latest/userguide";

export const eksLogGroupManaged = rule({
    id: "eks-log-group-managed",
    title: "Control plane logs are kept for a set time, encrypted",
    level: "advisory",
    severity: "medium",
    mend: "Make the log group /aws/eks/<cluster>/cluster yourself, with retentionInDays and kmsKeyId",
    url: `${guide}/control-plane-logs.html`,
    settings: z.object({ days: z.int().min(1).default(90).describe("Fewest days that logs are kept") }),
    inhibitedBy: ["eks-control-plane-logs"],
    subjects: clusters,
    judge: (cluster, { inventory, settings }) => {
        const groups = inventory
            .of("aws:cloudwatch/logGroup:LogGroup")
            .filter(({ props }) => props.name === `/aws/eks/${cluster.props.name}/cluster`);
        return any(
            groups.map((group) => () => {
                const [key] = inventory.sources(group, "kmsKeyId");
                return all([
                    must(
                        () => group.props.retentionInDays >= settings.days || group.props.retentionInDays === 0,
                        `logs are kept for less than ${settings.days} days`,
                        group.urn,
                    ),
                    must(() => key || group.props.kmsKeyId, "logs are not encrypted with a key of your own", group.urn),
                ]);
            }),
            () => fail("EKS makes the log group, without retention and key"),
        );
    },
});

export const eksUpgradePolicy = rule({
    id: "eks-upgrade-policy",
    title: "What happens at the end of standard support is decided",
    level: "advisory",
    severity: "low",
    mend: "Set upgradePolicy.supportType to STANDARD (upgrade) or EXTENDED (pay)",
    url: `${guide}/view-upgrade-policy.html`,
    subjects: clusters,
    judge: ({ props }) =>
        props.upgradePolicy?.supportType ? pass() : fail("at the end of standard support the price rises sixfold"),
});

export const eksNoCreatorAdmin = rule({
    id: "eks-no-creator-admin",
    title: "Whoever made the cluster is no administrator of it for ever",
    level: "advisory",
    severity: "medium",
    mend: "Set accessConfig.bootstrapClusterCreatorAdminPermissions to false and make access entries",
    url: `${guide}/access-entries.html`,
    subjects: clusters,
    judge: ({ props }) =>
        props.accessConfig?.bootstrapClusterCreatorAdminPermissions === false
            ? pass()
            : fail("the creator of the cluster administers it by an entry that the program does not show"),
});

export const eksZonalShift = rule({
    id: "eks-zonal-shift",
    title: "Traffic can be moved away from a zone that fails",
    level: "advisory",
    severity: "low",
    mend: "Set zonalShiftConfig.enabled to true",
    url: `${guide}/zone-shift.html`,
    subjects: clusters,
    judge: ({ props }) => (props.zonalShiftConfig?.enabled === true ? pass() : fail("zonal shift is off")),
});

export const eksControlPlaneTier = rule({
    id: "eks-control-plane-tier",
    title: "The control plane has the size that was decided",
    level: "advisory",
    severity: "low",
    mend: "Set controlPlaneScalingConfig.tier",
    url: `${guide}/eks-provisioned-control-plane.html`,
    settings: z.object({
        tier: z.string().optional().describe("Tier that the control plane must have, such as tier-xl"),
    }),
    subjects: clusters,
    judge: ({ props }, { settings: { tier } }) => {
        if (tier === undefined) return notApplicable("no tier is asked for, so AWS sizes the control plane");
        return props.controlPlaneScalingConfig?.tier === tier ? pass() : fail(`the control plane is not of ${tier}`);
    },
});

export const eksTagsRequired = rule({
    id: "eks-tags-required",
    title: "The cluster says whose it is and who pays",
    level: "advisory",
    severity: "low",
    mend: "Set the tags on the cluster, or as default tags of the AWS provider",
    url: `${guide}/eks-using-tags.html`,
    settings: z.object({
        required: z.array(z.string()).default(["owner", "environment", "cost-center"]).describe("Keys of the tags"),
    }),
    subjects: clusters,
    judge: ({ props, provider = "" }, { inventory, settings }) => {
        const tags = { ...inventory.find(provider)?.props.defaultTags?.tags, ...props.tagsAll, ...props.tags };
        const keys = Object.keys(tags).map(plain);
        return all(settings.required.map((key) => must(() => keys.includes(plain(key)), `the tag ${key} is missing`)));
    },
});

/** `cost-center`, `CostCenter` and `cost_center` are one tag. */
const plain = (key: string): string => key.toLowerCase().replace(/[^a-z0-9]/g, "");
