import type { Inventory } from "../../inventory/inventory.ts";
import type { Release } from "../../inventory/release.ts";
import { rule } from "../../judgement/rule.ts";
import { all, any, attempt, must, pass, undecided, type Verdict } from "../../judgement/verdict.ts";
import { type Candidate, requirePart, unreadOf } from "../../reading/candidates.ts";
import { releasesOf } from "../../reading/installed.ts";
import { retentionHours } from "../../reading/schedule.ts";
import { clusters } from "../../reading/subjects.ts";

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
        .flatMap(({ props }) => textsOf(props))
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
    const outputs: Readonly<Record<string, (release: Release) => string>> = {
        "fluent-bit": (release) => String(release.value("config.outputs", "")),
        "aws-for-fluent-bit": (release) => String(release.value("config.outputs", "")),
        fluentd: (release) => JSON.stringify(release.value("fileConfigs", {})),
    };
    const written = Object.entries(outputs).flatMap(([chart, outputOf]) =>
        releasesOf(inventory, chart).map((release) => ({
            urn: release.resource.urn,
            read: () => namesIn(outputOf(release)),
        })),
    );
    const names = [
        ...inventory.objects("ConfigMap", "core").flatMap(({ props }) => known(() => textsOf(props)).flatMap(namesIn)),
        ...written.flatMap(({ read }) => known(read)),
    ];
    const groups = inventory
        .of("aws:cloudwatch/logGroup:LogGroup")
        .filter(({ props: { name } }) => String(name).startsWith("/aws/containerinsights/") || names.includes(name));
    return [
        ...groups.map(({ urn, props }) => ({
            urn,
            requirements: [must(() => props.retentionInDays > 0, "logs are kept for ever")],
        })),
        // Where an output leads that cannot be read stays open, and hides no other place.
        ...written
            .filter(({ read }) => isOpen(read))
            .map(({ urn, read }) => ({ urn, requirements: [must(read, "its output names no log group")] })),
    ];
}

const namesIn = (outputs: string): string[] =>
    [...outputs.matchAll(/\blog_group_name:? +([\w./#-]+)/g)].map(([, name = ""]) => name);

const textsOf = ({ data = {} }: { data?: Record<string, unknown> }): string[] => Object.values(data).map(String);

const isOpen = (read: () => unknown): boolean => attempt(must(read, "")).status === "unknown";

const known = <T>(read: () => T[]): T[] => (isOpen(read) ? [] : read());
