import { cac } from "cac";
import { runCommandLine } from "./cli.ts";
import { charts, destroy, preview, up } from "./engine/commands.ts";

const cli = cac("sandbox");
cli.command("up <stack>", "Bring a stack up on simulated clouds, and answer the checklist").action((stack: string) =>
    up(stack),
);
cli.command("preview <stack>", "Plan a stack on simulated clouds, and answer the checklist").action(preview);
cli.command("charts <stack>", "Get Helm and the charts of a stack, to see inside its releases").action(charts);
cli.command("destroy <stack>", "Remove a stack from the simulated clouds").action((stack: string) => destroy(stack));

await runCommandLine(cli);
