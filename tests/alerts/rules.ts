import type { Addon } from "../../components/platform/addon.ts";
import { prometheusRule } from "../../components/platform/rules.ts";
import { exemptionAlerts } from "../../components/security/admission/ending-exemptions.ts";
import { addonOf, assembled, everything } from "../addons/example.ts";
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

/** Of a day that is near where the clock begins in 1970, as in the tests: what is over is in no plan of today. */
const ofExemption = prometheusRule(
    addonOf(everything, "kyverno"),
    exemptionAlerts([
        { namespace: "legacy", policies: ["res-limits"], reason: "old", owner: "shop", until: "1970-02-01" },
    ]),
    runbooks,
).spec?.groups as WrittenGroup[];

/** The rules of a cluster on EKS with everything that can be chosen, and of what can be chosen instead. */
export const rules: ReadonlyMap<string, WrittenGroup[]> = new Map([
    ...rulesOf(
        await assembled({
            settings: {
                admission: { engine: "gatekeeper" },
                logs: { store: "elasticsearch" },
                network: { policyEngine: "cilium" },
            },
        }),
    ),
    ...rulesOf(await assembled({ settings: { mesh: { engine: "linkerd" }, network: { policyEngine: "calico" } } })),
    ...rulesOf(everything),
    ["kyverno", [...(rulesOf(everything).get("kyverno") ?? []), ...ofExemption]],
]);

const isAlert = (rule: WrittenRule): rule is WrittenRule & { alert: string } => rule.alert !== undefined;

export const alertsOf = (groups: readonly WrittenGroup[]) => groups.flatMap((group) => group.rules).filter(isAlert);
