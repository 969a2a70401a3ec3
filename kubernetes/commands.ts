import { join, relative } from "node:path";
import { elapsed, Failure, say } from "production-cluster-sandbox/console.ts";
import { findHelm } from "production-cluster-sandbox/engine/charts.ts";
import { destroy as destroyStack, resourcesOf, up as upStack } from "production-cluster-sandbox/engine/commands.ts";
import type { Target } from "production-cluster-sandbox/engine/sandbox-stack.ts";
import { stateOf } from "production-cluster-sandbox/engine/stack-state.ts";
import { root, sandbox } from "production-cluster-sandbox/paths.ts";
import { version } from "production-cluster-sandbox/tools/tools.ts";
import { fillChartFolder } from "./chart-folder.ts";
import { Cluster } from "./cluster.ts";
import { realKubernetes } from "./plugin.ts";
import { announce, type Running, runningFor, startedFor, stop, withdraw } from "./running.ts";
import { plainShape, type Shape } from "./shape.ts";
import { chartsOf } from "./stack-objects.ts";
import { shapeOf } from "./stack-shape.ts";

const { CHARTS } = process.env;

/** Project, state and simulated AWS of every stack whose Kubernetes is real. */
const defaultFolder = join(sandbox, "real");

/** Brings a stack up on a real Kubernetes without containers, which stays until `destroy`. Gives the exit code. */
export async function up(stack: string, folder = defaultFolder): Promise<number> {
    if (!runningFor(stack) && (await recordedEndpoint(stack, folder))) throw lostCluster(stack, folder);
    const charts = chartsIn(folder);
    const doubles = await fillChartFolder(
        await findHelm(),
        chartsOf(await stateOf(stack)),
        CHARTS ? [CHARTS] : [],
        charts,
    );
    if (doubles.length > 0) say(`Small charts stand in for ${doubles.join(", ")}; CHARTS=<folder> gives the real ones`);
    const target = await targetOn(await startedFor(stack), folder);
    // What the policy pack and the report see inside is what was installed.
    process.env.READINESS_CHARTS = charts;
    const exitCode = await upStack(stack, target);
    if (doubles.length > 0) say(`What is seen inside ${doubles.length} of the releases is of their small charts`);
    return exitCode;
}

/**
 * Takes a stack off its real Kubernetes, and ends that. Gives the exit code.
 *
 * @throws Failure where the cluster has ended before: nothing is started only to be removed from.
 */
export async function destroy(stack: string, folder = defaultFolder): Promise<number> {
    const running = runningFor(stack);
    if (!running && isReal(await recordedEndpoint(stack, folder))) throw lostCluster(stack, folder);
    const exitCode = await destroyStack(stack, running ? await targetOn(running, folder) : { folder });
    if (exitCode === 0 && running) await stop(running);
    return exitCode;
}

/** A cluster for a person, shaped as a stack declares or plain, until Ctrl-C. Gives the exit code. */
export async function start(stack?: string): Promise<number> {
    const shape = stack ? shapeOf(await stateOf(stack)) : plainShape;
    const begin = Date.now();
    const stopped = new Promise<void>((resolve) => {
        for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
    });
    const cluster = await Cluster.start(shape);
    const { kubeconfig, controlPlane } = cluster;
    if (stack) announce(stack, { pid: process.pid, kubeconfig, ...controlPlane });
    say(`Kubernetes ${version("kubernetes")} is up after ${elapsed(begin)}`);
    console.log(`
${describe(shape)}

  export KUBECONFIG=${kubeconfig}
  ${cluster.program("kubectl")} get nodes

Pods are scheduled and say that they run; nothing runs in them. Ctrl-C ends the cluster and leaves nothing behind.
`);
    await stopped;
    say("Ending the cluster");
    if (stack) withdraw(stack);
    await cluster.stop();
    return 0;
}

/** Where the cluster of what is remembered of a stack is; undefined where it did not get so far. */
async function recordedEndpoint(stack: string, folder: string): Promise<string | undefined> {
    const resources = await resourcesOf(stack, { folder });
    const cluster = resources.find(({ type }) => type === "aws:eks/cluster:Cluster");
    return cluster && String(cluster.outputs?.endpoint);
}

/** Of a cluster on this machine: nobody answers at the endpoints of simulated ones. */
const isReal = (endpoint: string | undefined): boolean => endpoint !== undefined && !endpoint.endsWith(".invalid");

const lostCluster = (stack: string, folder: string): Failure =>
    new Failure(
        `No Kubernetes runs for stack ${stack}, and what was on the last one went with it. ` +
            `\`rm -r ${relative(root, folder)}\` forgets what is remembered of all stacks on a real Kubernetes; ` +
            `then \`make up STACK=${stack} CLUSTER=real\` starts anew.`,
    );

async function targetOn(running: Running, folder: string): Promise<Target> {
    return {
        folder,
        config: { "production-cluster:chartSource": chartsIn(folder) },
        label: "a real Kubernetes, its AWS simulated",
        ...(await realKubernetes(running)),
    };
}

const chartsIn = (folder: string): string => join(folder, "charts");

const describe = ({ groups, pools }: Shape): string =>
    [
        ...groups.map(
            ({ name, size, instanceType, zones }) => `  ${name}: ${size} × ${instanceType} in ${zones.join(", ")}`,
        ),
        ...pools.map(({ name, cpuLimit }) => `  ${name}: machines for pending pods, ${cpuLimit} vCPU at most`),
    ].join("\n");
