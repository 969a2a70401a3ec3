import { z } from "zod";
import { rule } from "../rule.ts";
import { all, fail, must, pass } from "../verdict.ts";
import { denies, inNamespace, namespaceName, selectsAll, workloadNamespaces } from "./kubernetes.ts";

const url = "https://kubernetes.io/docs/concepts/services-networking/network-policies/";

interface Peer {
    podSelector?: object;
    namespaceSelector?: object;
    ipBlock?: { cidr: string };
}

interface PolicyRule {
    from?: Peer[];
    to?: Peer[];
    ports?: { port?: number | string }[];
}

export const netpolNoOpenPeers = rule({
    id: "netpol-no-open-peers",
    title: "Network policies name who may talk to whom",
    level: "mandatory",
    severity: "high",
    mend: "Name the namespace and the pods of the peer, or the range of addresses",
    url,
    settings: z.object({
        podSelectors: z.boolean().default(false).describe("Peers in other namespaces must name their pods too"),
    }),
    subjects: (inventory) => inventory.objects("NetworkPolicy", "networking.k8s.io"),
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

function judgePeers(peers: Peer[] | undefined, word: "from" | "to", podSelectors: boolean) {
    if (peers === undefined || peers.length === 0) return fail(`traffic ${word} anywhere is allowed`);
    return all(
        peers.flatMap(({ ipBlock, namespaceSelector, podSelector }) => [
            must(() => !["0.0.0.0/0", "::/0"].includes(ipBlock?.cidr ?? ""), `traffic ${word} any address is allowed`),
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
    after: ["ns-default-deny"],
    subjects: workloadNamespaces,
    judge: (subject, { inventory }) => {
        const name = namespaceName(subject);
        const policies = inNamespace(inventory, name, inventory.objects("NetworkPolicy", "networking.k8s.io"));
        if (!policies.some((policy) => denies(policy, "Egress"))) return pass();
        const rules = policies.flatMap(({ props }): PolicyRule[] => props.spec?.egress ?? []);
        const dns = rules.some(
            ({ ports }) => ports === undefined || ports.some(({ port }) => port === 53 || port === "dns"),
        );
        return dns ? pass() : fail(`pods of namespace ${name} cannot resolve names`);
    },
});
