import { defineConfig } from "vitest/config";

export default defineConfig({
    test: {
        include: ["tests/envoy/**/*.test.ts"],
        globalSetup: "tests/temporary.ts",
        maxWorkers: 1,
        reporters: ["verbose", "./tests/summary.ts"],
        testTimeout: 60_000,
        hookTimeout: 1_800_000,
    },
});
