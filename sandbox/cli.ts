import type { CAC } from "cac";
import { Failure } from "./console.ts";

const wrongUse = 3;

/** Runs the command that the arguments of this process name; what the user can mend is told without a stack trace. */
export async function runCommandLine(cli: CAC): Promise<void> {
    try {
        process.exitCode = await run(cli);
    } catch (error) {
        if (error instanceof Failure) process.exitCode = error.exitCode;
        else if (error instanceof Error && error.name === "CACError") process.exitCode = wrongUse;
        else throw error;
        console.error(error.message);
    }
}

async function run(cli: CAC): Promise<number> {
    cli.help();
    const { args, options } = cli.parse(process.argv, { run: false });
    if (options.help) return 0;
    if (!cli.matchedCommand) throw new Failure(`There is no command ${args[0] ?? "given"}; see --help.`, wrongUse);
    return await cli.runMatchedCommand();
}
