import type { WrittenRule } from "./promtool.ts";

/** An alert with one fault in it. */
export interface Mutant {
    name: string;
    rule: WrittenRule;
}

/** A comparison outside of label matchers, with the number that it compares with, if it is one. */
const comparison = /(>=|<=|==|!=|>|<)( -?\d+(?:\.\d+)?)?/g;

const turned: Readonly<Record<string, string>> = { ">": "<", "<": ">", ">=": "<", "<=": ">", "==": "!=", "!=": "==" };

/** Counts move by one, everything else by a quarter. */
const moved = (threshold: number): number[] =>
    Number.isInteger(threshold) && Math.abs(threshold) < 100
        ? [threshold + 1, threshold - 1]
        : [threshold * 1.25, threshold * 0.75];

/** The mutants of an alert, each of which its cases must notice. */
export function mutantsOf(rule: WrittenRule): Mutant[] {
    const { severity, ...labels } = rule.labels ?? {};
    return [
        ...[...ofExpression(rule.expr), ...ofSelectors(rule.expr)].map(([name, expr]) => ({
            name,
            rule: { ...rule, expr },
        })),
        { name: "severity dropped", rule: { ...rule, labels } },
        {
            name: "severity changed",
            rule: { ...rule, labels: { ...labels, severity: severity === "critical" ? "warning" : "critical" } },
        },
        ...(rule.for === undefined
            ? []
            : [
                  { name: "for removed", rule: { ...rule, for: "0s" } },
                  { name: "for doubled", rule: { ...rule, for: twice(rule.for) } },
              ]),
    ];
}

function ofExpression(expr: string): [name: string, expr: string][] {
    // As long as the expression, and without its strings.
    const bare = expr.replaceAll(/\{[^}]*\}|"[^"]*"/g, (text) => "_".repeat(text.length));
    return [...bare.matchAll(comparison)].flatMap(({ 0: found, 1: operator = "", 2: number, index }) => {
        const put = (text: string) => expr.slice(0, index) + text + expr.slice(index + found.length);
        const where = `${found} at ${index}`;
        return [
            [`${where} turned`, put(`${turned[operator]}${number ?? ""}`)] as [string, string],
            ...(number === undefined
                ? []
                : moved(Number(number)).map((other): [string, string] => [
                      `${where} moved to ${other}`,
                      put(`${operator} ${other}`),
                  ])),
        ];
    });
}

/** A selector of series, and a matcher in it. */
const selector = /\{([^}]*)\}/g;
const matcher = /\w+(?:=~|!~|!=|=)"[^"]*"/g;

/** Each label matcher left out, so that more series are looked at. */
function ofSelectors(expr: string): [name: string, expr: string][] {
    return [...expr.matchAll(selector)].flatMap(({ 0: found, 1: inside = "", index }) => {
        const all = inside.match(matcher) ?? [];
        return all.map((left): [string, string] => {
            const others = all.filter((it) => it !== left).join(",");
            const put = expr.slice(0, index) + (others && `{${others}}`) + expr.slice(index + found.length);
            return [`${left} at ${index} left out`, put];
        });
    });
}

const twice = (time: string): string => time.replace(/^\d+/, (amount) => `${2 * Number(amount)}`);
