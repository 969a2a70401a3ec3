import type { Addon } from "./addon.ts";
import type { PrometheusRule } from "./kubernetes-object.ts";
import type { Severity } from "./severity.ts";

/** A rule of Prometheus by which people are told that something is wrong. */
export interface Alert {
    /** Name in CamelCase; its page is `docs/runbooks/<alert>.md`. */
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

/** Where people read what an alert means and how to mend it. */
const runbooks = "docs/runbooks";

/** What a part says to Prometheus, in its own namespace. */
export const prometheusRule = (
    { name, namespace }: Pick<Addon, "name" | "namespace">,
    groups: readonly RuleGroup[],
): PrometheusRule => ({
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: { name, namespace: namespace.name },
    spec: { groups: groups.map(({ rules, ...group }) => ({ ...group, rules: rules.map(written) })) },
});

const written = (rule: Rule) => {
    if ("record" in rule) return { ...rule };
    const { severity, labels, summary, ...alert } = rule;
    return {
        ...alert,
        labels: { severity, ...labels },
        annotations: { summary, runbook_url: `${runbooks}/${alert.alert}.md` },
    };
};
