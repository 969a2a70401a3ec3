import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { execa } from "execa";
import { Failure, say } from "../console.ts";
import { root, sandbox } from "../paths.ts";
import { chartEnvironment } from "./charts.ts";

const report = "policy-pack/report/main.ts";

/** Exit code of the report where nothing failed, but a mandatory check could not be judged. */
const unknown = 2;

/**
 * Prints the readiness checklist of a state or a plan, and writes it as a page and as JSON.
 *
 * @returns The exit code: an unknown is told, and not held against the stack; else it is the report's own.
 */
export async function printReadiness(subject: object): Promise<number> {
    const file = (name: string) => join(sandbox, name);
    const page = file("readiness.html");
    writeFileSync(file("subject.json"), JSON.stringify(subject));
    const { exitCode } = await execa(
        process.execPath,
        [report, file("subject.json")].concat(
            ["--config", "policy-config.json"],
            ["--html", page, "--json", file("readiness.json")],
        ),
        { cwd: root, env: chartEnvironment(), stdio: "inherit", reject: false },
    );
    say(`The checklist as a page: ${relative(process.cwd(), page)}`);
    return exitCode === unknown ? 0 : (exitCode ?? 1);
}

/**
 * Reads the configuration of the policy pack before anything is planned: the engine hands each policy its own entry, so
 * an entry for a check that does not exist would never be seen.
 * @throws Failure with every mistake.
 */
export async function checkPolicyConfig(file = "policy-config.json"): Promise<void> {
    const { exitCode, stderr } = await execa(process.execPath, [report, "--check-config", file], {
        cwd: root,
        reject: false,
    });
    if (exitCode !== 0) throw new Failure(stderr);
}
