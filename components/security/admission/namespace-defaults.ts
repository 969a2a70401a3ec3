import type { Platform } from "../../part.ts";
import type { GeneratingPolicy, MutatingPolicy } from "../../platform/kubernetes-object.ts";
import { containerDefaults, podSecurityLabels, quota } from "../../platform/namespace.ts";
import { closed } from "../../platform/network-policies.ts";
import { systemNamespaces } from "./namespaces.ts";
import { literal } from "./policy.ts";

const level = "pod-security.kubernetes.io";

/**
 * What a namespace that somebody makes gets, unless it is one of the platform's: the Pod Security level where it names none,
 * and network policies, a quota and container defaults of its own, which its team may change.
 *
 * @param kubernetesVersion such as `1.35`: the level is the one of this version
 */
export const namespaceDefaults = (
    { ownNamespaces, restorers }: Pick<Platform, "ownNamespaces" | "restorers">,
    kubernetesVersion: string,
): [MutatingPolicy, GeneratingPolicy] => {
    const matchConstraints = {
        resourceRules: [
            { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE" as const], resources: ["namespaces"] },
        ],
    };
    const ofTeams = {
        name: "of-teams",
        expression:
            `!(object.metadata.name in ${literal([...systemNamespaces, ...ownNamespaces])}) && ` +
            `!(request.?userInfo.?username.orValue("") in ${literal(restorers)})`,
    };
    const labels = podSecurityLabels("restricted", `v${kubernetesVersion}`);
    return [
        {
            apiVersion: "policies.kyverno.io/v1",
            kind: "MutatingPolicy",
            metadata: { name: "namespace-labels" },
            spec: {
                // Without its labels a namespace is refused by ns-pss-labels.
                failurePolicy: "Ignore",
                matchConstraints,
                matchConditions: [
                    ofTeams,
                    {
                        name: "without-level",
                        expression: `!object.metadata.?labels[?"${level}/enforce"].hasValue()`,
                    },
                ],
                mutations: [
                    {
                        patchType: "ApplyConfiguration",
                        applyConfiguration: {
                            expression: `Object{metadata: Object.metadata{labels: ${literal(labels)}}}`,
                        },
                    },
                ],
            },
        },
        {
            apiVersion: "policies.kyverno.io/v1",
            kind: "GeneratingPolicy",
            metadata: { name: "namespace-defaults" },
            spec: {
                matchConstraints,
                matchConditions: [ofTeams],
                // What is there is the team's: neither written again, nor taken away with the policy.
                evaluation: { synchronize: { enabled: false }, orphanDownstreamOnPolicyDelete: { enabled: true } },
                variables: [{ name: "objects", expression: `[${defaults.map(dynamic).join(", ")}]` }],
                generate: [{ expression: "generator.Apply(object.metadata.name, variables.objects)" }],
            },
        },
    ];
};

/** As the platform's own namespaces have them. */
const defaults = [
    ...closed().map(({ name, spec }) => ({
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata: { name },
        spec,
    })),
    { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "quota" }, spec: { hard: quota() } },
    {
        apiVersion: "v1",
        kind: "LimitRange",
        metadata: { name: "limits" },
        spec: { limits: [{ type: "Container", ...containerDefaults }] },
    },
];

/** A map of CEL has values of one type: each field of an object is of any. */
const dynamic = (object: Readonly<Record<string, unknown>>): string =>
    `{${Object.entries(object)
        .map(
            ([key, value]) =>
                `${literal(key)}: dyn(${key === "metadata" ? placed(value as { name: string }) : literal(value)})`,
        )
        .join(", ")}}`;

const placed = ({ name }: { name: string }): string => `{"name": ${literal(name)}, "namespace": object.metadata.name}`;
