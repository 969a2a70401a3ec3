import { defineConfig } from "vitest/config";

/** Tests of the real engine, and those that change their process for others: each file has one of its own. */
const alone = ["tests/{alerts,engine,exercise,kubernetes,program}/**/*.test.ts", "tests/platform/settled.test.ts"];

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
        globalSetup: "tests/engine/setup.ts",
        // Half of the time of a file goes by waiting for processes, so every core gets one.
        maxWorkers: "100%",
        // What charts lie about on this machine decides nothing, nor what they rendered to; tests that need some name them.
        env: { READINESS_CHARTS: "none", READINESS_RENDERS: "none" },
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
                },
            },
            { extends: true, test: { name: "alone", include: alone } },
        ],
    },
});
