import type { Rendered } from "./render.ts";

interface Hook {
    object: Rendered;
    weight: number;
}

/** Hooks of an event in the order in which Helm makes them: weight, then name; of one name as it renders them (`hookByWeight`). */
const inOrder = (objects: readonly Rendered[], event: string): Rendered[] =>
    objects
        .filter((object) => eventsOf(object).includes(event))
        .map((object): Hook => ({ object, weight: Number(object.metadata.annotations["helm.sh/hook-weight"] ?? 0) }))
        .toSorted((a, b) => a.weight - b.weight || compare(a.object.metadata.name, b.object.metadata.name))
        .map(({ object }) => object);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const eventsOf = ({ metadata }: Rendered): string[] =>
    (metadata.annotations?.["helm.sh/hook"] ?? "").split(",").map((event: string) => event.trim());

/**
 * Hooks whose pods Helm makes before their account, or before what binds it: the pods are refused, and Helm waits.
 *
 * @param beside what is there before the release
 */
export function beforeTheirAccount(rendered: readonly Rendered[], beside: readonly Rendered[]): string[] {
    const hooks = rendered.filter(({ metadata }) => metadata.annotations?.["helm.sh/hook"]);
    const manifests = rendered.filter((object) => !hooks.includes(object));
    return [...new Set(hooks.flatMap(eventsOf))].flatMap((event) => {
        const order = inOrder(hooks, event);
        // Helm makes what is no hook after those of `pre-install`.
        const there = event === "pre-install" ? beside : [...beside, ...manifests];
        return order.flatMap((hook, index) => {
            const { serviceAccount, serviceAccountName = serviceAccount } = hook.spec?.template?.spec ?? {};
            if (!serviceAccountName || serviceAccountName === "default") return [];
            const isAccount = ({ kind, metadata }: Rendered) =>
                kind === "ServiceAccount" && metadata.name === serviceAccountName;
            const binds = ({ subjects = [] }: Rendered) =>
                subjects.some(({ name }: Rendered) => name === serviceAccountName);
            const early = [...there, ...order.slice(0, index)].some(isAccount) && !order.slice(index).some(binds);
            return early ? [] : [`${event}: ${hook.kind} ${hook.metadata.name} as ${serviceAccountName}`];
        });
    });
}
