import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tests/longest-first.ts";

const cores = availableParallelism();

/** Tests of the real engine and of other programs, and those that change their process for others: each file has one of its own. */
const alone = [
    "tests/{engine,kubernetes,program}/**/*.test.ts",
    "tests/{alerts/alerts,backup/dump-proof*,package/policy-pack,package/published,platform/{reachability,settled},policy-pack/crossguard/engine,report/page}.test.ts",
];

/** Of targets of their own. */
const elsewhere = [
    "tests/cluster/**",
    "tests/restore-test/**",
    "tests/alert-faults/**",
    "tests/vault/**",
    "tests/envoy/**",
    "tests/option-matrix/charts.test.ts",
];

export default defineConfig({
    test: {
        globalSetup: ["tests/engine/setup.ts", "tests/temporary.ts"],
        sequence: { sequencer: LongestFirst },
        // What a plan in process is made of is young as long as the plan takes, and far more than the 16 MiB that Node has for that.
        execArgv: ["--max-semi-space-size=256"],
        // What charts lie about on this machine decides nothing, nor what they rendered to; tests that need some name them. The
        // engine and other programs of Go live for seconds, and collect what is of no more use a fourth as often.
        env: { READINESS_CHARTS: "none", READINESS_RENDERS: "none", GOGC: "400" },
        silent: "passed-only",
        reporters: ["default", "./tests/summary.ts"],
        // A run of the real engine takes seconds, and minutes on a machine that is short of processor time.
        testTimeout: 300_000,
        hookTimeout: 300_000,
        projects: [
            {
                extends: true,
                test: {
                    name: "together",
                    include: ["tests/**/*.test.ts"],
                    exclude: [...elsewhere, ...alone],
                    isolate: false,
                    maxWorkers: cores,
                    sequence: { groupOrder: 1 },
                },
            },
            {
                extends: true,
                test: {
                    name: "alone",
                    include: alone,
                    // A third of their time goes by waiting for processes of theirs that wait for each other.
                    maxWorkers: Math.ceil(1.5 * cores),
                    sequence: { groupOrder: 0 },
                },
            },
        ],
    },
});
