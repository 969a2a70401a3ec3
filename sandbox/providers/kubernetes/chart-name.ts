/** Name of a chart that is given as a name, an OCI reference, a folder or an archive. */
export function chartName(chart: string): string {
    const last = chart.replace(/\/$/, "").split("/").at(-1) ?? "";
    return last.replace(/(-v?\d+\.\d+\.\d+[^/]*)?\.tgz$/, "").replace(/:[^:]*$/, "");
}
