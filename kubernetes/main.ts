import { cac } from "cac";
import { runCommandLine } from "production-cluster-sandbox/cli.ts";
import { destroy, start, up } from "./commands.ts";

const cli = cac("kubernetes");
cli.command("up <stack>", "Bring a stack up on a real Kubernetes, and answer the checklist").action((stack: string) =>
    up(stack),
);
cli.command("destroy <stack>", "Remove a stack from its real Kubernetes, and end that").action((stack: string) =>
    destroy(stack),
);
cli.command("start [stack]", "Start a real Kubernetes, with the nodes of a stack or plain, until Ctrl-C").action(start);

await runCommandLine(cli);
