import type { Inventory } from "../inventory.ts";
import type { Resource } from "../model.ts";
import { rule } from "../rule.ts";
import { all, fail, irrelevant, pass, unsure, type Verdict } from "../verdict.ts";
import { namespaceOf, selected, within } from "./relations.ts";
import { type Container, containers, podSpec, runningContainers, workloads } from "./workloads.ts";

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
        if (subject.props.metadata?.namespace === "kube-system") return irrelevant("EKS runs the pods of kube-system");
        if (isIngress(subject)) return ofIngress(subject, inventory);
        return isService(subject) ? ofService(subject, inventory) : ofWorkload(subject, inventory);
    },
});

/** What is not there may be in a release that nobody looked into. */
const lost = ({ unrendered }: Inventory, message: string): Verdict =>
    unrendered.length > 0 ? unsure(`${message}, unless it is in a release that is not rendered`) : fail(message);

function ofIngress(ingress: Resource, inventory: Inventory): Verdict {
    const services = within(inventory, namespaceOf(inventory, ingress), "Service", "core");
    const names = services.map(({ props }) => props.metadata?.name);
    const rules: { http?: { paths?: { backend?: { service?: { name: string } } }[] } }[] =
        ingress.props.spec?.rules ?? [];
    const backends = rules.flatMap(({ http }) => http?.paths ?? []).map(({ backend }) => backend?.service?.name);
    const missing = backends.find((name) => name !== undefined && !names.includes(name));
    return missing ? lost(inventory, `the Ingress leads to Service ${missing}, which does not exist`) : pass();
}

function ofService(service: Resource, inventory: Inventory): Verdict {
    const namespace = namespaceOf(inventory, service);
    const { selector, ports = [] } = service.props.spec;
    const pods = selected(inventory, namespace, { matchLabels: withoutAssigned(selector) });
    if (pods.length === 0 && isOperators(inventory, namespace, selector)) return pass();
    if (pods.length === 0) return lost(inventory, "the Service selects no pod");
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
interface Told {
    kind: "ConfigMap" | "Secret";
    name: string;
    how: string;
}

/**
 * A name is wrong where something of the same name with a prefix is there, as charts give it. Where nothing is, others may
 * make it: of a ConfigMap that is unknown; of a Secret nothing is said, for most are made by operators and people.
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
            return kind === "ConfigMap" ? unsure(`${how} names ConfigMap ${name}, which is not in this stack`) : pass();
        }),
    );
}

/** Kubernetes itself puts this one into every namespace. */
const ofEveryNamespace = "kube-root-ca.crt";

const configMapsOf = ({
    volumes = [],
}: {
    volumes?: { configMap?: { name?: string; optional?: boolean } }[];
}): Told[] =>
    volumes.flatMap(({ configMap }): Told[] =>
        configMap?.name && !configMap.optional && configMap.name !== ofEveryNamespace
            ? [{ kind: "ConfigMap", name: configMap.name, how: "a volume" }]
            : [],
    );

/** `--<anything>-configmap=name` and `--<anything>-secret-name=name`; a name that is put together later is none. */
function inArguments({ command = [], args = [] }: Container): Told[] {
    return [...command, ...args].flatMap((word: unknown): Told[] => {
        const [, flag = "", name = ""] = /^(--?[\w.-]+)=([a-z0-9]([-a-z0-9.]*[a-z0-9])?)$/.exec(String(word)) ?? [];
        if (/config-?map(-?name)?$/i.test(flag)) return [{ kind: "ConfigMap", name, how: `the argument ${flag}` }];
        return /secret-?name$/i.test(flag) ? [{ kind: "Secret", name, how: `the argument ${flag}` }] : [];
    });
}

/** Labels that controllers put on pods themselves, so that no template has them. */
const assigned = ["statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index"];

const withoutAssigned = (selector: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(selector).filter(([label]) => !assigned.includes(label)));

/** Whether the Prometheus operator makes the pods, of an object that is there. */
function isOperators(inventory: Inventory, namespace: string, selector: Record<string, string>): boolean {
    const kinds = ["Prometheus", "PrometheusAgent", "Alertmanager", "ThanosRuler"];
    const made = kinds.filter((kind) => within(inventory, namespace, kind, "monitoring.coreos.com").length > 0);
    const app = selector["app.kubernetes.io/name"];
    return made.some((kind) => kind.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase() === app);
}
