import type { Inventory } from "../../inventory/inventory.ts";
import { UnknownValue } from "../../inventory/unknown.ts";
import { documentsIn } from "../../inventory/yaml.ts";
import { rule } from "../../judgement/rule.ts";
import { fail, must, pass, type Verdict } from "../../judgement/verdict.ts";
import { type Requirements, requirePart, unreadOf } from "../../reading/candidates.ts";
import { clusters, nodeGroups, nodePools } from "../../reading/subjects.ts";
import { podSpec } from "../../reading/workloads.ts";

/** Forwarders that run on every node. */
const forwarders = ["fluent-bit", "aws-for-fluent-bit", "fluentd", "promtail", "vector", "alloy"] as const;

interface Toleration {
    key?: string;
    operator?: string;
    value?: string;
    effect?: string;
}

interface Taint {
    key: string;
    value?: string;
    effect: string;
}

export const logForwarderAllNodes = rule({
    id: "log-forwarder-all-nodes",
    title: "Logs of every node are forwarded",
    level: "mandatory",
    severity: "high",
    mend: "Install a forwarder as DaemonSet that tolerates every taint: tolerations [{operator: Exists}]",
    url: "https://docs.fluentbit.io/manual/installation/downloads/kubernetes",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const notEverywhere = "the forwarder does not run on every node";
        const forwarder: Requirements = {
            chart: (release) => {
                const tolerations = release.chart === "alloy" ? "controller.tolerations" : "tolerations";
                return [
                    must(() => release.value("kind", "DaemonSet") === "DaemonSet", notEverywhere),
                    () => tolerated(inventory, () => release.value(tolerations) as Toleration[]),
                ];
            },
            workloads: (workloads) => {
                const onNodes = workloads.filter(({ type }) => type.endsWith(":DaemonSet"));
                return [
                    must(() => onNodes.length > 0, notEverywhere),
                    ...onNodes.map((each) => () => tolerated(inventory, () => podSpec(each).tolerations ?? [])),
                ];
            },
            addon: ({ props }) => [() => tolerated(inventory, () => tolerationsOfAddon(props))],
        };
        return requirePart(inventory, {
            missing: "nothing forwards the logs of pods",
            systems: {
                ...Object.fromEntries(forwarders.map((name) => [name, forwarder])),
                suites: unreadOf("whether it forwards the logs of pods"),
            },
            others: inventory
                .of("aws:eks/addon:Addon")
                .filter(({ props }) => props.addonName === "amazon-cloudwatch-observability")
                .map(({ urn }) => ({ urn, requirements: [] })),
        });
    },
});

/** What an add-on tolerates by itself stands in no plan. */
function tolerationsOfAddon({ configurationValues }: { configurationValues?: string }): readonly Toleration[] {
    const values = documentsIn(configurationValues ?? "{}")[0] as { tolerations?: readonly Toleration[] } | null;
    if (values?.tolerations) return values.tolerations;
    throw new UnknownValue("configurationValues.tolerations", "left out");
}

function tolerated(inventory: Inventory, tolerations: () => readonly Toleration[]): Verdict {
    const taints = taintsOf(inventory);
    if (taints.length === 0) return pass();
    const given = tolerations();
    const left = taints.filter((taint) => !given.some((toleration) => tolerates(toleration, taint)));
    const keys = [...new Set(left.map(({ key }) => key))];
    return keys.length === 0 ? pass() : fail(`the forwarder does not run on nodes that are tainted ${keys.join(", ")}`);
}

/** Taints of node groups and NodePools, with the effects by Kubernetes's names. */
function taintsOf(inventory: Inventory): Taint[] {
    const effects: Record<string, string> = { NO_SCHEDULE: "NoSchedule", NO_EXECUTE: "NoExecute" };
    const groups = nodeGroups(inventory).flatMap(({ props }): Taint[] => props.taints ?? []);
    const pools = nodePools(inventory).flatMap(({ props }): Taint[] => props.spec?.template?.spec?.taints ?? []);
    return [...groups, ...pools]
        .map((taint) => ({ ...taint, effect: effects[taint.effect] ?? taint.effect }))
        .filter(({ effect }) => effect === "NoSchedule" || effect === "NoExecute");
}

function tolerates({ key, operator = "Equal", value = "", effect }: Toleration, taint: Taint): boolean {
    if (effect && effect !== taint.effect) return false;
    if (!key) return operator === "Exists";
    return key === taint.key && (operator === "Exists" || value === (taint.value ?? ""));
}
