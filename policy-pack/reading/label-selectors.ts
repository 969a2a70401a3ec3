export type Labels = Readonly<Record<string, string>>;

export interface Selector {
    matchLabels?: Record<string, string>;
    matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

/** Whether a label selector matches labels. */
export function matches(selector: Selector | undefined, labels: Labels = {}): boolean {
    const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
    return (
        Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
        matchExpressions.every(({ key, operator, values = [] }) => {
            if (operator === "Exists") return Object.hasOwn(labels, key);
            if (operator === "DoesNotExist") return !Object.hasOwn(labels, key);
            const among = values.some((value) => value === labels[key]);
            return operator === "In" ? among : !among;
        })
    );
}

/** An empty label selector selects everything. */
export const selectsAll = ({ matchLabels = {}, matchExpressions = [] }: Selector = {}): boolean =>
    Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
