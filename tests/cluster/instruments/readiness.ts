import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { inject } from "vitest";
import type { State } from "../../../sandbox/engine/stack.ts";
import { root } from "../../../sandbox/paths.ts";

/** What the report says of a state. */
export interface Judgement {
    readonly verdicts: Readonly<Record<string, string>>;
    /** What fails mandatory checks that are not owed: the check, and the last part of its URN. */
    readonly failed: readonly string[];
    readonly releases: { readonly all: number; readonly rendered: number };
}

/** What is read of the report's JSON. */
interface Report {
    readonly counts: { readonly releases: number; readonly rendered: number };
    readonly checks: readonly Check[];
}

interface Check {
    readonly id: string;
    readonly status: string;
    readonly level: string;
    readonly debt?: object;
    readonly evidence: readonly { readonly urn: string; readonly status: string }[];
}

/** Each check's status on a state, the charts taken from a folder, and how many releases were seen inside. */
export async function verdictsOf(resources: readonly State[], charts: string): Promise<Judgement> {
    const file = join(inject("scratchFolder"), `${resources.length}-${Date.now()}.json`);
    writeFileSync(file, JSON.stringify({ deployment: { resources } }));
    const args = [file, "--format", "json", "--config", "policy-config.json"];
    const { stdout } = await execa(process.execPath, ["policy-pack/report/main.ts", ...args], {
        cwd: root,
        env: { READINESS_CHARTS: charts, READINESS_HELM: inject("helm") },
        reject: false,
    });
    const { counts, checks }: Report = JSON.parse(stdout);
    const failed = checks
        .filter(({ level, debt }) => level === "mandatory" && !debt)
        .flatMap(({ id, evidence }) =>
            evidence.filter(({ status }) => status === "fail").map(({ urn }) => `${id}: ${urn.split("::").at(-1)}`),
        );
    return {
        verdicts: Object.fromEntries(checks.map(({ id, status }) => [id, status])),
        failed,
        releases: { all: counts.releases, rendered: counts.rendered },
    };
}
