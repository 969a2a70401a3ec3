import type { Addon } from "./addon.ts";
import type { PrometheusRule } from "./kubernetes-object.ts";
import type { Severity } from "./severity.ts";

/** A rule of Prometheus by which people are told that something is wrong. */
export interface Alert {
    /** Name in CamelCase, of one fault: its page is `docs/runbooks/<alert>.md`. */
    alert: string;
    /** PromQL. The labels of its series say which object it is. */
    expr: string;
    /** How long it must hold, as Prometheus writes it: `15m`. Default: an evaluation is enough. */
    for?: string;
    severity: Severity;
    /** Beside the severity, for routes. Default: none. */
    labels?: Readonly<Record<string, string>>;
    /** One sentence that names the object, as a template of Prometheus. */
    summary: string;
}

/** A rule that gives a query a name. */
export interface Recording {
    /** Name of the series, `level:metric:operations`. */
    record: string;
    expr: string;
    labels?: Readonly<Record<string, string>>;
}

export type Rule = Alert | Recording;

/** Rules that are evaluated one after the other. */
export interface RuleGroup {
    /** Unique among the groups of its part. */
    name: string;
    /** Time between two evaluations. Default: that of Prometheus, 30 s. */
    interval?: string;
    rules: readonly Rule[];
}

/**
 * Where the pages on alerts are, if nobody says under which URL people open them: in this package, as a package URL
 * names its files (https://github.com/package-url/purl-spec).
 */
export const packagedRunbooks = "pkg:npm/production-cluster#docs/runbooks";

/**
 * What a part says to Prometheus, in its own namespace.
 *
 * @param runbooks prefix of the addresses of the pages on alerts, without a slash at its end
 */
export const prometheusRule = (
    { name, namespace }: Pick<Addon, "name" | "namespace">,
    groups: readonly RuleGroup[],
    runbooks: string,
): PrometheusRule => ({
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: { name, namespace: namespace.name },
    spec: { groups: groups.map(({ rules, ...group }) => ({ ...group, rules: rules.map(written(runbooks)) })) },
});

const written = (runbooks: string) => (rule: Rule) => {
    if ("record" in rule) return { ...rule };
    const { severity, labels, summary, ...alert } = rule;
    return {
        ...alert,
        labels: { severity, ...labels },
        annotations: { summary, runbook_url: `${runbooks}/${alert.alert}.md` },
    };
};

/**
 * PromQL: of what Prometheus scrapes under this name, nothing answers, or nothing is found any more. Its series says
 * which job and namespace.
 */
export const noneUp = (namespace: string, job: string): string => {
    const up = `up{namespace="${namespace}",job="${job}"}`;
    return `sum by (namespace, job) (${up}) == 0 or absent(${up})`;
};
