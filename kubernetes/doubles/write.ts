import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Chart } from "production-cluster-sandbox/engine/chart-source.ts";
import { stringify } from "yaml";
import { definition } from "../definitions.ts";
import { doubles } from "./doubles.ts";

/**
 * Writes a small chart for each of these that is one of the platform's, in the same version, as unpacked folders: it
 * takes the values of the real one, and has its kinds of objects, hooks and CRDs. The folder is then a source of
 * charts.
 */
export function writeDoubles(folder: string, charts: readonly Chart[]): void {
    for (const { name, version } of charts) {
        const double = doubles.find((it) => it.chart === name);
        if (!double) continue;
        const { workloads = [], crds = {}, crdFolder = [], hooks = [] } = double;
        const home = join(folder, name);
        cpSync(join(import.meta.dirname, "chart"), home, { recursive: true });
        const write = (file: string, content: object) => writeFileSync(join(home, file), stringify(content));
        write("Chart.yaml", { apiVersion: "v2", name, version });
        const annotated = Object.entries(crds).map(([annotations, all]) => ({
            annotations,
            kinds: all.map(definition),
        }));
        const retained = { "helm.sh/resource-policy": "keep" };
        write("values.yaml", {
            double: {
                retained,
                workloads: workloads.map((workload) => ({ values: "", ...workload })),
                crds: annotated,
                hooks: hooks.map((hook) => ({ placement: "", ...hook })),
            },
        });
        mkdirSync(join(home, "crds"), { recursive: true });
        for (const crd of crdFolder.map(definition)) write(`crds/${crd.metadata.name}.yaml`, crd);
    }
}
