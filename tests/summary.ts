import type { Reporter, TestModule } from "vitest/node";

/** Ends the run with one line, `N passed, N failed`: what could not even start counts as failed. */
export default class Summary implements Reporter {
    onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
        const tests = modules.flatMap((module) => [...module.children.allTests()]);
        const blocks = modules.flatMap((module) => [module, ...module.children.allSuites()]);
        const count = (state: string) => tests.filter((test) => test.result().state === state).length;
        const passed = count("passed");
        const failed =
            count("failed") + blocks.filter((block) => block.errors().length > 0).length + unhandledErrors.length;
        if (passed === 0 || failed > 0) process.exitCode = 1;
        process.once("exit", () => console.log(`${passed} passed, ${failed} failed`));
    }
}
