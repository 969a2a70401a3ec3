import { run } from "../../policy-pack/report/command.ts";

/** Runs the command in this process, as if on 21 November 2026. */
export async function readiness(...words: string[]) {
    const [out, error]: [string[], string[]] = [[], []];
    const into = (lines: string[]) => ({ write: (text: string | Uint8Array) => lines.push(String(text)) > 0 });
    const streams = { out: into(out), error: into(error), colour: false, piped: false };
    const code = await run(["node", "readiness", ...words], streams, new Date("2026-11-21T12:00:00Z"));
    return { code, out: out.join(""), error: error.join("") };
}
