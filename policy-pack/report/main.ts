import { run } from "./command.ts";
import { exitCodes } from "./exit-code.ts";
import { faultOf } from "./fault.ts";

const { stdin, stdout, stderr, env } = process;
const colour = stdout.isTTY && stdout.hasColors() && !env.NO_COLOR;

// Who reads no further, such as head, has what he wanted: the exit code still says what was judged.
stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
});
// Node itself would exit with 1, which says that a check fails.
process.on("uncaughtException", (error) => {
    stderr.write(faultOf(error));
    process.exit(exitCodes.fault);
});
process.exitCode = await run(process.argv, { out: stdout, error: stderr, colour, piped: !stdin.isTTY });
