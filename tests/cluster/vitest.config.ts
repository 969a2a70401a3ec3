import { defineConfig } from "vitest/config";

export default defineConfig({
    test: {
        include: ["tests/cluster/**/*.test.ts"],
        globalSetup: ["tests/engine/setup.ts", "tests/cluster/setup.ts"],
        // Each file has a cluster of its own, of 700 MB, which is busy most of its time.
        maxWorkers: 3,
        reporters: ["default", "./tests/summary.ts"],
        testTimeout: 600_000,
        hookTimeout: 600_000,
    },
});
