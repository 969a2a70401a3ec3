import { join } from "node:path";
import type { Cluster } from "../../sandbox/cluster/cluster.ts";
import { freePorts } from "../../sandbox/cluster/ports.ts";
import type { Release } from "../../sandbox/cluster/stack-objects.ts";
import { until } from "../../sandbox/cluster/until.ts";

/** Puts the charts of releases, from a folder, into an OCI registry, which ends with the cluster. */
export async function registryOf(cluster: Cluster, folder: string, releases: readonly Release[]): Promise<string> {
    const [port = 0] = await freePorts(1);
    const url = `oci://127.0.0.1:${port}/charts`;
    void cluster.run("registry", ["-port", `${port}`]);
    for (const { chart, version } of releases) {
        await cluster.run("helm", ["package", join(folder, chart), "--destination", cluster.folder]);
        await until("the registry to take a chart", 30, async () => {
            const archive = join(cluster.folder, `${chart}-${version}.tgz`);
            return (await cluster.run("helm", ["push", archive, url, "--plain-http"])).exitCode === 0;
        });
    }
    return url;
}
