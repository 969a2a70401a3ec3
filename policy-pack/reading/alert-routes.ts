/** A route as Alertmanager's configuration has it, or the operator's AlertmanagerConfig. */
export interface AlertRoute {
    readonly receiver?: string;
    readonly matchers?: readonly (string | ObjectMatcher)[];
    /** Older words for the same. */
    readonly match?: Readonly<Record<string, string>>;
    readonly match_re?: Readonly<Record<string, string>>;
    readonly continue?: boolean;
    readonly routes?: readonly AlertRoute[];
}

interface ObjectMatcher {
    readonly name: string;
    readonly value?: string;
    readonly matchType?: string;
    readonly regex?: boolean;
}

export type Labels = Readonly<Record<string, string>>;

interface Matcher {
    readonly label: string;
    holds(value: string): boolean;
}

/** Who is told of an alert: as Alertmanager walks its routes, the first that fits, and more where one says `continue`. */
export function receiversOf(route: AlertRoute, labels: Labels): string[] {
    if (!matchersOf(route).every(({ label, holds }) => holds(labels[label] ?? ""))) return [];
    const told: string[] = [];
    for (const child of route.routes ?? []) {
        const receivers = receiversOf({ ...child, receiver: child.receiver ?? route.receiver }, labels);
        told.push(...receivers);
        if (receivers.length > 0 && !child.continue) break;
    }
    return told.length > 0 ? told : [route.receiver ?? ""];
}

/** A route and all below it, each with the receiver that it inherits. */
export const everyRoute = (route: AlertRoute): AlertRoute[] => [
    route,
    ...(route.routes ?? []).flatMap((child) => everyRoute({ ...child, receiver: child.receiver ?? route.receiver })),
];

/** Whether it can take an alert of which only these labels are known. */
export const mayTake = (route: AlertRoute, labels: Labels): boolean =>
    matchersOf(route).every(({ label, holds }) => !(label in labels) || holds(labels[label] ?? ""));

/** Whether it is about alerts by their name. */
export const namesAlerts = (route: AlertRoute): boolean => matchersOf(route).some(({ label }) => label === "alertname");

const matchersOf = ({ matchers = [], match = {}, match_re = {} }: AlertRoute): Matcher[] => [
    ...matchers.flatMap((matcher) => (typeof matcher === "string" ? parsed(matcher) : [ofObject(matcher)])),
    ...Object.entries(match).map(([label, value]) => matcher(label, "=", value)),
    ...Object.entries(match_re).map(([label, value]) => matcher(label, "=~", value)),
];

const ofObject = ({ name, value = "", matchType, regex }: ObjectMatcher): Matcher =>
    matcher(name, matchType ?? (regex ? "=~" : "="), value);

/** `severity =~ "critical|warning"`, or several in braces (https://prometheus.io/docs/alerting/latest/configuration/#matcher). */
function parsed(text: string): Matcher[] {
    const inner = text.trim().replace(/^\{(.*)\}$/s, "$1");
    return [...inner.matchAll(/\s*("?)([^\s"=!~,]+)\1\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|[^,]*)\s*(?:,|$)/g)].map(
        ([, , label = "", operator = "=", value = ""]) =>
            matcher(label, operator, value.trim().replace(/^"(.*)"$/s, "$1")),
    );
}

function matcher(label: string, operator: string, value: string): Matcher {
    const equal = operator.endsWith("~") ? anchored(value) : (given: string) => given === value;
    return { label, holds: operator.startsWith("!") ? (given) => !equal(given) : equal };
}

/** An expression that JavaScript does not know may hold of anything. */
function anchored(expression: string): (value: string) => boolean {
    try {
        const regex = new RegExp(`^(?:${expression})$`, "s");
        return (value) => regex.test(value);
    } catch {
        return () => true;
    }
}
