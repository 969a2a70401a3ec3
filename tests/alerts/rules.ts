import type { Addon } from "../../components/platform/addon.ts";
import { assembled, everything } from "../addons/example.ts";
import type { WrittenGroup, WrittenRule } from "./promtool.ts";

/** The groups of rules that reach Prometheus beside a part, by the part's name. */
export const rulesOf = (addons: readonly Addon[]): ReadonlyMap<string, WrittenGroup[]> =>
    new Map(
        addons.flatMap(({ name, after = [] }) =>
            after.flatMap((object): [string, WrittenGroup[]][] =>
                object.kind === "PrometheusRule" ? [[name, (object.spec?.groups ?? []) as WrittenGroup[]]] : [],
            ),
        ),
    );

/** The rules of a cluster on EKS with everything that can be chosen, and of what can be chosen instead. */
export const rules: ReadonlyMap<string, WrittenGroup[]> = new Map([
    ...rulesOf(
        await assembled({ settings: { admission: { engine: "gatekeeper" }, logs: { store: "elasticsearch" } } }),
    ),
    ...rulesOf(everything),
]);

const isAlert = (rule: WrittenRule): rule is WrittenRule & { alert: string } => rule.alert !== undefined;

export const alertsOf = (groups: readonly WrittenGroup[]) => groups.flatMap((group) => group.rules).filter(isAlert);
