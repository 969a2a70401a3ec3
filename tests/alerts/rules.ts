import type { Addon } from "../../components/platform/addon.ts";
import { assembled, options } from "../addons/example.ts";
import { runbooks, type WrittenGroup, type WrittenRule } from "./promtool.ts";

/** The groups of rules that reach Prometheus beside a part, by the part's name. */
export const rulesOf = (addons: readonly Addon[]): ReadonlyMap<string, WrittenGroup[]> =>
    new Map(
        addons.flatMap(({ name, after = [] }) =>
            after.flatMap((object): [string, WrittenGroup[]][] =>
                object.kind === "PrometheusRule" ? [[name, (object.spec?.groups ?? []) as WrittenGroup[]]] : [],
            ),
        ),
    );

const settings = {
    ...options,
    alerts: { emails: ["people@example.com"], heartbeatUrlSecret: "heartbeat", runbookUrl: runbooks },
};

/** The rules of a cluster on EKS with everything, and of the parts that can be chosen instead. */
export const rules = new Map([
    ...rulesOf(await assembled({ settings })),
    ...rulesOf(await assembled({ settings: { ...settings, logs: { store: "elasticsearch" } } })),
]);

const isAlert = (rule: WrittenRule): rule is WrittenRule & { alert: string } => rule.alert !== undefined;

export const alertsOf = (groups: readonly WrittenGroup[]) => groups.flatMap((group) => group.rules).filter(isAlert);
