import type { Inventory } from "../inventory/inventory.ts";
import { namespaceOf } from "../inventory/namespaces.ts";
import { once } from "../inventory/once.ts";
import type { Resource } from "../inventory/resource.ts";
import { UnknownValue } from "../inventory/unknown.ts";
import { matches, type Selector } from "./label-selectors.ts";
import { podLabels, workloads } from "./workloads.ts";

/** Objects of any of these kinds, `<group>/<Kind>` each. */
export const ofKinds = (inventory: Inventory, keys: readonly string[]): readonly Resource[] =>
    keys.flatMap((key) => {
        const [group = "", kind = ""] = key.split("/");
        return inventory.objects(kind, group);
    });

/** Services select by plain labels, all else by a label selector. A Service without a selector selects nothing. */
function selectorOf({ type, props }: Resource): Selector | undefined {
    if (!type.endsWith(":Service")) return props.spec?.podSelector ?? props.spec?.selector ?? {};
    return props.spec?.selector && { matchLabels: props.spec.selector };
}

/** Objects of one kind, by namespace and by one label that they select; nothing is compared with everything. */
interface Index {
    readonly byLabel: Map<string, Resource[]>;
    readonly byNamespace: Map<string, Resource[]>;
    readonly open: UnknownValue[];
}

const indices = once(() => new Map<string, Index>());

function memoized(inventory: Inventory, name: string, build: () => Index): Index {
    const known = indices(inventory);
    const index = known.get(name) ?? build();
    known.set(name, index);
    return index;
}

function index(inventory: Inventory, objects: readonly Resource[], labels: (object: Resource) => string[]): Index {
    const built: Index = { byLabel: new Map(), byNamespace: new Map(), open: [] };
    const put = (map: Map<string, Resource[]>, key: string, object: Resource) => {
        const list = map.get(key) ?? [];
        list.push(object);
        map.set(key, list);
    };
    for (const object of objects) {
        try {
            const namespace = namespaceOf(inventory, object);
            put(built.byNamespace, namespace, object);
            for (const label of labels(object)) put(built.byLabel, `${namespace} ${label}`, object);
        } catch (error) {
            if (!(error instanceof UnknownValue)) throw error;
            built.open.push(error);
        }
    }
    return built;
}

/** An answer that an object of unknown place could change, is unknown. */
function decided(found: readonly Resource[], { open }: Index): readonly Resource[] {
    if (found.length === 0 && open[0]) throw open[0];
    return found;
}

/** Objects of a kind in a namespace. */
export function within(inventory: Inventory, namespace: string, kind: string, group?: string): readonly Resource[] {
    const found = memoized(inventory, `${kind} ${group}`, () =>
        index(inventory, inventory.objects(kind, group), firstLabel),
    );
    return decided([...(found.byNamespace.get(namespace) ?? [])], found);
}

/** The object of a kind by its name: in a namespace, or of the cluster where none is given. */
export function called(
    inventory: Inventory,
    kind: string,
    group: string,
    name: string,
    namespace?: string,
): Resource | undefined {
    const found = memoized(inventory, `name of ${kind} ${group}`, () =>
        index(inventory, inventory.objects(kind, group), ({ props }) => [String(props.metadata?.name)]),
    );
    return decided(found.byLabel.get(`${namespace ?? "default"} ${name}`) ?? [], found)[0];
}

/** Whether a namespace is one whose workloads are here. */
export const isHeld = (inventory: Inventory, namespace: string): boolean =>
    selected(inventory, namespace, {}).length > 0;

/** Objects of a kind (Services, PodDisruptionBudgets, NetworkPolicies) that select the pods of a workload. */
export function selecting(inventory: Inventory, workload: Resource, kind: string, group: string): readonly Resource[] {
    const found = memoized(inventory, `${kind} ${group}`, () =>
        index(inventory, inventory.objects(kind, group), firstLabel),
    );
    const namespace = namespaceOf(inventory, workload);
    const labels = podLabels(workload);
    const candidates = ["", ...pairs(labels)].flatMap((key) => found.byLabel.get(`${namespace} ${key}`) ?? []);
    return decided(
        candidates.filter((object) => {
            const selector = selectorOf(object);
            return selector !== undefined && matches(selector, labels);
        }),
        found,
    );
}

const pairs = (labels: Record<string, string>): string[] =>
    Object.entries(labels).map(([key, value]) => `${key}=${value}`);

function firstLabel(object: Resource): string[] {
    const [first = ""] = pairs(selectorOf(object)?.matchLabels ?? {});
    return [first];
}

/** Workloads of a namespace whose pods a selector selects. */
export function selected(inventory: Inventory, namespace: string, selector: Selector): readonly Resource[] {
    const found = memoized(inventory, "pods by label", () =>
        index(inventory, workloads(inventory), (workload) => ["", ...pairs(podLabels(workload))]),
    );
    const [first = ""] = pairs(selector.matchLabels ?? {});
    const candidates = found.byLabel.get(`${namespace} ${first}`) ?? [];
    return decided(
        candidates.filter((workload) => matches(selector, podLabels(workload))),
        found,
    );
}

/** The workload of a namespace by kind and name. */
export function workload(inventory: Inventory, namespace: string, kind: string, name: string): Resource | undefined {
    const found = memoized(inventory, "workloads by name", () =>
        index(inventory, workloads(inventory), ({ type, props }) => [
            `${type.split(":").at(-1)}/${props.metadata?.name}`,
        ]),
    );
    return decided(found.byLabel.get(`${namespace} ${kind}/${name}`) ?? [], found)[0];
}

/** Autoscalers of a kind whose target is the workload. */
export function scaling(inventory: Inventory, workload: Resource, kind: string, group: string): readonly Resource[] {
    const reference = ({ props }: Resource) => props.spec?.scaleTargetRef ?? props.spec?.targetRef ?? {};
    const found = memoized(inventory, `target of ${kind} ${group}`, () =>
        index(inventory, inventory.objects(kind, group), (object) => [reference(object).name ?? ""]),
    );
    const { name } = workload.props.metadata ?? {};
    const candidates = found.byLabel.get(`${namespaceOf(inventory, workload)} ${name}`) ?? [];
    const isKind = (object: Resource) => workload.type.endsWith(`:${reference(object).kind ?? "Deployment"}`);
    return decided(candidates.filter(isKind), found);
}
