import { platformParts } from "../components/parts.ts";

interface Exception {
    resource: string;
    owner: string;
    reason: string;
    expires: string;
}

type Config = Record<string, { exceptions?: Exception[] }>;

const owner = "platform";

/** Findings that are so by design of the platform as a whole. */
const everywhere: Record<string, Exception[]> = {
    "netpol-no-open-peers": [
        {
            resource: "*-allow-internet",
            owner,
            reason: "the policy carries the reason in its annotation production-cluster/reason: AWS APIs without private endpoints, the Git server, the dead-man switch",
            expires: "2027-06-30",
        },
    ],
    "crds-kept": [
        {
            resource: "release kube-system/linkerd-crds, CustomResourceDefinition *",
            owner,
            reason: "its chart has no value by which they would stay: with the mesh its policies go",
            expires: "2027-11-30",
        },
    ],
};

/**
 * policy-config.json: what stands there of settings, debts and exceptions of others, with the accepted findings of all
 * parts.
 */
export function policyConfig(current: Config): Config {
    const exceptions = structuredClone(everywhere);
    for (const [check, { exceptions: all = [] }] of Object.entries(current)) {
        const ofOthers = all.filter((it) => it.owner !== owner);
        if (ofOthers.length > 0) exceptions[check] = [...(exceptions[check] ?? []), ...ofOthers];
    }
    const add = (check: string, more: Exception[]) => {
        exceptions[check] = [...(exceptions[check] ?? []), ...more];
    };
    for (const { name, namespace, accepted = [] } of platformParts) {
        if (!namespace) continue;
        const { podSecurity, reason = "", review = "" } = namespace;
        if (podSecurity !== "restricted")
            add("ns-pss-labels", [{ resource: `*-${name}-namespace`, owner, reason, expires: review }]);
        const resourceOf = (object: string) =>
            object.includes(" ") ? `release ${namespace.name}/${name}, ${object}` : `*-${name}-${object}`;
        for (const { check, objects, reason, review } of accepted)
            add(
                check,
                objects.map((object) => ({ resource: resourceOf(object), owner, reason, expires: review })),
            );
    }
    const own = Object.entries(current).map(([check, { exceptions: _, ...rest }]) => [check, rest] as const);
    const checks = [...new Set([...Object.keys(exceptions), ...own.map(([check]) => check)])].toSorted();
    const settings = Object.fromEntries(own);
    return Object.fromEntries(
        checks
            .map((check) => [
                check,
                { ...settings[check], ...(exceptions[check] && { exceptions: exceptions[check] }) },
            ])
            .filter(([, entry]) => Object.keys(entry as object).length > 0),
    );
}
