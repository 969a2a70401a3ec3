import { defineConfig } from "vitest/config";

export default defineConfig({
    test: {
        include: ["tests/vault/**/*.test.ts"],
        globalSetup: "tests/temporary.ts",
        maxWorkers: 1,
        reporters: ["verbose", "./tests/summary.ts"],
        testTimeout: 120_000,
        hookTimeout: 900_000,
    },
});
