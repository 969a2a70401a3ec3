import { kindKey } from "../inventory/api.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { namespaceOf } from "../inventory/namespaces.ts";
import type { Resource } from "../inventory/resource.ts";
import { all, fail, notApplicable, pass, undecided, type Verdict } from "../judgement/verdict.ts";
import { matches, type Selector, selectsAll } from "./label-selectors.ts";
import { ofOperators } from "./operators.ts";
import { called, isHeld, ofKinds, selected, within } from "./relations.ts";
import { unseen } from "./resolve.ts";
import { walk } from "./walk.ts";
import { podLabels, runningContainers, workloads } from "./workloads.ts";

/** What an object selects by labels, and which ports of that it names. */
interface Row {
    readonly at: string;
    readonly selects: "pods" | "Services" | "ClusterRoles";
    /** The selector is a map of labels. */
    readonly isPlain?: true;
    /** Names of ports, below the object. */
    readonly ports?: string;
    /** Where it says in which namespaces. Default: in its own. */
    readonly namespaces?: string;
    /** What it is called in a sentence. */
    readonly called: string;
}

const rows: Readonly<Record<string, Row>> = {
    "core/Service": {
        at: "spec.selector",
        selects: "pods",
        isPlain: true,
        ports: "spec.ports[].targetPort",
        called: "the Service",
    },
    "policy/PodDisruptionBudget": { at: "spec.selector", selects: "pods", called: "the budget" },
    "monitoring.coreos.com/ServiceMonitor": {
        at: "spec.selector",
        selects: "Services",
        ports: "spec.endpoints[].port",
        namespaces: "spec.namespaceSelector",
        called: "the ServiceMonitor",
    },
    "monitoring.coreos.com/PodMonitor": {
        at: "spec.selector",
        selects: "pods",
        ports: "spec.podMetricsEndpoints[].port",
        namespaces: "spec.namespaceSelector",
        called: "the PodMonitor",
    },
    "rbac.authorization.k8s.io/ClusterRole": {
        at: "aggregationRule.clusterRoleSelectors[]",
        selects: "ClusterRoles",
        called: "the ClusterRole",
    },
};

/** Objects that select others. */
export const selectors = (inventory: Inventory): readonly Resource[] => ofKinds(inventory, Object.keys(rows));

/** Labels of the Service `kubernetes`, which Kubernetes itself makes in the namespace default. */
const ofApiServer = { component: "apiserver", provider: "kubernetes" };

/** Labels that controllers put on pods themselves, so that no template has them. */
const assigned = ["statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index"];

const withoutAssigned = (labels: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(labels).filter(([label]) => !assigned.includes(label)));

/** Whether an object selects what is there, with the ports that it names; a workload selects its own pods. */
export function selects(inventory: Inventory, object: Resource): Verdict {
    const row = rows[kindKey(object.type)];
    if (!row) return all([() => selectsItself(object), () => identifies(inventory, object)]);
    const readings = walk(object.props, row.at);
    if (readings.length === 0) return notApplicable("it selects nothing by labels");
    return all(
        readings.map((read) => () => {
            const selector: Selector = row.isPlain ? { matchLabels: withoutAssigned(read()) } : read();
            return !row.isPlain && selectsAll(selector) ? pass() : finds(inventory, object, row, selector);
        }),
    );
}

function finds(inventory: Inventory, object: Resource, row: Row, selector: Selector): Verdict {
    const message = `${row.called} selects no ${row.selects.slice(0, -1)}`;
    if (row.selects === "ClusterRoles") {
        const isThere = inventory.objects("ClusterRole").some((role) => matches(selector, labelsOf(role)));
        return isThere ? pass() : undecided(`${message} of this stack`);
    }
    const [places] = row.namespaces ? walk(object.props, row.namespaces) : [];
    const { any, matchNames }: { any?: boolean; matchNames?: string[] } = places?.() ?? {};
    if (any) return undecided(`${row.called} may select something of any namespace`);
    return all(
        (matchNames ?? [namespaceOf(inventory, object)]).map((namespace) => () => {
            const found =
                row.selects === "pods"
                    ? selected(inventory, namespace, selector)
                    : within(inventory, namespace, "Service", "core").filter((each) =>
                          matches(selector, labelsOf(each)),
                      );
            if (found.length > 0) return portsOf(object, row, found);
            if (row.selects === "Services" && matches(selector, ofApiServer)) return pass();
            const isHere = row.selects === "Services" && within(inventory, namespace, "Service", "core").length > 0;
            return nothing(inventory, namespace, selector, message, {
                isHere,
                isOwn: row.selects === "pods" && !matchNames,
            });
        }),
    );
}

