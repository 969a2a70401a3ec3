import { defineConfig } from "vitest/config";

/** What `make option-matrix` runs. */
export default defineConfig({
    test: {
        include: ["tests/option-matrix/charts.test.ts"],
        globalSetup: ["tests/engine/setup.ts", "tests/temporary.ts"],
        reporters: ["default", "./tests/summary.ts"],
        testTimeout: 3_600_000,
        hookTimeout: 3_600_000,
    },
});
