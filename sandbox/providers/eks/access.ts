import * as pulumi from "@pulumi/pulumi";
import { unless } from "./arguments.ts";
import { Child } from "./resources.ts";

export interface AccessEntryArgs {
    principalArn: pulumi.Input<string>;
    username?: pulumi.Input<string>;
    kubernetesGroups?: pulumi.Input<string[]>;
    accessPolicies?: Record<string, pulumi.Input<{ policyArn: string; accessScope: object }>>;
    tags?: pulumi.Input<Record<string, string>>;
    type?: pulumi.Input<string>;
}

const modes = ["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"];

/** What is wrong with how people are let in; no mode means CONFIG_MAP. */
export function accessErrors(
    mode: string | undefined,
    entries: unknown,
): (pulumi.InputPropertyErrorDetails | undefined)[] {
    return [
        unless(
            mode === undefined || modes.includes(mode),
            "authenticationMode",
            `one of ${modes.join(", ")}, not ${mode}`,
        ),
        unless(
            !entries || usesEntries(mode),
            "accessEntries",
            `not supported when authenticationMode is ${mode ?? "not set"}`,
        ),
    ];
}

export const usesEntries = (mode: string | undefined): boolean => mode === "API" || mode === "API_AND_CONFIG_MAP";

export const usesConfigMap = (mode: string | undefined): boolean => mode !== "API";

/** Access entries of a cluster, each with its policies below it. */
export const accessEntries = (
    name: string,
    clusterName: pulumi.Input<string>,
    entries: Record<string, AccessEntryArgs>,
    opts: pulumi.CustomResourceOptions,
): Child[] =>
    Object.entries(entries).map(
        ([key, { accessPolicies = {}, username, principalArn, kubernetesGroups, tags, type }]) => {
            const entry = new Child(
                "aws:eks/accessEntry:AccessEntry",
                `${name}-${key}`,
                { clusterName, principalArn, kubernetesGroups, tags, type, userName: username },
                opts,
            );
            for (const [policy, association] of Object.entries(accessPolicies)) {
                const known = pulumi.output(association);
                new Child(
                    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
                    `${name}-${key}-${policy}`,
                    {
                        accessScope: known.apply(({ accessScope }) => accessScope),
                        policyArn: known.apply(({ policyArn }) => policyArn),
                        principalArn,
                        clusterName,
                    },
                    { ...opts, parent: entry, dependsOn: [entry] },
                );
            }
            return entry;
        },
    );

/** The old way in: a ConfigMap that maps roles to users. */
export const awsAuth = (name: string, parent: pulumi.Resource, provider: pulumi.ProviderResource): Child =>
    new Child(
        "kubernetes:core/v1:ConfigMap",
        `${name}-nodeAccess`,
        {
            apiVersion: "v1",
            kind: "ConfigMap",
            immutable: false,
            metadata: {
                name: "aws-auth",
                namespace: "kube-system",
                annotations: { "pulumi.com/patchForce": "true" },
            },
            data: { mapRoles: "[]\n" },
        },
        { parent, provider },
    );