const labelsOf = ({ props }: Resource): Record<string, string> => props.metadata?.labels ?? {};

/**
 * What is to be said of a selector that selects nothing in a namespace: it is wrong where the stack makes such objects
 * there itself (`isHere`), and where a selector for pods of its own namespace (`isOwn`) would select those of another.
 */
export function nothing(
    inventory: Inventory,
    namespace: string,
    selector: Selector,
    message: string,
    { isHere = false, isOwn = false }: { isHere?: boolean; isOwn?: boolean } = {},
): Verdict {
    if (namespace === "kube-system") return notApplicable("what EKS runs in kube-system is not in the stack");
    const made = ofOperators(inventory, namespace, selector);
    if (made) return made;
    if (isHere || isHeld(inventory, namespace)) return unseen(inventory, message);
    const [other] = isOwn ? placesOf(inventory, selector) : [];
    return other !== undefined
        ? unseen(inventory, `${message} of namespace ${namespace}; such pods are in ${other}`)
        : undecided(`${message}, and the workloads of namespace ${namespace} are not in this stack`);
}

/** Namespaces of the stack in which a selector that names labels would select pods. */
const placesOf = (inventory: Inventory, selector: Selector): readonly string[] =>
    selectsAll(selector)
        ? []
        : [...new Set(workloads(inventory).map((each) => namespaceOf(inventory, each)))].filter(
              (namespace) => selected(inventory, namespace, selector).length > 0,
          );

/** Names of ports must be ports of something that is selected; a container may listen on a number that it does not tell. */
function portsOf(object: Resource, { ports, selects, called }: Row, found: readonly Resource[]): Verdict {
    const names = new Set(
        found
            .flatMap((each) =>
                selects === "pods"
                    ? runningContainers(each).flatMap(({ ports = [] }) => ports)
                    : (each.props.spec?.ports ?? []),
            )
            .map(({ name }: { name?: string }) => name),
    );
    return all(
        (ports ? walk(object.props, ports) : []).map((read) => () => {
            const port = String(read());
            return /^\d+$/.test(port) || names.has(port)
                ? pass()
                : fail(
                      `no ${selects === "pods" ? "container" : "Service"} has the port ${port} that ${called} leads to`,
                  );
        }),
    );
}

/** Whether a workload's own selector selects the pods that its template makes; Kubernetes refuses it otherwise. */
function selectsItself(workload: Resource): Verdict {
    const { selector } = workload.props.spec ?? {};
    const isPlain = workload.type.endsWith(":ReplicationController");
    if (selector === undefined) return isPlain ? pass() : fail("the workload has no selector");
    return matches(isPlain ? { matchLabels: selector } : selector, podLabels(workload))
        ? pass()
        : fail("the selector of the workload does not match the labels of its own pods");
}

/** Whether the Service of a StatefulSet gives each of its pods a name; that it is there is a matter of its own. */
function identifies(inventory: Inventory, workload: Resource): Verdict {
    const name = workload.type.endsWith(":StatefulSet") ? workload.props.spec?.serviceName : undefined;
    const service = name && called(inventory, "Service", "core", name, namespaceOf(inventory, workload));
    if (!service) return pass();
    const { clusterIP, selector = {} } = service.props.spec ?? {};
    if (clusterIP !== "None") return fail(`Service ${name} of the StatefulSet is not headless`);
    return matches({ matchLabels: selector }, podLabels(workload))
        ? pass()
        : fail(`Service ${name} of the StatefulSet does not select its pods`);
}
