import { run } from "./command.ts";
import { exitCodes } from "./exit-code.ts";
import { faultOf } from "./fault.ts";

const { stdin, stdout, stderr, env } = process;
const colour = stdout.isTTY && stdout.hasColors() && !env.NO_COLOR;

// Node itself would exit with 1, which says that a check fails. A reader that goes away is such an error too.
process.on("uncaughtException", (error) => {
    stderr.write(faultOf(error));
    process.exit(exitCodes.fault);
});
process.exitCode = await run(process.argv, { out: stdout, error: stderr, colour, piped: !stdin.isTTY });
