import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../sandbox/paths.ts";
import { policyPack, scratchStack, things } from "./scratch.ts";
import { withStackTraces } from "./stack.ts";

const names = (states: readonly { urn: string }[]) => states.map(({ urn }) => urn.split("::").at(-1)).sort();

test("what is up needs no change the second time, and nothing is left after a removal", async () => {
    const stack = scratchStack(things({ one: { size: 1 }, two: { size: 2 } }));

    const first = await stack.up();
    expect(first.exitCode, first.output).toBe(0);
    expect(names(await stack.resources())).toEqual(["default", "one", "scratch-test", "two"]);

    const second = await stack.preview();
    expect(second.exitCode, second.output).toBe(0);
    expect(second.plan.changeSummary).toEqual({ same: 3 });

    stack.args.program = { text: things({ one: { size: 3 } }) };
    const changed = await stack.up();
    expect(changed.exitCode, changed.output).toBe(0);
    const [one] = (await stack.resources()).filter(({ urn }) => urn.endsWith("::one"));
    expect(one?.inputs?.size).toBe(3);

    expect((await stack.destroy()).exitCode).toBe(0);
    expect(await stack.resources()).toEqual([]);
});

test("a plan says whether an update would change anything: a resource, or an output, which may have where it is secret", async () => {
    const outputs = (answer: string, size = 1) =>
        `import { secret } from "@pulumi/pulumi";\n${things({ one: { size } })}\nexport const answer = ${answer};`;
    const stack = scratchStack(outputs('secret("42")'));
    const changesWith = async (text: string) => {
        stack.args.program = { text };
        return (await stack.preview()).changes;
    };
    await stack.up({ skipPreview: true });
    expect(await changesWith(outputs('secret("42")'))).toBe(true);
    stack.args.program = { text: outputs("42") };
    await stack.up({ skipPreview: true });
    expect(await changesWith(outputs("42"))).toBe(false);
    expect(await changesWith(outputs("43"))).toBe(true);
    expect(await changesWith(outputs("42", 2))).toBe(true);
});

test("a preview creates nothing, and its plan holds the inputs of what would be made", async () => {
    const stack = scratchStack(things({ one: { size: 7 } }));
    const { exitCode, plan, output } = await stack.preview();
    expect(exitCode, output).toBe(0);
    expect(output).toContain("dry run: true");
    const [step] = plan.steps.filter(({ urn }) => urn.endsWith("::one"));
    expect(step).toMatchObject({ op: "create", newState: { type: "scratch:index:Thing", inputs: { size: 7 } } });
    expect(await stack.resources()).toEqual([]);
});

test("a plan says what an input depends on that nobody knows yet", async () => {
    const text = `
        import { CustomResource } from "@pulumi/pulumi";
        const first = new CustomResource("scratch:index:Thing", "first", {});
        new CustomResource("scratch:index:Thing", "second", { size: first.id });
    `;
    const { plan, output } = await scratchStack(text).preview();
    const [first, second] = ["first", "second"].map((name) => plan.steps.find(({ urn }) => urn.endsWith(`::${name}`)));
    expect(second?.newState?.propertyDependencies, output).toEqual({ size: [first?.urn] });
});

test("a program runs in its own folder, with the options for Node of its project, and reads the configuration of its stack", async () => {
    const text = `
        import { Config } from "@pulumi/pulumi";
        console.log("printed by the program");
        export const folder = process.cwd();
        export const options = process.execArgv.filter((option) => option.startsWith("--max"));
        export const answer = new Config().requireObject<{ nested: number[] }>("answer").nested[1];
    `;
    const runtime = { name: "nodejs", options: { typescript: false, nodeargs: "--max-semi-space-size=7" } };
    const stack = scratchStack(text, {
        config: { "scratch:answer": { nested: [41, 42] } },
        definition: { name: "scratch", description: undefined, config: undefined, runtime },
    });
    const { exitCode, output } = await stack.up({ skipPreview: true });
    expect(exitCode, output).toBe(0);
    expect(output).toContain("printed by the program");
    const [{ outputs } = {}] = await stack.resources();
    expect(outputs).toEqual({ folder: `${stack.folder}/program`, answer: 42, options: ["--max-semi-space-size=7"] });
});

test("a policy pack in TypeScript fails the first preview, before anything is created", async () => {
    const stack = scratchStack(things({ small: { size: 10 }, large: { size: 11 } }), { policyPack });
    const preview = await stack.preview();
    expect(preview.exitCode).not.toBe(0);
    expect(preview.violations).toHaveLength(1);
    expect(preview.violations[0]).toMatchObject({ policyName: "small-things", enforcementLevel: "mandatory" });
    expect(preview.violations[0]?.resourceUrn).toMatch(/::large$/);
    expect(preview.output).toContain("size is over 10");

    expect((await stack.up()).exitCode).not.toBe(0);
    expect(names(await stack.resources()).filter((name) => name === "small" || name === "large")).toEqual([]);
});

test("a policy pack takes its configuration from a file", async () => {
    const stack = scratchStack(things({ large: { size: 11 } }), { policyPack });
    stack.args.policyConfig = { "small-things": { limit: 11 } };
    const allowed = await stack.preview();
    expect(allowed.exitCode, allowed.output).toBe(0);
    expect(allowed.violations).toEqual([]);
});

test("a RunError of the program is one message, without a stack trace, and nothing is created", async () => {
    const text = `
        import { RunError } from "@pulumi/pulumi";
        throw new RunError("Two mistakes:\\n  network.cidr: not a range\\n  zones: three at least");
    `;
    const stack = scratchStack(text, { env: withStackTraces });
    const { exitCode, output } = await stack.up();
    expect(exitCode).not.toBe(0);
    expect(output.match(/Two mistakes:\n.*network\.cidr: not a range\n.*zones: three at least/g)).toHaveLength(1);
    expect(output.match(/^ +error: /gm)).toHaveLength(1);
    expect(output).not.toMatch(/^\s+at /m);
    expect(names(await stack.resources()).filter((name) => name !== "scratch-test")).toEqual([]);
});

test("a program that ends while it waits for a value fails and says for which, with the package's way to watch promises, too", async () => {
    const text = `
        import ${JSON.stringify(join(root, "components/sdk-diagnostics.ts"))};
        import { CustomResource } from "@pulumi/pulumi";
        new CustomResource("scratch:index:Thing", "first", {});
        new CustomResource("scratch:index:Thing", "second", { size: new Promise(() => {}) });
    `;
    const { exitCode, output } = await scratchStack(text).preview();
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/"second" \[scratch:index:Thing\] was waiting for the value of its input property "size"/);
});

test("a program that cannot start says why", async () => {
    const { exitCode, output } = await scratchStack(`import "./missing.ts";`).preview();
    expect(exitCode).not.toBe(0);
    expect(output).toContain("missing.ts");
});
