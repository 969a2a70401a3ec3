import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Chart } from "../../engine/chart-source.ts";
import { doubles, type Kind } from "./doubles.ts";

/**
 * Writes a small chart for each of these that is one of the platform's, in the same version, as unpacked folders: it takes
 * the values of the real one, and has its kinds of objects, hooks and CRDs. The folder is then a source of charts.
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
        const annotated = Object.entries(crds).map(([annotations, all]) => ({ annotations, kinds: all.map(crd) }));
        const kept = { "helm.sh/resource-policy": "keep" };
        write("values.yaml", {
            double: {
                kept,
                workloads: workloads.map((workload) => ({ values: "", ...workload })),
                crds: annotated,
                hooks: hooks.map((hook) => ({ placement: "", ...hook })),
            },
        });
        mkdirSync(join(home, "crds"), { recursive: true });
        for (const definition of crdFolder.map(crd)) write(`crds/${definition.metadata.name}.yaml`, definition);
    }
}

function crd([group, version, kind, scope = "Namespaced"]: Kind) {
    const singular = kind.toLowerCase();
    const plural = singular.endsWith("s")
        ? `${singular}es`
        : singular.endsWith("y")
          ? `${singular.slice(0, -1)}ies`
          : `${singular}s`;
    const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
    return {
        apiVersion: "apiextensions.k8s.io/v1",
        kind: "CustomResourceDefinition",
        metadata: { name: `${plural}.${group}` },
        spec: {
            group,
            scope,
            names: { kind, plural, singular },
            versions: [{ name: version, served: true, storage: true, schema }],
        },
    };
}
