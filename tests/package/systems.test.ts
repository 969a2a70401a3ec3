import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eksAddonNames } from "../../components/foundation/addon-versions.ts";
import {
    AdmissionEngine,
    BuildSystem,
    CertificateIssuer,
    EdgeEngine,
    GatewayEngine,
    LogAggregator,
    LogStore,
    MeshEngine,
    MetricsHistory,
    PolicyEngine,
    ReceiverType,
    TraceStore,
} from "../../components/index.ts";
import { charts } from "../../components/platform/charts.ts";
import { clusterSchema } from "../../components/settings.ts";

/** The table of docs/systems.md. */
const rows = readFileSync(join(import.meta.dirname, "../../docs/systems.md"), "utf8")
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .filter(({ length }) => length === 7)
    .slice(2)
    .map(([, area = "", system = "", state = "", code = "", why = ""]) => {
        return { area, system, state, code: code.replaceAll("`", ""), why };
    });

/** What is read of a schema: fields of a map, what is optional inside, items of a list. */
interface Schema {
    readonly shape?: Readonly<Record<string, Schema>>;
    readonly element?: Schema;
    unwrap?(): Schema;
}

/** Paths of all arguments: `cluster`, `cluster.existing`. */
function pathsOf(schema: Schema, path = ""): string[] {
    const inner = schema.element ?? schema.unwrap?.();
    if (inner) return pathsOf(inner, path);
    return Object.entries(schema.shape ?? {}).flatMap(([key, field]) => {
        const here = [path, key].filter(Boolean).join(".");
        return [here, ...pathsOf(field, here)];
    });
}

const chartNames = Object.values(charts).map(({ name }) => name as string);
const options: string[] = [
    ...Object.values(AdmissionEngine),
    ...Object.values(BuildSystem),
    ...Object.values(CertificateIssuer),
    ...Object.values(EdgeEngine),
    ...Object.values(GatewayEngine),
    ...Object.values(LogAggregator),
    ...Object.values(LogStore),
    ...Object.values(MeshEngine),
    ...Object.values(PolicyEngine),
    ...Object.values(ReceiverType),
    ...Object.values(MetricsHistory),
    ...Object.values(TraceStore),
];
const paths = pathsOf(clusterSchema as unknown as Schema);
const words = new Set([
    ...chartNames,
    ...eksAddonNames,
    ...options,
    ...paths,
    ...paths.map((it) => it.split(".").at(-1)),
]);
const there = rows.filter(({ state }) => state === "default" || state === "option");

test("Every system has one of the states, and one row", () => {
    const states = ["default", "option", "fits", "AWS", "planned", "replaced"];
    expect(rows.filter(({ state }) => !states.includes(state))).toEqual([]);
    const names = rows.map(({ area, system }) => `${area}: ${system}`);
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
    expect(rows.length).toBeGreaterThan(80);
});

test("What is a default or an option is in the code, by the word that the table gives", () => {
    expect(there.filter(({ code }) => !words.has(code))).toEqual([]);
});

test("Every chart, EKS add-on and alternative of the code is a default or an option", () => {
    const told = new Set(there.map(({ code }) => code));
    expect([...chartNames, ...eksAddonNames, ...options].filter((word) => !told.has(word))).toEqual([]);
});

test("What is planned is not in the code yet, and what is replaced says why", () => {
    expect(rows.filter(({ state, code }) => state === "planned" && code !== "")).toEqual([]);
    const planned = rows.filter(({ state }) => state === "planned").flatMap(({ system }) => system.split(", "));
    const slug = (system: string) => system.toLowerCase().replaceAll(" ", "-");
    expect(planned.filter((system) => chartNames.includes(slug(system)))).toEqual([]);
    expect(rows.filter(({ state, why }) => state === "replaced" && why === "")).toEqual([]);
});
