import type { CheckResult, Debt, Evidence, Level, Report, RowResult, Severity, Status } from "../model.ts";
import type { Picture } from "./picture.ts";
import { kinds, type Reading } from "./read/reading.ts";
import { verdictOf } from "./verdict.ts";

/** What a person is shown: a status, `debt` for a failure that is owed with a date, `advice` for an advisory one. */
export type Mark = Status | "debt" | "advice";

export const words: Record<Mark, string> = {
    pass: "pass",
    fail: "fail",
    unknown: "unknown",
    debt: "debt",
    advice: "advice",
    "not-applicable": "n/a",
};

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
    readonly verdict: { readonly mark: Mark; readonly sentence: string };
    readonly rows: readonly RowView[];
    readonly checks: readonly CheckView[];
    /** Mandatory checks by what they ask for, most severe or soonest first. */
    readonly todo: { readonly fail: CheckView[]; readonly unknown: CheckView[]; readonly debt: CheckView[] };
    readonly counts: Report["counts"];
    readonly picture?: Picture;
}

const severities: readonly Severity[] = ["critical", "high", "medium", "low"];
const marks: readonly Mark[] = ["fail", "unknown", "debt", "advice", "pass", "not-applicable"];

export function viewOf(
    reading: Pick<Reading, "kind" | "name" | "notes">,
    report: Report,
    descriptions: readonly Description[],
    today: string,
    options: { readonly title?: string; readonly picture?: Picture } = {},
): View {
    const checks = report.checks.map((check) => checkView(check, report.rows, descriptions));
    const rows = report.rows.map((row) => rowView(row, checks));
    const todo = todoOf(checks);
    return {
        title: options.title ?? reading.name,
        subject: reading.name,
        source: `${kinds[reading.kind]} ${reading.name}`,
        notes: [...reading.notes, ...promises(checks)],
        date: today,
        verdict: verdictOf(rows, todo),
        rows,
        checks,
        todo,
        counts: report.counts,
        picture: options.picture,
    };
}

/** How many of each mark, worst first, none left out. */
export function tally(items: readonly { readonly mark: Mark }[]): { mark: Mark; count: number }[] {
    return marks.map((mark) => ({ mark, count: items.filter((item) => item.mark === mark).length }));
}

/** The worst of several; `undefined` for none. */
export function worst(found: readonly Mark[]): Mark | undefined {
    return marks.find((mark) => found.includes(mark));
}

/** What made a check what it is: the evidence that has its status. */
export function reasons({ status, evidence }: Pick<CheckView, "status" | "evidence">): readonly Evidence[] {
    return evidence.filter((each) => each.status === status);
}

export function plural(count: number, noun: string): string {
    return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A rule's message as a sentence; one that starts with a name or a path keeps its first letter. */
export function sentence(message: string): string {
    const start = /^[a-z]+\s/.test(message) ? message.charAt(0).toUpperCase() + message.slice(1) : message;
    return /[.!?…]$/.test(start) ? start : `${start}.`;
}

/** What was decided by people: how much is accepted by design, and how much is owed. */
function promises(checks: readonly CheckView[]): string[] {
    const accepted = checks.flatMap(({ evidence }) => evidence).filter((each) => each.accepted).length;
    const owed = checks.filter(({ mark }) => mark === "debt").length;
    if (accepted + owed === 0) return [];
    return [`Accepted by design: ${plural(accepted, "finding")}. Owed with a date: ${plural(owed, "check")}.`];
}

/** `353 resources, 9 of 12 releases seen inside`. */
export function extent({ resources, releases, rendered }: Report["counts"]): string {
    const inside = releases > 0 ? [`${rendered} of ${plural(releases, "release")} seen inside`] : [];
    return [plural(resources, "resource"), ...inside].join(", ");
}

/** `2027-03-31` as `31 March 2027`. */
export function longDate(day: string): string {
    return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(day));
}

export function markOf({ level, status, debt }: Pick<CheckResult, "level" | "status" | "debt">): Mark {
    if (status !== "fail") return status;
    return level === "advisory" ? "advice" : debt ? "debt" : "fail";
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

const isGreen = (mark: Mark): boolean => mark === "pass" || mark === "not-applicable";

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
