import { defineConfig } from "vitest/config";

export default defineConfig({
    test: {
        include: ["tests/cluster/**/*.test.ts"],
        globalSetup: ["tests/engine/setup.ts", "tests/cluster/setup.ts"],
        // Each file has a cluster of its own; two at once would only slow each other down.
        fileParallelism: false,
        reporters: ["default", "./tests/summary.ts"],
        testTimeout: 300_000,
        hookTimeout: 300_000,
    },
});
