import { isDeepStrictEqual } from "node:util";
import type { Card } from "../../part.ts";
import { type Exemption, serviceAccount } from "../../platform/exemption.ts";

/** What Kubernetes itself makes pods of workloads with. */
const podMakers = [
    "cronjob-controller",
    "daemon-set-controller",
    "deployment-controller",
    "job-controller",
    "replicaset-controller",
    "replication-controller",
    "statefulset-controller",
].map((name) => serviceAccount("kube-system", name));

/** By design of Kubernetes and EKS, which changes with neither a part nor a setting. */
const review = "2027-12-31";

/** Elsewhere than on EKS anybody could have these names. */
const onEksOnly: Exemption[] = [
    {
        name: "eks",
        policies: "all",
        users: ["eks:*"],
        reason: "EKS keeps its own objects, and gives nobody else a name that begins so",
        review,
    },
];

const everywhere: Exemption[] = [
    {
        name: "control-plane",
        policies: "all",
        users: ["system:apiserver", serviceAccount("kube-system", "clusterrole-aggregation-controller")],
        reason: "the API server keeps its own objects, and nobody else can have these names",
        review,
    },
    {
        name: "pods-of-workloads",
        policies: "all",
        users: ["system:kube-controller-manager", ...podMakers],
        reason: "the workload was judged; what ran before the policies, or is exempt, gets its pods again on another node",
        review,
    },
    {
        name: "kube-system",
        policies: "all",
        namespaces: ["kube-system"],
        reason: "the add-ons of the cluster itself are there; a refusal would break nodes, DNS and storage",
        review,
    },
];

/** What the parts that are made need: whoever may make namespaces could have those of the others. */
export function exemptionsOf(parts: readonly Card[], onEks: boolean, relayed: boolean): Exemption[] {
    const platform = parts.flatMap(({ usersOwn, namespace }) => (namespace && !usersOwn ? [namespace.name] : []));
    return merged([
        ...(onEks ? onEksOnly : []),
        ...everywhere,
        {
            name: "controllers",
            policies: ["secret-from-store"],
            users: ["system:serviceaccount:*"],
            butUsers: parts.flatMap(({ appliesForPeople }) => appliesForPeople ?? []),
            reason: "what a controller made is not written by hand; what Argo CD applies was, into Git",
            review,
        },
        ...(relayed ? [] : [publicImages(platform)]),
        {
            name: "platform-advice",
            policies: ["pod-ro-rootfs", "res-ratio", "secret-not-in-env", "spread-hosts", "spread-zones"],
            namespaces: platform,
            reason: "the policy pack says it once, of the chart, instead of every time that it is installed",
            review: "2027-11-30",
        },
        ...parts.flatMap((part) => [...weakerLevel(part), ...(part.exemptions ?? [])]),
    ]);
}

/** Where no registry of the user's relays them. */
const publicImages = (namespaces: readonly string[]): Exemption => ({
    name: "platform-images",
    policies: ["image-registry-allowed"],
    namespaces,
    reason: "the images of the platform come from where they are published",
    review,
});

/** A namespace below `restricted` has said why. */
function weakerLevel({ namespace }: Card): Exemption[] {
    if (!namespace || namespace.podSecurity === "restricted") return [];
    const { name, reason = "", review = "" } = namespace;
    return [{ name: "weaker-namespaces", policies: ["ns-pss-labels"], names: [name], reason, review }];
}

/** Those of one name as one: Kubernetes takes no more than 64 conditions in a policy. */
const merged = (exemptions: readonly Exemption[]): Exemption[] =>
    [...Map.groupBy(exemptions, ({ name }) => name).values()].map((all) => all.reduce(both));

/** Throws where they differ in more than namespaces and names: something would be forgotten. */
function both(one: Exemption, other: Exemption): Exemption {
    const rest = ({ namespaces: _, names: __, reason: ___, review: ____, ...same }: Exemption) => same;
    if (!isDeepStrictEqual(rest(one), rest(other)))
        throw new Error(`Two exemptions are called ${one.name}, and differ`);
    return {
        ...one,
        ...(one.namespaces && { namespaces: union(one.namespaces, other.namespaces) }),
        ...(one.names && { names: union(one.names, other.names) }),
        reason: `${one.reason}; ${other.reason}`,
        review: [one.review, other.review].filter(Boolean).toSorted()[0] ?? "",
    };
}

const union = (one: readonly string[], other: readonly string[] = []): string[] => [...new Set([...one, ...other])];
