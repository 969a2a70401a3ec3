import type { Inventory } from "../inventory/inventory.ts";
import type { Resource } from "../inventory/resource.ts";
import { UnknownValue } from "../inventory/unknown.ts";
import { isSet } from "../inventory/zero-values.ts";
import { attempt, must } from "../judgement/verdict.ts";
import { period } from "./schedule.ts";

/** A rule of a plan of AWS Backup. */
export interface PlanRule {
    schedule?: string;
    lifecycle?: Lifecycle;
    copyActions?: { destinationVaultArn?: string; lifecycle?: Lifecycle }[];
}

interface Lifecycle {
    deleteAfter?: number;
}

export const rulesOf = ({ props }: Resource): PlanRule[] => props.rules ?? [];

/** Hours from one backup of a rule to the next at most. Who says nothing gets one a day. */
export const every = ({ schedule = "cron(0 5 ? * * *)" }: PlanRule): number => awsPeriod(schedule);

/** Hours that a backup of a rule is kept: for ever, where nothing is said. */
export const kept = ({ lifecycle }: PlanRule): number => (lifecycle?.deleteAfter ?? Number.POSITIVE_INFINITY) * 24;

/** As `period`, of a schedule in the words of AWS: six fields, the last one the year, of two days one that is `?`. */
export function awsPeriod(schedule: string): number {
    const [, fields = ""] = /^cron\((.*)\)$/.exec(schedule.trim()) ?? [];
    const [minute, hour, day, month, weekday, year] = fields.trim().split(/\s+/);
    if (year !== "*") return Number.POSITIVE_INFINITY;
    return period([minute, hour, day, month, weekday].map((field) => (field === "?" ? "*" : field)).join(" "));
}

/** Selections of the stack. */
export const selections = (inventory: Inventory): readonly Resource[] => inventory.of("aws:backup/selection:Selection");

/** Plans of the stack by which a cluster is known to be backed up. */
export const plansOf = (inventory: Inventory, cluster: Resource): readonly Resource[] =>
    selections(inventory)
        .filter((each) => attempt(must(() => selects(inventory, each, cluster), "")).status === "pass")
        .flatMap((each) => inventory.sources(each, "planId", "aws:backup/plan:Plan"));

/** Whether a selection has a cluster in it: by its ARN or tags, and without an exception of it. */
export function selects(inventory: Inventory, selection: Resource, cluster: Resource): boolean {
    const { props } = selection;
    if (namesIt(inventory, selection, "notResources", cluster)) return false;
    const { conditions = [], selectionTags = [] } = props;
    if ((selectionTags as Tag[]).some((tag) => isTagged(cluster, tag))) return true;
    return namesIt(inventory, selection, "resources", cluster) && (conditions as Condition[]).every(meets(cluster));
}

interface Tag {
    key: string;
    value: string;
}

interface Condition {
    stringEquals?: Tag[];
    stringLikes?: Tag[];
    stringNotEquals?: Tag[];
    stringNotLikes?: Tag[];
}

const meets =
    (cluster: Resource) =>
    ({ stringEquals = [], stringNotEquals = [], stringLikes = [], stringNotLikes = [] }: Condition): boolean => {
        if ([...stringLikes, ...stringNotLikes].length > 0) throw new UnknownValue("a pattern of tags", "left out");
        return (
            stringEquals.every((tag) => isTagged(cluster, tag)) &&
            !stringNotEquals.some((tag) => isTagged(cluster, tag))
        );
    };

const isTagged = ({ props }: Resource, { key, value }: Tag): boolean =>
    (props.tagsAll ?? props.tags)?.[key.replace(/^aws:ResourceTag\//, "")] === value;

/** Whether a list of ARNs, whose last character may be `*`, has the cluster. */
const namesIt = (inventory: Inventory, selection: Resource, property: string, cluster: Resource): boolean =>
    inventory.sources(selection, property).includes(cluster) ||
    ((selection.props[property] ?? []) as string[]).some((arn) => isArnOf(arn, cluster));

/** Partition, region and account of the cluster are taken to be those of the ARN. */
function isArnOf(arn: string, { props }: Resource): boolean {
    const parts = arn.split(":");
    if (parts.length < 6 && !arn.endsWith("*")) return false;
    return parts.every((part, index) => {
        if ([1, 3, 4].includes(index)) return true;
        const own = ["arn", "", "eks", "", "", `cluster/${props.name}`][index] ?? "";
        return part.endsWith("*") ? own.startsWith(part.slice(0, -1)) : part === own;
    });
}

interface Pattern {
    source?: string[];
    "detail-type"?: string[];
    detail?: Detail & { $or?: Detail[] };
}

type Detail = Partial<Record<"state" | "status", string[]>>;

/** Whether a rule of EventBridge, with a target, hears of jobs of a kind that failed: restores have a status, no state. */
export function tellsOfFailed(inventory: Inventory, kind: "Backup" | "Restore"): boolean {
    const whole = `${kind} Job State Change`;
    return inventory.of("aws:cloudwatch/eventRule:EventRule").some((rule) => {
        if (rule.props.state === "DISABLED" || !isSet(rule.props.eventPattern)) return false;
        const pattern = JSON.parse(rule.props.eventPattern) as Pattern;
        const { source = [], "detail-type": types = [whole], detail: { $or = [{}], ...common } = {} } = pattern;
        const isHeard =
            source.includes("aws.backup") &&
            types.includes(whole) &&
            $or.some((each) => isFailure({ ...common, ...each }, kind === "Restore" ? "status" : "state"));
        return isHeard && inventory.users(rule, "rule", "aws:cloudwatch/eventTarget:EventTarget").length > 0;
    });
}

/** What asks for the other word never matches. */
const isFailure = (detail: Detail, word: keyof Detail): boolean =>
    Object.keys(detail).every((key) => key !== (word === "state" ? "status" : "state")) &&
    (detail[word] ?? ["FAILED"]).includes("FAILED");
