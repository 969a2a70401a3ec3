import { defineConfig } from "vitest/config";

export default defineConfig({
    test: {
        include: ["tests/**/*.test.ts"],
        exclude: ["tests/cluster/**", "tests/restore-test/**", "tests/alert-faults/**"],
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
    },
});
