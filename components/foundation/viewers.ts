import * as k8s from "@pulumi/kubernetes";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { viewerGroup } from "./access.ts";
import { viewerKinds } from "./viewer-kinds.ts";

/** Lets the viewers read everything but Secrets: the kinds of the platform, and what others aggregate to `view`. */
export function viewers(name: string, opts: CustomResourceOptions): void {
    const role = new k8s.rbac.v1.ClusterRole(
        `${name}-viewers`,
        {
            metadata: { name: viewerGroup },
            rules: Object.entries(viewerKinds).map(([group, resources]) => ({
                apiGroups: [group],
                resources,
                verbs: ["get", "list", "watch"],
            })),
        },
        opts,
    );
    const bind = (binding: string, roleName: string, dependsOn: k8s.rbac.v1.ClusterRole[]) =>
        new k8s.rbac.v1.ClusterRoleBinding(
            `${name}-${binding}`,
            {
                metadata: { name: `platform-${binding}` },
                roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: roleName },
                subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: viewerGroup }],
            },
            { ...opts, dependsOn },
        );
    bind("viewers", viewerGroup, [role]);
    bind("viewers-of-others", "view", []);
}
