import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { doubles, type Kind } from "./doubles.ts";

/**
 * Writes a small chart for each chart of the platform at its pinned version, as unpacked folders: it takes the values of
 * the real one, and has its kinds of objects, hooks and CRDs. A folder is a source of charts as it is, and what
 * `helm package` takes, with `--version` for the next one.
 *
 * @param except names of charts that are at hand
 */
export function writeDoubles(folder: string, except: readonly string[] = []): void {
    for (const { chart, workloads = [], crds = {}, crdFolder = [], hooks = [] } of doubles) {
        if (except.includes(chart.name)) continue;
        const home = join(folder, chart.name);
        cpSync(join(import.meta.dirname, "chart"), home, { recursive: true });
        const write = (name: string, content: object) => writeFileSync(join(home, name), stringify(content));
        write("Chart.yaml", { apiVersion: "v2", name: chart.name, version: chart.version });
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
