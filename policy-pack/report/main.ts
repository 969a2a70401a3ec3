import { run } from "./command.ts";

const { stdin, stdout, stderr, env } = process;
const colour = stdout.isTTY && stdout.hasColors() && !env.NO_COLOR;

process.exitCode = await run(process.argv, { out: stdout, error: stderr, colour, piped: !stdin.isTTY });
