import { join } from "node:path";
import type { Project } from "../engine/project.ts";
import { sdkVersion } from "../providers/sdk.ts";
import { obtain } from "../tools/tools.ts";
import type { Cluster } from "./cluster.ts";
import { tokenVariable } from "./credentials.ts";
import { files } from "./folder.ts";

/** What of a project on simulated clouds is another where its Kubernetes is real. */
export interface RealKubernetes extends Pick<Project, "commands"> {
    readonly providers: { readonly kubernetes: string };
    /** Variables that the engine and its plugins get. */
    readonly env: Readonly<Record<string, string>>;
}

/**
 * Pulumi's own Kubernetes plugin in the place of the simulated one, and the AWS CLI by which it signs in.
 *
 * @param controlPlane what answers for the simulated EKS cluster of the stack. Default: nothing; the stack says where its
 * cluster is.
 */
export async function realKubernetes(
    controlPlane?: Pick<Cluster, "folder" | "api">,
): Promise<RealKubernetes> {
    const program = await obtain(["kubernetes-plugin"]);
    return {
        providers: { kubernetes: program("pulumi-resource-kubernetes") },
        commands: { aws: join(import.meta.dirname, "aws.ts") },
        env: {
            // The engine warns of a plugin that is older than the SDK; docs/test-cluster.md says how old it is.
            KUBERNETES_PLUGIN_VERSION: sdkVersion("@pulumi/kubernetes"),
            ...(controlPlane && {
                SANDBOX_API_SERVER: controlPlane.api.access.server,
                SANDBOX_API_AUTHORITY: controlPlane.api.access.authority,
                [tokenVariable]: join(controlPlane.folder, files.tokens),
            }),
        },
    };
}
