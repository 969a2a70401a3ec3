import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parser as logQl } from "@grafana/lezer-logql";
import { parser as promQl } from "@prometheus-io/lezer-promql";
import { stringify } from "yaml";

/** What Grafana puts in before it asks, where the range is an hour. */
const ofGrafana: Readonly<Record<string, string>> = {
    __rate_interval: "5m",
    __interval: "1m",
    __auto: "1m",
    __range: "1h",
};

/** A query as Grafana asks it, with everything chosen. An unknown variable stays, and no parser takes it. */
export const asked = (query: string, variables: readonly string[]): string =>
    query.replace(/\$(\w+)|\$\{(\w+)\}/g, (whole, plain, braced) => {
        const name = plain ?? braced;
        return ofGrafana[name] ?? (variables.includes(name) ? ".*" : whole);
    });

/** Names of the series that a query of Prometheus reads. */
export function seriesOf(query: string): string[] {
    const names: string[] = [];
    promQl.parse(query).iterate({
        enter: ({ name, node }) => {
            const identifier = name === "VectorSelector" ? node.getChild("Identifier") : null;
            if (identifier) names.push(query.slice(identifier.from, identifier.to));
        },
    });
    return names;
}

/** Where a query of Loki cannot be read, in words. */
export function faultsOfLogQl(query: string): string[] {
    const faults: string[] = [];
    logQl.parse(query).iterate({
        enter: ({ type, from, to }) => {
            if (type.isError) faults.push(`${query.slice(0, from)}«${query.slice(from, to)}»`);
        },
    });
    return faults;
}

/** What promtool says of queries, each as a rule of its own: empty where all are well. */
export function faultsOfPromQl(promtool: string, queries: readonly string[]): string {
    const folder = mkdtempSync(join(tmpdir(), "queries-"));
    const file = join(folder, "rules.yaml");
    const rules = queries.map((expr, index) => ({ record: `query:${index}`, expr }));
    try {
        writeFileSync(file, stringify({ groups: [{ name: "queries", rules }] }));
        execFileSync(promtool, ["check", "rules", "--lint=none", file], { encoding: "utf8", stdio: "pipe" });
        return "";
    } catch (error) {
        return String((error as { stderr: string }).stderr);
    } finally {
        rmSync(folder, { recursive: true });
    }
}
