import type { Inventory } from "../../inventory/inventory.ts";
import { namespaceName } from "../../inventory/namespaces.ts";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, pass, undecided, type Verdict } from "../../judgement/verdict.ts";
import { matches, type Selector } from "../../reading/label-selectors.ts";
import { called, selected } from "../../reading/relations.ts";
import { fewestReplicas } from "../../reading/replicas.ts";
import { resolve } from "../../reading/resolve.ts";
import { podLabels, podSpec } from "../../reading/workloads.ts";

interface Webhook {
    name?: string;
    failurePolicy?: string;
    rules?: { operations?: string[]; apiGroups?: string[]; resources?: string[] }[];
    clientConfig?: { service?: { name: string; namespace: string; port?: number } };
    namespaceSelector?: Selector;
    objectSelector?: Selector;
    matchConditions?: unknown[];
}

const api = "admissionregistration.k8s.io";

export const webhookNotBlocking = rule({
    id: "webhook-not-blocking",
    title: "An admission webhook that is down stops no pod that would bring it back",
    level: "mandatory",
    severity: "high",
    mend: "Leave its own namespace out by namespaceSelector, run two pods with a readinessProbe, or set failurePolicy Ignore",
    url: "https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/",
    inCharts: true,
    subjects: (inventory) => [
        ...inventory.objects("ValidatingWebhookConfiguration", api),
        ...inventory.objects("MutatingWebhookConfiguration", api),
    ],
    judge: (configuration, { inventory }) =>
        all(
            ((configuration.props.webhooks ?? []) as Webhook[]).map(
                (webhook) => () => ofWebhook(inventory, configuration, webhook),
            ),
        ),
});

function ofWebhook(inventory: Inventory, configuration: Resource, webhook: Webhook): Verdict {
    const service = webhook.clientConfig?.service;
    // What is called by an address is not the cluster's own.
    if (!service || (webhook.failurePolicy ?? "Fail") !== "Fail" || !judgesPods(webhook)) return pass();
    const { name, namespace, port = 443 } = service;
    const found = called(inventory, "Service", "core", name, namespace);
    const selector = found?.props.spec?.selector;
    const pods = selector ? selected(inventory, namespace, { matchLabels: selector }) : [];
    return all([
        () => resolve(inventory, configuration, { to: "core/Service", name, namespace, how: "the webhook", port }),
        () => ofOwnNamespace(inventory, webhook, namespace, pods),
        ...pods.map((workload) => () => isSteady(inventory, workload)),
    ]);
}

/** Whether a webhook is asked for each pod that is made. */
const judgesPods = ({ rules = [] }: Webhook): boolean =>
    rules.some(
        ({ operations = [], apiGroups = [], resources = [] }) =>
            operations.some((each) => ["*", "CREATE"].includes(each)) &&
            apiGroups.some((each) => ["*", ""].includes(each)) &&
            resources.some((each) => ["*", "*/*", "pods"].includes(each)),
    );

/** Whether it is asked for its own pods, and nobody answers as long as none of them runs. */
function ofOwnNamespace(
    inventory: Inventory,
    { namespaceSelector, objectSelector, matchConditions = [] }: Webhook,
    namespace: string,
    pods: readonly Resource[],
): Verdict {
    const object = inventory.objects("Namespace", "core").find((each) => namespaceName(each) === namespace);
    const labels = { ...object?.props.metadata?.labels, "kubernetes.io/metadata.name": namespace };
    if (!object && keysOf(namespaceSelector).some((key) => !(key in labels))) {
        return undecided(`the labels of namespace ${namespace} are not in this stack`);
    }
    const isOwn =
        matches(namespaceSelector, labels) &&
        (pods.length === 0 || pods.some((workload) => matches(objectSelector, podLabels(workload))));
    if (!isOwn) return pass();
    if (matchConditions.length > 0 || (pods.length === 0 && keysOf(objectSelector).length > 0)) {
        return undecided(`it may judge the pods of its own namespace ${namespace}`);
    }
    return fail(`it judges the pods of its own namespace ${namespace}, and where it is down none of them starts`);
}

const keysOf = ({ matchLabels = {}, matchExpressions = [] }: Selector = {}): readonly string[] => [
    ...Object.keys(matchLabels),
    ...matchExpressions.map(({ key }) => key),
];

/** Whether one pod may go, and who asks reaches only pods that answer. */
const isSteady = (inventory: Inventory, workload: Resource): Verdict =>
    all([
        must(
            () => !/:(Deployment|StatefulSet)$/.test(workload.type) || fewestReplicas(inventory, workload) >= 2,
            "one pod answers for it, and with its node the answer is no",
        ),
        must(
            () => (podSpec(workload).containers as { readinessProbe?: object }[]).some((each) => each.readinessProbe),
            "its pods are asked before they are ready",
        ),
    ]);
