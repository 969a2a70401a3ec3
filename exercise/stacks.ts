import { join } from "node:path";
import { fillChartFolder } from "../kubernetes/chart-folder.ts";
import { realKubernetes } from "../kubernetes/plugin.ts";
import type { Shape } from "../kubernetes/shape.ts";
import { chartsOf } from "../kubernetes/stack-objects.ts";
import { shapeOf } from "../kubernetes/stack-shape.ts";
import { Failure, say } from "../sandbox/console.ts";
import { findHelm } from "../sandbox/engine/charts.ts";
import { findEngine } from "../sandbox/engine/engine.ts";
import { openStack } from "../sandbox/engine/sandbox-stack.ts";
import type { Result, State } from "../sandbox/engine/stack.ts";
import { settingsOf } from "../sandbox/engine/stack-files.ts";
import type { Region } from "./region.ts";

/** State of a stack on simulated clouds, where every value is known; a standby comes after its primary. */
async function stateOn(folder: string, name: string): Promise<readonly State[]> {
    const stack = await openStack(await findEngine(), name, settingsOf(name), { folder, savedAtEnd: true });
    const { exitCode, output } = await stack.run(["up", "--yes", "--skip-preview"], "capture");
    if (exitCode !== 0) throw new Failure(`Stack ${name} did not come up on simulated clouds:\n${output}`);
    return (await stack.export()).resources;
}

/** Settings of a stack by their short names, as they are laid over those of its file. */
export type Changes = Readonly<Record<string, unknown>>;

/** The two stacks with one state, each on a Kubernetes of its own, and the simulated AWS that both share. */
export class Stacks {
    /** The clusters that the stacks describe. */
    readonly shapes: Readonly<Record<string, Shape>>;
    /** Charts that a double stands in for. */
    readonly doubles: readonly string[];
    readonly #folder: string;

    private constructor(folder: string, shapes: Stacks["shapes"], doubles: readonly string[]) {
        this.#folder = folder;
        this.shapes = shapes;
        this.doubles = doubles;
    }

    /** @param source where charts are: a folder or an `oci://` prefix. Default: doubles stand in for all of them. */
    static async prepare(names: readonly string[], folder: string, source: string | undefined): Promise<Stacks> {
        const simulated = join(folder, "simulated");
        const states: (readonly State[])[] = [];
        for (const name of names) states.push(await stateOn(simulated, name));
        const charts = chartsOf(states.flat());
        const doubles = await fillChartFolder(await findHelm(), charts, source ? [source] : [], join(folder, "charts"));
        const shapes = Object.fromEntries(names.map((name, index) => [name, shapeOf(states[index] ?? [])]));
        return new Stacks(folder, shapes, doubles);
    }

    /** The cluster that a stack describes. */
    shape(name: string): Shape {
        const shape = this.shapes[name];
        if (!shape) throw new Failure(`stack ${name} was not prepared`);
        return shape;
    }

    /** What a stack tells others, as its last update left it. */
    async outputs(name: string): Promise<Readonly<Record<string, unknown>>> {
        const stack = await openStack(await findEngine(), name, settingsOf(name), { folder: this.#folder });
        const { resources } = await stack.export();
        return resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
    }

    /**
     * An update of the stack whose cluster is in this region, through Pulumi's own Kubernetes plugin.
     *
     * @param gone regions in which AWS refuses every call
     */
    async update(region: Region, changes: Changes, gone: readonly string[]): Promise<Result> {
        const config = { chartSource: join(this.#folder, "charts"), ...changes };
        const real = await realKubernetes(region.controlPlane);
        const stack = await openStack(await findEngine(), region.stack, settingsOf(region.stack), {
            folder: this.#folder,
            config: Object.fromEntries(
                Object.entries(config).map(([key, value]) => [`production-cluster:${key}`, value]),
            ),
            ...real,
            savedAtEnd: true,
            env: { ...real.env, SANDBOX_REGIONS_GONE: gone.join(",") },
        });
        const began = setInterval(() => say(`  ${region.stack} is being updated`), 60_000);
        try {
            return await stack.run(["up", "--yes", "--skip-preview"], "capture");
        } finally {
            clearInterval(began);
        }
    }
}
