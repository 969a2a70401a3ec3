import { elapsed, say } from "../console.ts";
import { stateOf } from "../engine/stack-state.ts";
import { version } from "../tools/tools.ts";
import { Cluster } from "./cluster.ts";
import { announce, withdraw } from "./running.ts";
import { plainShape, type Shape } from "./shape.ts";
import { shapeOf } from "./stack-shape.ts";

/** A cluster for a person, shaped as a stack declares or plain, until Ctrl-C. Gives the exit code. */
export async function cluster(stack?: string): Promise<number> {
    const shape = stack ? shapeOf(await stateOf(stack)) : plainShape;
    const start = Date.now();
    const stopped = new Promise<void>((resolve) => {
        for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
    });
    const started = await Cluster.start(shape);
    const { kubeconfig, controlPlane } = started;
    if (stack) announce(stack, { pid: process.pid, kubeconfig, ...controlPlane });
    say(`Kubernetes ${version("kubernetes")} is up after ${elapsed(start)}`);
    console.log(`
${describe(shape)}

  export KUBECONFIG=${kubeconfig}
  ${started.program("kubectl")} get nodes

Pods are scheduled and say that they run; nothing runs in them. Ctrl-C ends the cluster and leaves nothing behind.
`);
    await stopped;
    say("Ending the cluster");
    if (stack) withdraw(stack);
    await started.stop();
    return 0;
}

const describe = ({ groups, pools }: Shape): string =>
    [
        ...groups.map(
            ({ name, size, instanceType, zones }) => `  ${name}: ${size} × ${instanceType} in ${zones.join(", ")}`,
        ),
        ...pools.map(({ name, cpuLimit }) => `  ${name}: machines for pending pods, ${cpuLimit} vCPU at most`),
    ].join("\n");
