/**
 * Who is not judged, by which admission policies, and why. All that is named must be so at once: in one of the
 * namespaces, of one of the names, by one of the users.
 */
export interface Exemption {
    /** Name of the condition in each policy. Those of one name become one, for all their namespaces and names. */
    name: string;
    /** Ids of policies, or every policy. */
    policies: readonly string[] | "all";
    /** `""` stands for what is in no namespace. */
    namespaces?: readonly string[];
    names?: readonly string[];
    /** Names of users; one with a `*` at its end stands for all that begin so. */
    users?: readonly string[];
    /** Users among these who are judged all the same. */
    butUsers?: readonly string[];
    /** Of bindings: the one service account that they bind, by the names of its namespace and its own. */
    binds?: { namespace: string; name: string };
    reason: string;
    /** Day, `YYYY-MM-DD`, by which somebody looks again whether the reason still holds. */
    review: string;
}

/** A finding of the policy pack that stays, because the part is so by design. */
export interface AcceptedFinding {
    /** Id of the check. */
    check: string;
    /**
     * Objects of the release, as the report names them: `Deployment velero/velero`, `ClusterRole velero-server`. What
     * stands beside it as its resource is called: `statefulset-backup-canary`.
     */
    objects: readonly string[];
    reason: string;
    /** Last day, `YYYY-MM-DD`, that it is accepted: until then somebody looks again whether the reason still holds. */
    review: string;
}

/** Policies that a role for objects of every kind breaks. */
export const anyObject = [
    "rbac-csr-approve",
    "rbac-escalation-verbs",
    "rbac-no-wildcards",
    "rbac-nodes-proxy",
    "rbac-token-create",
];

export const serviceAccount = (namespace: string, name: string): string => `system:serviceaccount:${namespace}:${name}`;

/** Secrets that a chart makes: certificates of webhooks, configuration. Passwords come from the store. */
export const chartSecrets = (namespace: string, reason: string, review: string): Exemption => ({
    name: "platform-secrets",
    policies: ["secret-from-store"],
    namespaces: [namespace],
    reason,
    review,
});

/** Pods whose chart offers no probe. */
export const unprobed = (namespace: string, reason: string, review: string): Exemption => ({
    name: "unprobed",
    policies: ["probe-liveness", "probe-readiness"],
    namespaces: [namespace],
    reason,
    review,
});

/** A ClusterRole of an operator for every kind of its own API group. */
export const ownKinds = (role: string, reason: string, review: string): Exemption => ({
    name: "own-kinds",
    policies: ["rbac-no-wildcards"],
    namespaces: [""],
    names: [role],
    reason,
    review,
});
