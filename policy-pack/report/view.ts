import type { Resource } from "../inventory/resource.ts";
import { configurationCheck } from "../judgement/exceptions.ts";
import type { CheckResult, Debt, Evidence, Level, Report, RowResult, Severity, Status } from "../judgement/result.ts";
import { isGreen, type Mark, markOf } from "./mark.ts";
import { plural } from "./phrases.ts";
import type { Picture } from "./picture/picture.ts";
import type { Reach } from "./picture/reach.ts";
import { type Way, wayOf } from "./picture/way.ts";
import { kinds, type Reading } from "./read/reading.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

/** What is known of a check beside its result. */
export interface Description {
    readonly id: string;
    readonly title: string;
    readonly severity: Severity;
    readonly mend: string;
    readonly url?: string;
}

export interface CheckView extends Description {
    readonly level: Level;
    readonly status: Status;
    readonly mark: Mark;
    readonly evidence: readonly Evidence[];
    readonly debt?: Debt;
    /** Names of the rows that it answers. */
    readonly rows: readonly string[];
}

export interface RowView {
    readonly name: string;
    readonly status: Status;
    readonly mark: Mark;
    readonly checks: readonly CheckView[];
    /** The check to look at first, where the row is not green. */
    readonly first?: CheckView;
}

/** What every format shows, each in its own way. */
export interface View {
    readonly title: string;
    /** `project/stack`, or the name of the file or folder. */
    readonly subject: string;
    /** Where it was read from, such as `the state of the stack shop/prod`. */
    readonly source: string;
    readonly notes: readonly string[];
    /** `YYYY-MM-DD`. */
    readonly date: string;
    readonly verdict: Verdict;
    readonly rows: readonly RowView[];
    readonly checks: readonly CheckView[];
    /** What has expired, which no row shows: it is about the configuration and not the cluster. */
    readonly configuration?: CheckView;
    /** Mandatory checks by what they ask for, most severe or soonest first. */
    readonly todo: { readonly fail: CheckView[]; readonly unknown: CheckView[]; readonly debt: CheckView[] };
    readonly counts: Report["counts"];
    readonly picture?: Picture;
    readonly reach?: Reach;
    readonly way?: Way;
}

const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

export function viewOf(
    reading: Pick<Reading, "kind" | "name" | "notes" | "resources" | "unread">,
    report: Report,
    descriptions: readonly Description[],
    today: string,
    options: { readonly title?: string; readonly picture?: Picture; readonly reach?: Reach } = {},
): View {
    const checks = report.checks.map((check) => checkView(check, report.rows, descriptions));
    const rows = report.rows.map((row) => rowView(row, checks));
    const todo = todoOf(checks);
    const { unread = [] } = reading;
    return {
        title: options.title ?? reading.name,
        subject: reading.name,
        source: `${kinds[reading.kind]} ${reading.name}`,
        notes: [...unread.map((file) => `Not read: ${file}.`), ...reading.notes, ...promises(checks)],
        date: today,
        verdict: verdictOf(rows, todo, { checks, isEmpty: !reading.resources.some(isOwn), unread: unread.length }),
        rows,
        checks,
        configuration: checks.find(({ id }) => id === configurationCheck.id),
        todo,
        counts: report.counts,
        picture: options.picture,
        reach: options.reach,
        way: wayOf(reading.resources),
    };
}

/** What is of Pulumi itself (the stack, its providers) is nothing to look at. */
const isOwn = ({ type }: Resource): boolean => !type.startsWith("pulumi:");

/** What made a check what it is: the evidence that has its status. */
export function reasons({ status, evidence }: Pick<CheckView, "status" | "evidence">): readonly Evidence[] {
    return evidence.filter((each) => each.status === status);
}

/** What was decided by people: how much is accepted by design, and how much is owed. */
function promises(checks: readonly CheckView[]): string[] {
    const accepted = checks.flatMap(({ evidence }) => evidence).filter((each) => each.accepted).length;
    const owed = checks.filter(({ mark }) => mark === "debt").length;
    if (accepted + owed === 0) return [];
    return [`Accepted by design: ${plural(accepted, "finding")}. Owed with a date: ${plural(owed, "check")}.`];
}

function checkView(check: CheckResult, rows: readonly RowResult[], descriptions: readonly Description[]): CheckView {
    const described = descriptions.find(({ id }) => id === check.id);
    const { title = check.id, severity = "high", mend = "", url } = described ?? {};
    const answered = rows.filter((row) => row.checks.includes(check.id)).map(({ name }) => name);
    return { ...check, title, severity, mend, url, mark: markOf(check), rows: answered };
}

function rowView(row: RowResult, all: readonly CheckView[]): RowView {
    const checks = row.checks.flatMap((id) => all.find((check) => check.id === id) ?? []);
    const mandatory = checks.filter(({ level }) => level === "mandatory");
    const failed = mandatory.filter(({ status }) => status === "fail");
    const owed = row.status === "fail" && failed.length > 0 && failed.every(({ mark }) => mark === "debt");
    const { fail, unknown, debt } = todoOf(mandatory);
    const mark = owed ? "debt" : row.status;
    const ahead = mark === "debt" ? debt : [...fail, ...unknown];
    const first = isGreen(mark) ? undefined : [...ahead, ...suggestions(checks)][0];
    return { name: row.name, status: row.status, mark, checks, first };
}

const suggestions = (checks: readonly CheckView[]): CheckView[] =>
    checks.filter(({ level, mark }) => level === "advisory" && !isGreen(mark));

function todoOf(checks: readonly CheckView[]): View["todo"] {
    const mandatory = checks.filter(({ level }) => level === "mandatory");
    const bySeverity = (one: CheckView, other: CheckView) =>
        severities.indexOf(one.severity) - severities.indexOf(other.severity);
    const of = (wanted: Mark) => mandatory.filter(({ mark }) => mark === wanted).sort(bySeverity);
    const byDate = (one: CheckView, other: CheckView) => (one.debt?.until ?? "").localeCompare(other.debt?.until ?? "");
    return { fail: of("fail"), unknown: of("unknown"), debt: of("debt").sort(byDate) };
}
