import { defineConfig } from "vitest/config";

export default defineConfig({
    test: {
        include: ["tests/alert-faults/**/*.test.ts"],
        globalSetup: ["tests/alert-faults/setup.ts", "tests/temporary.ts"],
        // Each fault has a Prometheus and an Alertmanager of its own, which wait most of the time.
        maxConcurrency: 3,
        reporters: ["default", "./tests/summary.ts"],
        testTimeout: 600_000,
        hookTimeout: 600_000,
    },
});
