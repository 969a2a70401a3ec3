import { z } from "zod";
import { rule } from "../rule.ts";
import { all, fail, must, pass } from "../verdict.ts";
import { denies, inNamespace, namespaceName, workloadNamespaces } from "./kubernetes.ts";

export const nsDefaultDeny = rule({
    id: "ns-default-deny",
    title: "Every namespace denies what is not allowed",
    level: "mandatory",
    severity: "high",
    mend: 'Add a NetworkPolicy with podSelector {} and policyTypes ["Ingress", "Egress"] to the namespace',
    url: "https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies",
    subjects: workloadNamespaces,
    judge: (subject, { inventory }) => {
        const name = namespaceName(subject);
        const policies = inNamespace(inventory, name, inventory.objects("NetworkPolicy", "networking.k8s.io"));
        return all(
            (["Ingress", "Egress"] as const).map((direction) =>
                must(
                    () => policies.some((policy) => denies(policy, direction)),
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
    subjects: workloadNamespaces,
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
        if (!allowed.includes(level)) return fail(`namespace ${name} enforces only ${level}`);
        const version = labels["pod-security.kubernetes.io/enforce-version"];
        return version === undefined ? fail(`the Pod Security version of namespace ${name} is not pinned`) : pass();
    },
});
