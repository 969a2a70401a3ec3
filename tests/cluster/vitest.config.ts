import { defineConfig } from "vitest/config";

export default defineConfig({
    test: {
        include: ["tests/cluster/**/*.test.ts"],
        globalSetup: ["tests/engine/setup.ts", "tests/cluster/setup.ts"],
        // Each file has a cluster of its own, of 700 MB, and a third of its time is waiting.
        maxWorkers: 3,
        reporters: ["default", "./tests/summary.ts"],
        testTimeout: 300_000,
        hookTimeout: 300_000,
    },
});
