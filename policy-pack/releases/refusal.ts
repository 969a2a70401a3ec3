/**
 * What Helm's own words say for certain, without quoting a value: `fail`, `required` and schema messages hold values,
 * and values hold secrets. Only the place and the kind of the fault are told.
 */
const faults: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
    [/unknown flag/, () => "this Helm is older than 3.16"],
    [
        /chart requires kubeVersion: (\S.*?) which is incompatible with Kubernetes (v[\d.]+)/,
        ([, wanted, given]) => `the chart wants Kubernetes ${wanted}, and the cluster has ${given}`,
    ],
    [
        /found in Chart\.yaml, but missing in charts\/ directory: ([\w.,\s-]+)/,
        ([, names]) => `the chart lacks the charts that it depends on: ${names?.trim()}`,
    ],
    [/Chart\.yaml file is missing/, () => "the chart has no Chart.yaml"],
    [/failing loading "https?:/, () => "the chart's schema asks for a file from the network"],
    [
        /values don't meet the specifications of the schema/,
        ({ input }) => `the values do not meet the chart's schema${places(input)}`,
    ],
    [
        /execution error at \(([\w./-]+):(\d+):\d+\)/,
        ([, file, line]) => `the chart refuses the values, at line ${line} of ${file}`,
    ],
    [
        /YAML parse error on ([\w./-]+):.*?(?:line (\d+))?/s,
        ([, file]) => `what ${file} of the chart becomes with these values is not YAML`,
    ],
    [
        /template: ([\w./-]+):(\d+)/,
        ([, file, line]) => `the chart does not render with these values, at line ${line} of ${file}`,
    ],
    [/parse error at \(([\w./-]+):(\d+)\)/, ([, file, line]) => `the chart has a mistake at line ${line} of ${file}`],
];

/** The message of a Helm that failed, as one clause. */
export function refusal(stderr: string): string {
    for (const [pattern, tell] of faults) {
        const match = pattern.exec(stderr);
        if (match) return tell(match);
    }
    return "helm template fails";
}

/** The keys that a schema refuses, from its lines `- at '/a/b': got string, want integer`. */
function places(text: string): string {
    const keys = [...text.matchAll(/at '((?:\/[\w~.-]+)+)'/g)].map(([, path = ""]) =>
        path.slice(1).replaceAll("/", "."),
    );
    return keys.length > 0 ? `, at ${[...new Set(keys)].slice(0, 5).join(", ")}` : "";
}
