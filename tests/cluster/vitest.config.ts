import { defineConfig } from "vitest/config";
import { LongestFirst } from "../longest-first.ts";

export default defineConfig({
    test: {
        include: ["tests/cluster/**/*.test.ts"],
        globalSetup: ["tests/engine/setup.ts", "tests/cluster/setup.ts"],
        // Each file has a cluster of its own, of 900 MB, which is busy most of its time.
        maxWorkers: 3,
        sequence: { sequencer: LongestFirst },
        // A fourth of what the programs of Go collect by themselves: there is memory for more.
        env: { GOGC: "400" },
        reporters: ["default", "./tests/summary.ts"],
        testTimeout: 600_000,
        hookTimeout: 600_000,
    },
});
