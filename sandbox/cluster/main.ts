import { elapsed, Failure, say } from "../engine/console.ts";
import { stateOf } from "../engine/stack-state.ts";
import { version } from "../tools/tools.ts";
import { Cluster } from "./cluster.ts";
import { plainShape, type Shape } from "./shape.ts";
import { shapeOf } from "./stack-shape.ts";

/** A cluster for a person, shaped as a stack declares or plain, until Ctrl-C. */
async function run(stack: string | undefined): Promise<void> {
    const shape = stack ? shapeOf(await stateOf(stack)) : plainShape;
    const start = Date.now();
    const stopped = new Promise<void>((resolve) => {
        for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
    });
    const cluster = await Cluster.start(shape);
    say(`Kubernetes ${version("kubernetes")} is up after ${elapsed(start)}`);
    console.log(`
${describe(shape)}

  export KUBECONFIG=${cluster.kubeconfig}
  ${cluster.program("kubectl")} get nodes

Pods are scheduled and say that they run; nothing runs in them. Ctrl-C ends the cluster and leaves nothing behind.
`);
    await stopped;
    say("Ending the cluster");
    await cluster.stop();
}

const describe = ({ groups, pools }: Shape): string =>
    [
        ...groups.map(
            ({ name, size, instanceType, zones }) => `  ${name}: ${size} × ${instanceType} in ${zones.join(", ")}`,
        ),
        ...pools.map(({ name, cpuLimit }) => `  ${name}: machines for pending pods, ${cpuLimit} vCPU at most`),
    ].join("\n");

try {
    await run(process.argv[2]);
} catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
}
