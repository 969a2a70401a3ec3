import { existsSync, globSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { Addon } from "../../../components/platform/addon.ts";
import type { Cluster } from "../../../kubernetes/cluster.ts";
import { documentsIn, type Rendered } from "../../addons/render.ts";
import { givenCharts } from "../fixtures.ts";

/** The archive of an add-on's chart, where CHARTS is a folder that has it. */
export function archiveOf({ chart }: Addon): string | undefined {
    const [folder] = givenCharts;
    const archive = folder && chart && join(folder, `${chart.name}-${chart.version}.tgz`);
    return archive && existsSync(archive) ? archive : undefined;
}

/** The kinds that lie in the folder `crds` of a chart. */
export async function definitionsIn(cluster: Cluster, archive: string): Promise<Rendered[]> {
    const folder = mkdtempSync(join(cluster.folder, "chart-"));
    await execa("tar", ["-xzf", archive, "-C", folder]);
    return globSync(`${folder}/*/crds/*.yaml`).flatMap((file) => documentsIn(readFileSync(file, "utf8")));
}

/**
 * What a release of an add-on has beside its hooks, for processes on loopback in the place of its pods: the API server
 * finds them by the name of the Service, and any node takes the pods.
 */
export async function onLoopback(
    cluster: Cluster,
    { name, namespace, values }: Addon,
    archive: string,
): Promise<Rendered[]> {
    const file = join(cluster.folder, `${name}.json`);
    writeFileSync(file, JSON.stringify(values));
    const { stdout, stderr, exitCode } = await cluster.run("helm", [
        ...["template", name, archive, "--namespace", namespace.name, "--values", file],
        ...["--kube-version", "1.35.0", "--api-versions", "monitoring.coreos.com/v1"],
    ]);
    if (exitCode !== 0) throw new Error(stderr);
    return documentsIn(stdout)
        .filter(({ metadata }) => !metadata.annotations?.["helm.sh/hook"])
        .map(here);
}

function here(object: Rendered): Rendered {
    if (object.kind === "Service") return { ...object, spec: { type: "ExternalName", externalName: "localhost" } };
    if (object.kind !== "Deployment") return object;
    const { template, ...spec } = object.spec;
    const { priorityClassName: _, nodeSelector: __, topologySpreadConstraints: ___, ...pod } = template.spec;
    return { ...object, spec: { ...spec, template: { ...template, spec: pod } } };
}
