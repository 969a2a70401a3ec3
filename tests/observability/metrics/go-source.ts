import { basename } from "node:path";
import { series } from "./series.ts";

interface GoFile {
    /** The folder is the package. */
    folder: string;
    text: string;
}

/** Constants of a package, as they are written: a literal, or an expression of others. */
type Constants = ReadonlyMap<string, string>;

/**
 * Names of metrics as Go programs write them: the options of client_golang and of Kubernetes' own library, descriptions,
 * the families of kube-state-metrics, the containers of cAdvisor, the instruments of OpenTelemetry; with their packages.
 *
 * @param others files that only constants are taken of
 * @param atStart values of expressions that are known when the program runs
 */
export function goMetrics(
    files: readonly GoFile[],
    others: readonly GoFile[],
    atStart: Readonly<Record<string, string>>,
): { folder: string; name: string }[] {
    const packages = new Map<string, Map<string, string>>();
    for (const { folder, text } of [...files, ...others]) {
        const constants = packages.get(folder) ?? new Map<string, string>();
        packages.set(folder, constants);
        for (const [, name = "", value = ""] of text.matchAll(constant)) constants.set(name, value);
    }
    const byName = Map.groupBy(packages, ([folder]) => basename(folder));

    /** Value of a Go expression of strings; undefined where it is known only at run time. */
    function value(expression: string, own: Constants, depth = 0): string | undefined {
        if (depth > 5) return undefined;
        const parts = expression.split("+").map((part) => {
            const text = part.trim();
            const literal = /^["`](.*)["`]$/.exec(text)?.[1];
            if (literal !== undefined) return literal;
            if (Object.hasOwn(atStart, text)) return atStart[text];
            const [, of, name = ""] = /^(?:(\w+)\.)?(\w+)$/.exec(text) ?? [];
            // A package may be imported under a longer name: `kubeletmetrics`, `crmetrics`.
            const places = of
                ? [...byName]
                      .filter(([it]) => of.endsWith(it))
                      .flatMap(([, all]) => all.map(([, constants]) => constants))
                : [own];
            for (const constants of places) {
                const found = constants.get(name);
                if (found !== undefined) return value(found, constants, depth + 1);
            }
            return undefined;
        });
        return parts.includes(undefined) ? undefined : parts.join("");
    }

    return files.flatMap(({ folder, text }) => {
        const own = packages.get(folder) ?? new Map();
        const name = (...expressions: (string | undefined)[]): string => {
            const parts = expressions.map((it) => (it === undefined ? "" : value(it, own)));
            return parts.includes(undefined) ? "" : parts.filter((part) => part).join("_");
        };
        const field = (options: string, key: string) => new RegExp(`\\b${key}:\\s*([^,\\n]+)`).exec(options)?.[1];
        return [
            ...[...text.matchAll(/\b\w*?(Counter|Gauge|Histogram|Summary)(?:Vec)?Opts\s*\{/g)].flatMap((match) => {
                const options = block(text, match.index + match[0].length);
                const full = name(field(options, "Namespace"), field(options, "Subsystem"), field(options, "Name"));
                return series(full, match[1] ?? "");
            }),
            ...[...text.matchAll(/\bBuildFQName\(([^,()]+),([^,()]+),([^,()]+)\)/g)].map(([, ...parts]) =>
                name(...parts),
            ),
            ...[...text.matchAll(/\b(?:NewDesc|NewFamilyGenerator\w*)\(\s*("\w+"|[\w.]+)/g)].map(([, it]) => name(it)),
            // The recorder of the driver of EBS.
            ...[...text.matchAll(/\.(IncreaseCount|ObserveHistogram)\(\s*([\w.]+)/g)].flatMap(([, how = "", it]) =>
                series(name(it), how.replace("Observe", "")),
            ),
            // Envoy Gateway's wrapper around the instruments of OpenTelemetry.
            ...[...text.matchAll(/\bmetrics\.New(Counter|Gauge|Histogram)\(\s*("\w+")/g)].flatMap(([, type = "", it]) =>
                series(name(it), type),
            ),
            ...[...text.matchAll(/\bname:\s*("(?:container|machine)_\w+")/g)].map(([, it]) => name(it)),
            ...[...text.matchAll(/\.(?:Int64|Float64)(\w*)(Counter|Gauge|Histogram)\(\s*("\w+"|[\w.]+)/g)].flatMap(
                ([, , type = "", it]) => {
                    const instrument = name(it);
                    // As OpenTelemetry's exporter for Prometheus names counters.
                    return series(type === "Counter" ? instrument.replace(/(_total)?$/, "_total") : instrument, type);
                },
            ),
        ]
            .filter((it) => it !== "")
            .map((found) => ({ folder, name: found }));
    });
}

const constant =
    /^[ \t]*(?:const |var )?(\w+)(?: [\w.]+)?\s*:?=\s*((?:"[^"\n]*"|\w+\.?\w*)(?:\s*\+\s*(?:"[^"\n]*"|\w+\.?\w*))*)\s*(?:\/\/.*)?$/gm;

/** What stands between an open brace and the one that closes it. */
function block(text: string, start: number): string {
    let depth = 1;
    let end = start;
    for (; depth > 0 && end < text.length; end++) {
        if (text[end] === "{") depth++;
        else if (text[end] === "}") depth--;
    }
    return text.slice(start, end);
}
