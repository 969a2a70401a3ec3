import type { Inventory } from "../../inventory/inventory.ts";
import { namespaceOf } from "../../inventory/namespaces.ts";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, notApplicable, pass, undecided, type Verdict } from "../../judgement/verdict.ts";
import { actionOf } from "../../reading/alb.ts";
import { backendsOf } from "../../reading/ingresses.ts";
import { ofOperators } from "../../reading/operators.ts";
import { selected, within } from "../../reading/relations.ts";
import { type Container, containers, podSpec, runningContainers, workloads } from "../../reading/workloads.ts";

const isService = ({ type }: Resource) => type.endsWith(":Service");
const isIngress = ({ type }: Resource) => type.endsWith(":Ingress");

export const refsResolve = rule({
    id: "refs-resolve",
    title: "Services and Ingresses lead to pods, and pods find what they are told by name",
    level: "advisory",
    severity: "medium",
    mend: "Make the selector, the port name, the Service name or the name in the argument match what exists",
    url: "https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/",
    inCharts: true,
    subjects: (inventory) => [
        ...inventory.objects("Service", "core"),
        ...inventory.objects("Ingress", "networking.k8s.io"),
        ...workloads(inventory),
    ],
    applies: (subject) => !isService(subject) || Object.keys(subject.props.spec?.selector ?? {}).length > 0,
    judge: (subject, { inventory }) => {
        if (subject.props.metadata?.namespace === "kube-system")
            return notApplicable("EKS runs the pods of kube-system");
        if (isIngress(subject)) return ofIngress(subject, inventory);
        return isService(subject) ? ofService(subject, inventory) : ofWorkload(subject, inventory);
    },
});

/** What is not there may be in a release that nobody looked into. */
const unresolved = ({ unrendered }: Inventory, message: string): Verdict =>
    unrendered.length > 0 ? undecided(`${message}, unless it is in a release that is not rendered`) : fail(message);

function ofIngress(ingress: Resource, inventory: Inventory): Verdict {
    const services = within(inventory, namespaceOf(inventory, ingress), "Service", "core");
    const names = services.map(({ props }) => props.metadata?.name);
    return all(
        backendsOf(ingress).map(({ backend }) => () => {
            const name = backend.service?.name;
            const action = actionOf(ingress, backend);
            if (action === "") return fail(`the Ingress names action ${name}, which none of its annotations describes`);
            return action !== undefined || name === undefined || names.includes(name)
                ? pass()
                : unresolved(inventory, `the Ingress leads to Service ${name}, which does not exist`);
        }),
    );
}

function ofService(service: Resource, inventory: Inventory): Verdict {
    const namespace = namespaceOf(inventory, service);
    const { selector, ports = [] } = service.props.spec;
    const pods = selected(inventory, namespace, { matchLabels: withoutAssigned(selector) });
    if (pods.length === 0) {
        const made = ofOperators(inventory, namespace, { matchLabels: selector });
        return made ?? unresolved(inventory, "the Service selects no pod");
    }
    const names = pods
        .flatMap(runningContainers)
        .flatMap((container) => (container.ports ?? []) as { name?: string }[]);
    const wanted = (ports as { targetPort?: string | number }[]).map(({ targetPort }) => targetPort);
    const unnamed = wanted.find(
        (port) => typeof port === "string" && !/^\d+$/.test(port) && !names.some(({ name }) => name === port),
    );
    return unnamed ? fail(`no container has the port ${unnamed} that the Service leads to`) : pass();
}

/** Something that a pod is told by name. */
interface NamedObject {
    kind: "ConfigMap" | "Secret";
    name: string;
    how: string;
}

/**
 * A name is wrong where something of the same name with a prefix is there, as charts give it. Where nothing is, others
 * may make it: of a ConfigMap that is unknown; of a Secret nothing is said, for most are made by operators and people.
 */
function ofWorkload(workload: Resource, inventory: Inventory): Verdict {
    const namespace = namespaceOf(inventory, workload);
    const told = [...configMapsOf(podSpec(workload)), ...containers(workload).flatMap(inArguments)];
    return all(
        told.map(({ kind, name, how }) => () => {
            const there = within(inventory, namespace, kind, "core").map(({ props }) => props.metadata?.name ?? "");
            if (there.includes(name)) return pass();
            const namesake = there.find((candidate) => candidate.endsWith(`-${name}`));
            if (namesake) return fail(`${how} names ${kind} ${name}, which does not exist: ${namesake} does`);
            return kind === "ConfigMap"
                ? undecided(`${how} names ConfigMap ${name}, which is not in this stack`)
                : pass();
        }),
    );
}

/** Kubernetes itself puts this one into every namespace. */
const ofEveryNamespace = "kube-root-ca.crt";

const configMapsOf = ({
    volumes = [],
}: {
    volumes?: { configMap?: { name?: string; optional?: boolean } }[];
}): NamedObject[] =>
    volumes.flatMap(({ configMap }): NamedObject[] =>
        configMap?.name && !configMap.optional && configMap.name !== ofEveryNamespace
            ? [{ kind: "ConfigMap", name: configMap.name, how: "a volume" }]
            : [],
    );

/** `--<anything>-configmap=name` and `--<anything>-secret-name=name`; a name that is put together later is none. */
function inArguments({ command = [], args = [] }: Container): NamedObject[] {
    return [...command, ...args].flatMap((word: unknown): NamedObject[] => {
        const [, flag = "", name = ""] = /^(--?[\w.-]+)=([a-z0-9]([-a-z0-9.]*[a-z0-9])?)$/.exec(String(word)) ?? [];
        if (/config-?map(-?name)?$/i.test(flag)) return [{ kind: "ConfigMap", name, how: `the argument ${flag}` }];
        return /secret-?name$/i.test(flag) ? [{ kind: "Secret", name, how: `the argument ${flag}` }] : [];
    });
}

/** Labels that controllers put on pods themselves, so that no template has them. */
const assigned = ["statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index"];

const withoutAssigned = (selector: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(selector).filter(([label]) => !assigned.includes(label)));

export const envNoDuplicates = rule({
    id: "env-no-duplicates",
    title: "No variable is set twice, and every reference to a ConfigMap of the stack resolves",
    level: "advisory",
    severity: "low",
    mend: "Keep one value for each variable, and name a key that the ConfigMap has",
    url: "https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/",
    inCharts: true,
    subjects: workloads,
    judge: (workload, { inventory }) => {
        const mapOf = (name: string) =>
            within(inventory, namespaceOf(inventory, workload), "ConfigMap", "core").find(
                ({ props }) => props.metadata?.name === name,
            );
        return all(
            containers(workload).flatMap(({ name, env = [] }) => {
                const variables = env as {
                    name: string;
                    valueFrom?: { configMapKeyRef?: { name: string; key: string; optional?: boolean } };
                }[];
                const names = variables.map((variable) => variable.name);
                return [
                    must(() => new Set(names).size === names.length, `container ${name} sets a variable twice`),
                    ...variables.map(({ valueFrom }) => () => {
                        const reference = valueFrom?.configMapKeyRef;
                        const map = reference && mapOf(reference.name);
                        if (!reference || !map || reference.optional) return pass();
                        return must(
                            () => reference.key in { ...map.props.data, ...map.props.binaryData },
                            `container ${name} reads a key that ConfigMap ${reference.name} does not have`,
                        )();
                    }),
                ];
            }),
        );
    },
});
