import { parse } from "yaml";
import type { Inventory } from "../../inventory/inventory.ts";
import { UnknownValue } from "../../inventory/unknown.ts";
import { rule } from "../../judgement/rule.ts";
import { all, any, fail, must, pass, undecided, type Verdict } from "../../judgement/verdict.ts";
import { type Candidate, type Requirements, requirePart, unreadOf } from "../../reading/candidates.ts";
import { releasesOf } from "../../reading/installed.ts";
import { retentionHours } from "../../reading/schedule.ts";
import { clusters, nodeGroups, nodePools } from "../../reading/subjects.ts";
import { podSpec } from "../../reading/workloads.ts";

const remoteStores = ["s3", "gcs", "azure"];

export const logStorePresent = rule({
    id: "log-store-present",
    title: "Logs are kept in one searchable place, for a set time",
    level: "mandatory",
    severity: "high",
    mend: "Install Loki with loki.storage.type s3, loki.limits_config.retention_period and loki.compactor.retention_enabled",
    url: "https://grafana.com/docs/loki/latest/operations/storage/retention/",
    subjects: clusters,
    judge: (_, { inventory }) =>
        requirePart(inventory, {
            missing: "no place keeps the logs of pods",
            systems: {
                loki: {
                    chart: (release) => [
                        must(() => remoteStores.includes(String(release.value("loki.storage.type"))), onDisk),
                        must(
                            () => isPeriod(release.value("loki.limits_config.retention_period", undefined)),
                            "logs are kept for ever",
                        ),
                        must(() => release.value("loki.compactor.retention_enabled", false) === true, notDeleted),
                    ],
                    workloads: () => [() => lokiIn(configurationsOfLoki(inventory))],
                },
                suites: unreadOf("how long logs are kept"),
            },
            others: [
                ...inventory.of("aws:opensearch/domain:Domain").map(({ urn }) => ({ urn, requirements: [] })),
                ...elasticsearch(inventory),
                ...cloudWatch(inventory),
            ],
        }),
});

const onDisk = "logs are kept on a local disk";
const notDeleted = "the compactor deletes nothing, so logs are kept for ever";

/** Loki takes a retention of 0 for none. */
const isPeriod = (retention: unknown): boolean => retention !== undefined && retentionHours(String(retention)) > 0;

/** Configuration files of Loki, which lie in ConfigMaps. */
const configurationsOfLoki = (inventory: Inventory): string[] =>
    inventory
        .objects("ConfigMap", "core")
        .flatMap(({ props }) => Object.values(props.data ?? {}).map(String))
        .filter((text) => /^schema_config:/m.test(text));

const lokiIn = (texts: readonly string[]): Verdict =>
    any(
        texts.map(
            (text) => () =>
                all([
                    must(() => /object_store:\s*"?(s3|aws|gcs|azure)\b/.test(text), onDisk),
                    must(() => isPeriod(/\bretention_period:\s*(\S+)/.exec(text)?.[1]), "logs are kept for ever"),
                    must(() => /\bretention_enabled:\s*true\b/.test(text), notDeleted),
                ]),
        ),
        () => undecided("the configuration of Loki is not among what is seen"),
    );

/**
 * Clusters that the ECK operator makes. How long they keep logs is said to Elasticsearch itself; what a plan can see of it
 * is a lifecycle policy in a ConfigMap, from where somebody hands it over.
 */
const elasticsearch = (inventory: Inventory): Candidate[] =>
    inventory.objects("Elasticsearch", "elasticsearch.k8s.elastic.co").map(({ urn, props }) => ({
        urn,
        requirements: [
            must(() => {
                const nodeSets: { count?: number }[] = props.spec?.nodeSets ?? [];
                return nodeSets.reduce((sum, { count = 0 }) => sum + count, 0) > 1;
            }, "logs lie on one node only"),
            () =>
                inventory.objects("ConfigMap", "core").some(({ props: { data } }) => removesIndices(data))
                    ? pass()
                    : undecided("whether Elasticsearch removes old logs stands in Elasticsearch alone"),
        ],
    }));

/** A lifecycle policy of Elasticsearch with a phase in which an index is removed. */
const removesIndices = (data: Record<string, unknown> = {}): boolean =>
    Object.values(data).some((text) => /"delete":\s*\{\s*"min_age":\s*"\d+[dhm]"/.test(String(text)));

/**
 * The CloudWatch add-on writes below `/aws/containerinsights`, Fluent Bit and Fluentd to the group that an output names; without a
 * log group of that name, logs are kept for ever.
 */
function cloudWatch(inventory: Inventory): Candidate[] {
    const outputs = [
        ...releasesOf(inventory, "fluent-bit", "aws-for-fluent-bit").map((it) => it.value("config.outputs", "")),
        ...releasesOf(inventory, "fluentd").map((it) => JSON.stringify(it.value("fileConfigs", {}))),
    ];
    const named = outputs.flatMap((text) =>
        [...String(text).matchAll(/log_group_name +([\w./#-]+)/g)].map(([, name]) => name),
    );
    const groups = inventory
        .of("aws:cloudwatch/logGroup:LogGroup")
        .filter(({ props: { name } }) => String(name).startsWith("/aws/containerinsights/") || named.includes(name));
    return groups.map(({ urn, props }) => ({
        urn,
        requirements: [must(() => props.retentionInDays > 0, "logs are kept for ever")],
    }));
}

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
    const values = parse(configurationValues ?? "{}") as { tolerations?: readonly Toleration[] } | null;
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
