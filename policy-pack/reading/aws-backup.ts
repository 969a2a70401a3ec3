import type { Inventory } from "../inventory/inventory.ts";
import type { Resource } from "../inventory/resource.ts";
import { isHidden, UnknownValue } from "../inventory/unknown.ts";
import { isSet } from "../inventory/zero-values.ts";
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

/** Plans of the stack by which a cluster is backed up. */
export const plansOf = (inventory: Inventory, cluster: Resource): readonly Resource[] =>
    selections(inventory)
        .filter((selection) => isKnownToSelect(inventory, selection, cluster))
        .flatMap((selection) => inventory.sources(selection, "planId", "aws:backup/plan:Plan"));

function isKnownToSelect(inventory: Inventory, selection: Resource, cluster: Resource): boolean {
    try {
        return selects(inventory, selection, cluster);
    } catch (error) {
        if (error instanceof UnknownValue) return false;
        throw error;
    }
}

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

/** Whether a list of ARNs, whose last character may be `*`, has the cluster; one that is elsewhere is any. */
function namesIt(inventory: Inventory, selection: Resource, property: string, cluster: Resource): boolean {
    if (inventory.sources(selection, property).includes(cluster)) return true;
    const isElsewhere = cluster.standIn !== undefined;
    const name = isElsewhere || isHidden(cluster.props, "name") ? undefined : cluster.props.name;
    return ((selection.props[property] ?? []) as string[]).some((arn) => {
        if (arn === "*") return true;
        const [, , service = "", , , ...rest] = arn.split(":");
        if (service.endsWith("*")) return "eks".startsWith(service.slice(0, -1));
        if (service !== "eks") return false;
        const resource = rest.join(":");
        if (isElsewhere || resource === "") return true;
        return resource.endsWith("*")
            ? `cluster/${name ?? ""}`.startsWith(resource.slice(0, -1))
            : resource === `cluster/${name}`;
    });
}

interface Pattern {
    source?: string[];
    "detail-type"?: string[];
    detail?: Record<string, unknown>;
}

/** Whether a rule of EventBridge, with a target, hears of jobs of a kind that failed: restores have a status, no state. */
export const tellsOfFailed = (inventory: Inventory, kind: "Backup" | "Restore"): boolean =>
    inventory.of("aws:cloudwatch/eventRule:EventRule").some((rule) => {
        if (rule.props.state === "DISABLED" || !isSet(rule.props.eventPattern)) return false;
        const pattern = JSON.parse(rule.props.eventPattern) as Pattern;
        const types = pattern["detail-type"] ?? [];
        const isHeard =
            pattern.source?.includes("aws.backup") &&
            (types.length === 0 || types.includes(`${kind} Job State Change`)) &&
            alternatives(pattern.detail).some((detail) => isFailure(detail, kind === "Restore" ? "status" : "state"));
        return isHeard && inventory.users(rule, "rule", "aws:cloudwatch/eventTarget:EventTarget").length > 0;
    });

const alternatives = (detail: Pattern["detail"] = {}): Record<string, unknown>[] => {
    const { $or, ...common } = detail;
    return Array.isArray($or) ? $or.map((each) => ({ ...common, ...each })) : [common];
};

/** What asks for the other word never matches. */
function isFailure(detail: Record<string, unknown>, word: "state" | "status"): boolean {
    const other = word === "state" ? "status" : "state";
    const asked = detail[word];
    return !(other in detail) && (asked === undefined || (Array.isArray(asked) && asked.includes("FAILED")));
}
