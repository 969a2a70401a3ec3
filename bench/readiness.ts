import { globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { stringify } from "yaml";
import type { Resource } from "../policy-pack/inventory/resource.ts";
import { obtain } from "../sandbox/tools/tools.ts";
import { findCheckov } from "./checkov.ts";
import { largeStack } from "./large-stack.ts";
import { computed, type Measurement, show } from "./measure.ts";

/** `readiness` as people start it, on manifests: how long it computes, beside another tool of its kind. */
const small = 1_000;
const large = 10_000;

/** Charts of others, rendered: a folder of `<chart>/rendered.yaml`. */
const { CHART_RENDERS } = process.env;
const renders = CHART_RENDERS ? globSync(join(CHART_RENDERS, "*/rendered.yaml")) : [];

const folder = mkdtempSync(join(tmpdir(), "readiness-"));
try {
    const readiness = [process.execPath, join(import.meta.dirname, "../policy-pack/report/bin.js")];
    const kubeScore = [(await obtain(["kube-score"]))("kube-score"), "score"];
    const [one, some, many] = [1, small, large].map(manifests) as [string, string, string];
    await computed([...readiness, one]); // what is compiled once is there from now on
    const first = await computed([...readiness, one]);
    const thousand = await computed([...readiness, some]);
    const all = await computed([...readiness, many]);
    const other = await computed([...kubeScore, some]);
    const checkov = await findCheckov();
    show("readiness on manifests, seconds of the processor", [
        seconds("one object", first, 0.35),
        seconds(`${small} objects`, thousand),
        seconds(`${large} objects`, all, 6),
        { what: `${small} objects, to kube-score`, measured: thousand / other, unit: "times" },
        ...(renders.length > 0
            ? [seconds(`${renders.length} rendered charts`, await computed([...readiness, ...renders]), 1.5)]
            : []),
        ...(checkov ? [await toCheckov(checkov, some, thousand)] : []),
        {
            what: "time an object, large to small",
            measured: all / large / (thousand / small),
            unit: "times",
            bound: 1.5,
        },
        {
            what: `${large} objects, resident at most`,
            measured: await resident([...readiness, many]),
            unit: "MB",
            bound: 400,
        },
    ]);
} finally {
    rmSync(folder, { recursive: true });
}

/** Path of a file with so many objects of Kubernetes, taken from the stack that meets every check. */
function manifests(count: number): string {
    const objects = largeStack(count * 2)
        .filter(({ type }) => type.startsWith("kubernetes:") && !type.includes(":helm.sh/"))
        .slice(0, count);
    const path = join(folder, `${count}.yaml`);
    writeFileSync(path, objects.map(manifest).join("---\n"));
    return path;
}

function manifest({ type, props }: Resource): string {
    const [, groupVersion = "", kind] = type.split(":");
    return stringify({ apiVersion: groupVersion.replace(/^core\//, ""), kind, ...props });
}

async function toCheckov(checkov: readonly string[], file: string, ours: number): Promise<Measurement> {
    const theirs = await computed([...checkov, "--quiet", "--compact", "--framework=kubernetes", `--file=${file}`]);
    return { what: `${small} objects, to checkov`, measured: ours / theirs, unit: "times", bound: 1 };
}

function seconds(what: string, measured: number, bound?: number): Measurement {
    return { what, measured, unit: "s", bound };
}

/** The most memory that a program of Node had, in MB. */
async function resident([node = "", ...args]: readonly string[]): Promise<number> {
    const tell = 'process.on("exit", () => process._rawDebug(process.resourceUsage().maxRSS));';
    const { stderr } = await execa(node, ["--import", `data:text/javascript,${encodeURIComponent(tell)}`, ...args], {
        reject: false,
        stdout: "ignore",
    });
    return Number(stderr.trim().split("\n").at(-1)) / 1024;
}
