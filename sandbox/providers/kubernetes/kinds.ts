import { type Check, type Checks, integer, ipRange, matching, oneOf } from "../checks.ts";
import type { Failure } from "../cloud.ts";
import { asList, asRecord, isUnknown, type Values } from "../values.ts";
import { labelValue } from "./names.ts";
import { quantityForm } from "./quantity.ts";

/** What the simulation knows of a kind beyond what holds for every object. */
export interface Kind {
    checks?: Checks;
    /** What is wrong between fields. */
    relations?(object: Values): Failure[];
    /** Fields for whose change Pulumi's provider makes a new object, as for name and namespace. */
    immutable?: string[];
    /** Fields whose change the API server refuses. */
    frozen?: string[];
}

const quantity: Check = (value) => (quantityForm.test(String(value)) ? undefined : "a quantity such as 500m or 2Gi");
const protocol = oneOf("TCP", "UDP", "SCTP");
const port = integer(1, 65_535);
const portOrName: Check = (value) =>
    typeof value === "number"
        ? port(value)
        : matching(
              /^(?=.*[a-z])[a-z0-9-]{1,15}$/,
              "a port, or a port's name of at most 15 small letters, digits and -",
          )(value);

/** Kinds of Kubernetes itself that the stacks of this repository plan, by name. Others are held to their SDK alone. */
export const kinds: Record<string, Kind> = {
    Namespace: { relations: podSecurityFailures },
    ResourceQuota: { checks: { "spec.hard.*": quantity }, immutable: ["spec.scopes"] },
    LimitRange: {
        checks: {
            "spec.limits[].type": oneOf("Container", "Pod", "PersistentVolumeClaim"),
            ...Object.fromEntries(
                ["default", "defaultRequest", "min", "max"].map((bound) => [`spec.limits[].${bound}.*`, quantity]),
            ),
        },
    },
    NetworkPolicy: {
        checks: {
            "spec.policyTypes[]": oneOf("Ingress", "Egress"),
            ...networkChecks("ingress", "from"),
            ...networkChecks("egress", "to"),
            "spec.podSelector.matchLabels.*": labelValue,
        },
    },
    StorageClass: {
        immutable: ["provisioner", "parameters"],
        frozen: ["reclaimPolicy", "volumeBindingMode"],
        checks: {
            provisioner: matching(/^[a-z0-9]([-a-z0-9./]*[a-z0-9])?$/, "the name of a driver such as ebs.csi.aws.com"),
            reclaimPolicy: oneOf("Delete", "Retain"),
            volumeBindingMode: oneOf("Immediate", "WaitForFirstConsumer"),
        },
    },
    PriorityClass: {
        frozen: ["value", "preemptionPolicy"],
        checks: {
            value: integer(-2_147_483_648, 1_000_000_000),
            preemptionPolicy: oneOf("Never", "PreemptLowerPriority"),
            "metadata.name": matching(/^(?!system-)/, "a name that does not start with system-"),
        },
    },
    ClusterRole: {
        relations: (object) =>
            asList(object.rules)
                .map(asRecord)
                .filter((rule) => asList(rule.verbs).length === 0 && !isUnknown(rule.verbs))
                .map(() => ({ property: "rules", reason: "every rule names its verbs" })),
    },
    ClusterRoleBinding: {
        immutable: ["roleRef"],
        checks: {
            "roleRef.kind": oneOf("Role", "ClusterRole"),
            "roleRef.apiGroup": oneOf("rbac.authorization.k8s.io"),
            "subjects[].kind": oneOf("User", "Group", "ServiceAccount"),
        },
        relations: ({ subjects }) =>
            asList(subjects)
                .map(asRecord)
                .filter(({ kind, namespace }) => kind === "ServiceAccount" && namespace === undefined)
                .map(({ name }) => ({
                    property: "subjects",
                    reason: `the ServiceAccount ${name} needs its namespace`,
                })),
    },
};

function networkChecks(direction: string, peers: string): Checks {
    return {
        [`spec.${direction}[].ports[].protocol`]: protocol,
        [`spec.${direction}[].ports[].port`]: portOrName,
        [`spec.${direction}[].ports[].endPort`]: port,
        [`spec.${direction}[].${peers}[].ipBlock.cidr`]: ipRange,
        [`spec.${direction}[].${peers}[].ipBlock.except[]`]: ipRange,
    };
}

/** https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces */
function podSecurityFailures({ metadata }: Values): Failure[] {
    const level = oneOf("privileged", "baseline", "restricted");
    const version = matching(/^(latest|v1\.\d+)$/, "latest or a version such as v1.35");
    return Object.entries(asRecord(asRecord(metadata).labels)).flatMap(([label, value]) => {
        const [, mode, pinned] = /^pod-security\.kubernetes\.io\/(enforce|audit|warn)(-version)?$/.exec(label) ?? [];
        const must = mode && !isUnknown(value) ? (pinned ? version : level)(value) : undefined;
        return must ? [{ property: "metadata.labels", reason: `${label} must be ${must}, not "${value}"` }] : [];
    });
}
