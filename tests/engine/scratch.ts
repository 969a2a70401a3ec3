import { join } from "node:path";
import { TestStack, type TestStackArgs } from "./stack.ts";

const fixtures = join(import.meta.dirname, "fixtures");

/** Text of a program that makes things: properties by name. */
export function things(properties: Record<string, { size?: number; slow?: number }>): string {
    return `
        import { CustomResource, runtime } from "@pulumi/pulumi";
        const properties: Record<string, object> = ${JSON.stringify(properties)};
        for (const [name, it] of Object.entries(properties)) new CustomResource("scratch:index:Thing", name, it);
        console.log("dry run:", runtime.isDryRun());
    `;
}

/**
 * A stack of things, which need no cloud, not even a simulated one. Its state is saved at each step, as a user's is.
 */
export function scratchStack(text: string, args: TestStackArgs = {}): TestStack {
    return new TestStack({
        program: { text },
        definition: { name: "scratch", description: undefined, config: undefined },
        providers: { scratch: join(fixtures, "provider.ts") },
        simulated: [],
        savedAtEnd: false,
        ...args,
    });
}

/** A policy pack in TypeScript: a thing may not be larger than its `limit`, 10 unless configured. */
export const policyPack = join("tests/engine/fixtures/policy-pack");
