import { ofPods } from "./pods.ts";
import type { Match, Policy } from "./policy.ts";

/** Workloads whose pods stand in for each other. */
const replicated: Match[] = [{ group: "apps", version: "v1", resources: ["deployments", "statefulsets"] }];

const template = (object: string): string => `dyn(${object}).spec.template`;

/** Whether the pods' own labels have one of the values that an expression `e` of a label selector names. */
const among = "e.key in variables.labels && variables.labels[e.key] in e.?values.orValue([])";

/**
 * Whether the label selector of a constraint or term selects the pods that it is part of; without one it selects none.
 */
const selectsItself = (term: string): string =>
    `${term}.?labelSelector.hasValue() && ` +
    `${term}.labelSelector.?matchLabels.orValue({}).all(k, k in variables.labels && variables.labels[k] == ${term}.labelSelector.matchLabels[k]) && ` +
    `${term}.labelSelector.?matchExpressions.orValue([]).all(e, e.operator == "Exists" ? e.key in variables.labels : ` +
    `e.operator == "DoesNotExist" ? !(e.key in variables.labels) : e.operator == "In" ? ${among} : !(${among}))`;

/** Topologies over which a list of constraints or terms keeps the pods apart from each other. */
const topologiesOf = (list: string): string => `${list}.filter(t, ${selectsItself("t")}).map(t, t.topologyKey)`;

/** A preference keeps nothing apart, and neither does a skew of as many pods as there are. */
const strict =
    'variables.pod.?topologySpreadConstraints.orValue([]).filter(t, t.?whenUnsatisfiable.orValue("") == "DoNotSchedule" && ' +
    "t.?maxSkew.orValue(0) >= 1 && t.?maxSkew.orValue(0) < variables.replicas)";

const ofSpread = {
    action: "warn",
    match: replicated,
    judged: (object) => `[dyn(${template(object)}.spec), dyn(${template(object)}.?metadata.?labels)]`,
    variables: {
        pod: ofPods.variables.pod,
        labels: `${template("object")}.?metadata.?labels.orValue({})`,
        wanted: "dyn(object).spec.?replicas.orValue(2)",
        replicas: "variables.wanted < 2 ? 2 : variables.wanted",
        strict,
        required:
            "variables.pod.?affinity.?podAntiAffinity.?requiredDuringSchedulingIgnoredDuringExecution.orValue([])",
        topologies: [topologiesOf("variables.strict"), topologiesOf("variables.required")].join(" + "),
    },
} satisfies Omit<Policy, "id" | "validations">;

export const availabilityPolicies: Policy[] = [
    {
        id: "spread-hosts",
        ...ofSpread,
        validations: [
            {
                // Nodes of different zones are different nodes.
                expression:
                    'variables.topologies.exists(t, t in ["kubernetes.io/hostname", "topology.kubernetes.io/zone"])',
                message:
                    "one node may hold all its replicas; add a topologySpreadConstraint over kubernetes.io/hostname with DoNotSchedule that selects its pods",
            },
        ],
    },
    {
        id: "spread-zones",
        ...ofSpread,
        validations: [
            {
                expression: '"topology.kubernetes.io/zone" in variables.topologies',
                message:
                    "one zone may hold all its replicas; add a topologySpreadConstraint over topology.kubernetes.io/zone with DoNotSchedule that selects its pods",
            },
        ],
    },
];
