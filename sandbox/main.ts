import { cac } from "cac";
import { cluster } from "./cluster/command.ts";
import { destroyReal, upReal } from "./cluster/real.ts";
import { Failure } from "./console.ts";
import { charts, destroy, preview, up } from "./engine/commands.ts";

const wrongUse = 3;

const cli = cac("sandbox");
/** Where the Kubernetes of a stack is: simulated, or a real one without containers. */
const kubernetes: string = process.env.CLUSTER ?? "simulated";

const on = <Action>(actions: Readonly<Record<string, Action>>): Action => {
    const action = actions[kubernetes];
    if (!action)
        throw new Failure(`CLUSTER is ${kubernetes}; it can be ${Object.keys(actions).join(" or ")}`, wrongUse);
    return action;
};

cli.command("up <stack>", "Bring a stack up on simulated clouds, and answer the checklist").action((stack: string) =>
    on({ simulated: up, real: upReal })(stack),
);
cli.command("preview <stack>", "Plan a stack on simulated clouds, and answer the checklist").action(preview);
cli.command("charts <stack>", "Get Helm and the charts of a stack, to see inside its releases").action(charts);
cli.command("destroy <stack>", "Remove a stack from the simulated clouds").action((stack: string) =>
    on({ simulated: destroy, real: destroyReal })(stack),
);
cli.command("cluster [stack]", "Start a real Kubernetes, with the nodes of a stack or plain").action(cluster);
cli.help();

async function run(): Promise<number> {
    const { args, options } = cli.parse(process.argv, { run: false });
    if (options.help) return 0;
    if (!cli.matchedCommand) throw new Failure(`There is no command ${args[0] ?? "given"}; see --help.`, wrongUse);
    return await cli.runMatchedCommand();
}

try {
    process.exitCode = await run();
} catch (error) {
    if (error instanceof Failure) process.exitCode = error.exitCode;
    else if (error instanceof Error && error.name === "CACError") process.exitCode = wrongUse;
    else throw error;
    console.error(error.message);
}
