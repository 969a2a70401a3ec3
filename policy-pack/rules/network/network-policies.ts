import { z } from "zod";
import type { Inventory } from "../../inventory/inventory.ts";
import { namespaceName, namespaceOf } from "../../inventory/namespaces.ts";
import { isSet } from "../../inventory/zero-values.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, pass, undecided, type Verdict } from "../../judgement/verdict.ts";
import { isInternet } from "../../reading/cidr.ts";
import { matches, type Selector, selectsAll } from "../../reading/label-selectors.ts";
import { workloadNamespaces } from "../../reading/namespaces.ts";
import { denies, type Peer, type PolicyRule } from "../../reading/network-policies.ts";
import { selected, within } from "../../reading/relations.ts";
import { nothing } from "../../reading/selections.ts";

const url = "https://kubernetes.io/docs/concepts/services-networking/network-policies/";

const policies = (inventory: Inventory) => inventory.objects("NetworkPolicy", "networking.k8s.io");

export const netpolNoOpenPeers = rule({
    id: "netpol-no-open-peers",
    title: "Network policies name who may talk to whom",
    level: "mandatory",
    severity: "high",
    mend: "Name the namespace and the pods of the peer, or the range of addresses",
    url,
    inCharts: true,
    settings: z.object({
        podSelectors: z.boolean().default(false).describe("Peers in other namespaces must name their pods too"),
    }),
    subjects: policies,
    judge: ({ props }, { settings }) => {
        const ingress: PolicyRule[] = props.spec?.ingress ?? [];
        const egress: PolicyRule[] = props.spec?.egress ?? [];
        return all([
            ...ingress.map(
                ({ from }) =>
                    () =>
                        judgePeers(from, "from", settings.podSelectors),
            ),
            ...egress.map(
                ({ to }) =>
                    () =>
                        judgePeers(to, "to", settings.podSelectors),
            ),
        ]);
    },
});

function judgePeers(peers: readonly Peer[] | undefined, word: "from" | "to", podSelectors: boolean) {
    if (!isSet(peers)) return fail(`traffic ${word} anywhere is allowed`);
    return all(
        peers.flatMap(({ ipBlock, namespaceSelector, podSelector }) => [
            must(() => !isInternet(ipBlock?.cidr), `traffic ${word} any address is allowed`),
            must(
                () => namespaceSelector === undefined || !selectsAll(namespaceSelector),
                `traffic ${word} every namespace is allowed`,
            ),
            must(
                () => !podSelectors || namespaceSelector === undefined || podSelector !== undefined,
                `traffic ${word} every pod of another namespace is allowed`,
            ),
        ]),
    );
}

export const netpolDnsAllowed = rule({
    id: "netpol-dns-allowed",
    title: "Namespaces that deny egress allow DNS",
    level: "advisory",
    severity: "medium",
    mend: "Add an egress rule to kube-system's k8s-app: kube-dns on port 53, UDP and TCP",
    url,
    inhibitedBy: ["ns-default-deny"],
    ...workloadNamespaces,
    judge: (subject, { inventory }) => {
        const name = namespaceName(subject);
        const policies = within(inventory, name, "NetworkPolicy", "networking.k8s.io");
        if (!policies.some((policy) => denies(policy, "Egress"))) return pass();
        const allowing = policies.filter(({ props }) => ((props.spec?.egress ?? []) as PolicyRule[]).some(reachesDns));
        const helped = allowing.map(({ props }) => selected(inventory, name, props.spec?.podSelector ?? {}));
        const everyPod = allowing.some(({ props }) => selectsAll(props.spec?.podSelector));
        const lost = selected(inventory, name, {}).some((workload) => !helped.flat().includes(workload));
        return everyPod || (allowing.length > 0 && !lost)
            ? pass()
            : fail(`pods of namespace ${name} cannot resolve names`);
    },
});

/** Whether an egress rule lets DNS through to kube-dns, or to a range, where a cache on the node may answer. */
const reachesDns = ({ to = [], ports }: PolicyRule): boolean =>
    (!isSet(ports) || ports.some(({ port, protocol }) => isDns(port) && protocol === "UDP")) &&
    (to.length === 0 || to.some(leadsToDns));

const isDns = (port: number | string | undefined): boolean => [undefined, 53, "dns"].includes(port);

const kubeSystem = { "kubernetes.io/metadata.name": "kube-system" };
const kubeDns = { "k8s-app": "kube-dns", "eks.amazonaws.com/component": "coredns" };

const leadsToDns = ({ ipBlock, namespaceSelector, podSelector }: Peer): boolean =>
    ipBlock !== undefined ||
    (namespaceSelector !== undefined && matches(namespaceSelector, kubeSystem) && matches(podSelector, kubeDns));

export const netpolNoDangling = rule({
    id: "netpol-no-dangling",
    title: "Network policies and their peers select pods that exist",
    level: "advisory",
    severity: "low",
    mend: "Make podSelector match the labels of the pods, of the policy and of its peers",
    url,
    inCharts: true,
    subjects: policies,
    judge: (policy, { inventory }) => {
        const { podSelector = {}, ingress = [], egress = [] } = policy.props.spec ?? {};
        const peers = [
            ...(ingress as PolicyRule[]).flatMap(({ from = [] }) => from),
            ...(egress as PolicyRule[]).flatMap(({ to = [] }) => to),
        ];
        const namespace = namespaceOf(inventory, policy);
        return all([
            () => selectsPods(inventory, namespace, podSelector, "the policy selects no pod"),
            ...peers.map((peer) => () => leadsToPods(inventory, namespace, peer)),
        ]);
    },
});

function selectsPods(inventory: Inventory, namespace: string, selector: Selector, message: string): Verdict {
    const isThere = selectsAll(selector) || selected(inventory, namespace, selector).length > 0;
    return isThere ? pass() : nothing(inventory, namespace, selector, message, { isOwn: true });
}

/** Whether a peer of a policy is there, as far as it names its pods; other namespaces may be anybody's. */
function leadsToPods(inventory: Inventory, home: string, { namespaceSelector, podSelector = {} }: Peer): Verdict {
    if (selectsAll(podSelector)) return pass();
    const message = "the policy names a peer that selects no pod";
    if (namespaceSelector === undefined) return selectsPods(inventory, home, podSelector, message);
    const namespaces = namespacesOf(inventory, namespaceSelector);
    if (namespaces.some((name) => selected(inventory, name, podSelector).length > 0)) return pass();
    const [named] = Object.entries(namespaceSelector.matchLabels ?? {}).flatMap(([label, name]) =>
        label === "kubernetes.io/metadata.name" ? [name] : [],
    );
    return named === undefined
        ? undecided(`${message}, unless it is in a namespace of others`)
        : nothing(inventory, named, podSelector, message);
}

/** Namespaces of the stack that a selector selects, and the one that it names. */
function namespacesOf(inventory: Inventory, selector: Selector): readonly string[] {
    const named = selector.matchLabels?.["kubernetes.io/metadata.name"];
    if (named !== undefined) return [named];
    return inventory.objects("Namespace", "core").flatMap((namespace) => {
        const name = namespaceName(namespace);
        const labels = { ...namespace.props.metadata?.labels, "kubernetes.io/metadata.name": name };
        return matches(selector, labels) ? [name] : [];
    });
}
