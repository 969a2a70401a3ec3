import type { ScenarioName } from "./scenarios.ts";

/** A fault in the program: what stands in a file, what stands there instead, and the scenario that must notice. */
export interface Mutant {
    file: string;
    from: string;
    to: string;
    noticed: ScenarioName;
}

/** A check that is left out of the list. */
const without = (check: string, noticed: ScenarioName): Mutant => ({
    file: "restores/checks.go",
    from: `\n\t${check},\n`,
    to: "\n",
    noticed,
});

const inTest = (from: string, to: string, noticed: ScenarioName): Mutant => ({
    file: "restores/test.go",
    from,
    to,
    noticed,
});

/** Every check of the program, turned off; and what is done before and after them. */
export const mutants: readonly Mutant[] = [
    without("completed", "a restore that ends in part"),
    without("withoutErrors", "a restore with errors that says it is complete"),
    without("backedUpWhole", "a backup with errors that says it is complete"),
    without("declared", "a backup that does not say what it holds"),
    without("counted", "a backup without the Service"),
    without("running", "a pod that does not become ready"),
    without("synced", "a secret of the store that is not synced"),
    without("whole", "a record whose sum is another's"),
    without("own", "a record with the content of another"),
    without("notWrittenSince", "data that was written since"),
    without("upToDate", "data that was stale when it was backed up"),
    without("recent", "a stale backup"),
    {
        file: "restores/backups.go",
        from: "if failed != nil && (",
        to: "if failed != nil && false && (",
        noticed: "a newest backup that failed in part",
    },
    {
        file: "restores/backups.go",
        from: "if each.Location != location {",
        to: "if false {",
        noticed: "a newer backup of another place",
    },
    {
        file: "restores/backups.go",
        from: `each.Phase == "Completed" && (complete == nil || each.Started.After(complete.Started))`,
        to: `each.Phase == "Completed"`,
        noticed: "the newest of several backups",
    },
    inTest("err = errors.Join(err, t.sweep(ctx), ctx.Err())", "err = errors.Join(err, ctx.Err())", "a good backup"),
    inTest(
        "result.Passed = err == nil && !result.Waiting",
        "result.Passed = err == nil",
        "a backup that is older than the canary",
    ),
    inTest("backup.Started.Before(born) && ", "", "a backup without anything that was made with the canary there"),
    inTest("if schedule == nil {", "if false {", "no backup, and no schedule"),
    {
        file: "restores/sweep.go",
        from: "if err := t.letGo(ctx, each); err != nil {",
        to: "if false {",
        noticed: "a good backup",
    },
    {
        file: "restores/cluster.go",
        from: "if err == nil || !passing(err) {",
        to: "if true {",
        noticed: "an API server that throttles, breaks off and loses answers",
    },
    { file: "main.go", from: "if here == *home {", to: "if true {", noticed: "a good backup" },
    {
        file: "main.go",
        from: "if !result.Passed && !result.Waiting {",
        to: "if false {",
        noticed: "a stale backup",
    },
];
