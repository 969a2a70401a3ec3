import { defineConfig } from "vitest/config";

export default defineConfig({
    test: {
        include: ["tests/restore-test/**/*.test.ts"],
        globalSetup: "tests/temporary.ts",
        // Each file has a cluster of its own.
        maxWorkers: 1,
        reporters: ["verbose", "./tests/summary.ts"],
        testTimeout: 900_000,
        hookTimeout: 900_000,
    },
});
