import { z } from "zod";
import { apiOf } from "../../inventory/api.ts";
import { namespaceName, namespaceOf } from "../../inventory/namespaces.ts";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, notApplicable, pass } from "../../judgement/verdict.ts";
import { workloadNamespaces } from "../../reading/namespaces.ts";
import { denies, isDenied } from "../../reading/network-policies.ts";
import { within } from "../../reading/relations.ts";
import { podTemplate, workloads } from "../../reading/workloads.ts";

export const nsDefaultDeny = rule({
    id: "ns-default-deny",
    title: "Every namespace denies what is not allowed",
    level: "mandatory",
    severity: "high",
    mend: 'Add a NetworkPolicy with podSelector {} and policyTypes ["Ingress", "Egress"] to the namespace',
    url: "https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies",
    ...workloadNamespaces,
    judge: (subject, { inventory }) => {
        const name = namespaceName(subject);
        const policies = within(inventory, name, "NetworkPolicy", "networking.k8s.io");
        return all(
            (["Ingress", "Egress"] as const).map((direction) =>
                must(
                    () => policies.some((policy) => denies(policy, direction)) || isDenied(inventory, name, direction),
                    `namespace ${name} has no policy that denies all ${direction.toLowerCase()}`,
                ),
            ),
        );
    },
});

export const nsPssLabels = rule({
    id: "ns-pss-labels",
    title: "Every namespace enforces a Pod Security Standard",
    level: "mandatory",
    severity: "high",
    mend: "Label the namespace pod-security.kubernetes.io/enforce: restricted and enforce-version with the cluster's version",
    url: "https://kubernetes.io/docs/concepts/security/pod-security-admission/",
    settings: z.object({
        baseline: z.array(z.string()).default([]).describe("Namespaces that may enforce baseline"),
        privileged: z.array(z.string()).default([]).describe("Namespaces that may enforce privileged"),
    }),
    ...workloadNamespaces,
    judge: (subject, { settings }) => {
        const name = namespaceName(subject);
        if (subject.type.includes(":helm.sh/")) return fail(`namespace ${name} is made by a release, without labels`);
        const labels: Record<string, string> = subject.props.metadata?.labels ?? {};
        const allowed = [
            "restricted",
            ...(settings.baseline.includes(name) ? ["baseline"] : []),
            ...(settings.privileged.includes(name) ? ["baseline", "privileged"] : []),
        ];
        const level = labels["pod-security.kubernetes.io/enforce"];
        if (level === undefined) return fail(`namespace ${name} enforces no Pod Security level`);
        if (!allowed.includes(level)) return fail(`namespace ${name} enforces only ${level}`, subject.urn);
        const version = labels["pod-security.kubernetes.io/enforce-version"] ?? "latest";
        return version === "latest" ? fail(`the Pod Security version of namespace ${name} is not pinned`) : pass();
    },
});

export const nsQuotaLimits = rule({
    id: "ns-quota-limits",
    title: "Every namespace has a quota and default limits",
    level: "advisory",
    severity: "medium",
    mend: "Add a ResourceQuota and a LimitRange to the namespace",
    url: "https://kubernetes.io/docs/concepts/policy/resource-quotas/",
    ...workloadNamespaces,
    judge: (subject, { inventory }) => {
        const name = namespaceName(subject);
        return all([
            must(() => within(inventory, name, "ResourceQuota", "core").length > 0, `namespace ${name} has no quota`),
            must(
                () => within(inventory, name, "LimitRange", "core").length > 0,
                `namespace ${name} has no default limits`,
            ),
        ]);
    },
});

/** What people put into namespaces beside workloads, by API group: Kubernetes' own kinds. */
const namespaced: Readonly<Record<string, readonly string[]>> = {
    core: [
        ...["Service", "ConfigMap", "Secret", "PersistentVolumeClaim", "ServiceAccount"],
        ...["ResourceQuota", "LimitRange", "PodTemplate"],
    ],
    "networking.k8s.io": ["Ingress", "NetworkPolicy"],
    "rbac.authorization.k8s.io": ["Role", "RoleBinding"],
    policy: ["PodDisruptionBudget"],
    autoscaling: ["HorizontalPodAutoscaler"],
};

export const nsNotDefault = rule({
    id: "ns-not-default",
    title: "Nothing runs in default, and no workload in the namespaces of Kubernetes itself",
    level: "mandatory",
    severity: "medium",
    mend: "Give it a namespace of its own",
    url: "https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/",
    inCharts: true,
    subjects: (inventory) => [
        ...workloads(inventory),
        ...Object.entries(namespaced).flatMap(([group, kinds]) =>
            kinds.flatMap((kind) => inventory.objects(kind, group)),
        ),
        ...inventory.releases.map(({ resource }) => resource),
    ],
    judge: (subject, { inventory }) => {
        if (madeByKubernetes(subject)) return notApplicable("Kubernetes itself makes it");
        if (subject.isPatch) return notApplicable("it changes what somebody else put there");
        const release = inventory.release(subject);
        const namespace = release ? subject.props.namespace || "default" : namespaceOf(inventory, subject);
        if (namespace === "default") return fail("it is in the namespace default");
        // A chart of CRDs alone runs nothing; Istio's is called base.
        const runs = release ? !release.chart?.match(/^base$|-crds?$/) : podTemplate(subject).spec !== undefined;
        return runs && ["kube-system", "kube-public", "kube-node-lease"].includes(namespace)
            ? fail(`it runs in ${namespace}, next to what the cluster needs`)
            : pass();
    },
});

/** What is in every namespace, or in `default`, by itself: a dump of a cluster has it. */
const madeByKubernetes = ({ type, props }: Resource): boolean =>
    ["ServiceAccount default", "ConfigMap kube-root-ca.crt", "Service kubernetes"].includes(
        `${apiOf(type)?.kind} ${props.metadata?.name}`,
    );
