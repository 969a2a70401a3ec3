import type { KubernetesObject } from "./kubernetes-object.ts";
import type { Taint } from "./shape.ts";

interface Toleration {
    readonly key?: string;
    readonly operator?: "Exists" | "Equal";
    readonly value?: string;
    readonly effect?: string;
}

interface Expression {
    readonly key: string;
    readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
    readonly values?: readonly string[];
}

type Labels = Readonly<Record<string, string>>;

/** Whether a pod may run on a machine with these taints. */
export function tolerates({ spec }: KubernetesObject, taints: readonly Taint[]): boolean {
    const tolerations: Toleration[] = spec.tolerations ?? [];
    return taints
        .filter(({ effect }) => effect !== "PreferNoSchedule")
        .every((taint) => tolerations.some((toleration) => matches(toleration, taint)));
}

const matches = ({ key, operator = "Equal", value = "", effect }: Toleration, taint: Taint): boolean =>
    (key === undefined || key === "" ? operator === "Exists" : key === taint.key) &&
    (!effect || effect === taint.effect) &&
    (operator === "Exists" || value === (taint.value ?? ""));

/** Whether a pod's node selector and required node affinity let it run on a machine with these labels. */
export function selects({ spec }: KubernetesObject, labels: Labels): boolean {
    const selector: Labels = spec.nodeSelector ?? {};
    const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
    return carries(labels, selector) && (!required || selectsNode(required, labels));
}

/** Whether labels are among others. */
export const carries = (labels: Labels = {}, wanted: Labels): boolean =>
    Object.entries(wanted).every(([key, value]) => labels[key] === value);

/** Whether one of the terms of a node selector holds for these labels. */
export const selectsNode = (
    { nodeSelectorTerms }: { nodeSelectorTerms: { matchExpressions?: Expression[] }[] },
    labels: Labels,
): boolean =>
    nodeSelectorTerms.some(({ matchExpressions }) =>
        matchExpressions?.every((expression) => holds(expression, labels)),
    );

function holds({ key, operator, values = [] }: Expression, labels: Labels): boolean {
    const value = labels[key];
    if (operator === "DoesNotExist") return value === undefined;
    if (operator === "NotIn") return value === undefined || !values.includes(value);
    if (value === undefined) return false;
    if (operator === "Exists") return true;
    if (operator === "In") return values.includes(value);
    return operator === "Gt" ? Number(value) > Number(values[0]) : Number(value) < Number(values[0]);
}
