import { defineConfig } from "vitest/config";

export default defineConfig({
    test: {
        include: ["tests/**/*.test.ts"],
        exclude: ["tests/cluster/**"],
        globalSetup: "tests/engine/setup.ts",
        silent: "passed-only",
        reporters: ["default", "./tests/summary.ts"],
        // A run of the real engine takes seconds, more where the processor is shared.
        testTimeout: 60_000,
    },
});
