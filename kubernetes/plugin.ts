import { join } from "node:path";
import type { Target } from "production-cluster-sandbox/engine/sandbox-stack.ts";
import { sdkVersion } from "production-cluster-sandbox/providers/sdk.ts";
import { obtain } from "production-cluster-sandbox/tools/tools.ts";

/** How the API server of a cluster that runs here is reached. */
export interface ControlPlane {
    /** URL. */
    readonly server: string;
    /** Certificate authority, PEM. */
    readonly authority: string;
    /** File of the one user's token. */
    readonly tokenFile: string;
}

/**
 * Pulumi's own Kubernetes plugin in the place of the simulated one, and the AWS CLI by which it signs in.
 *
 * @param controlPlane what answers for the simulated EKS cluster of the stack. Default: nothing does; the stack says
 * where its cluster is.
 */
export async function realKubernetes(
    controlPlane?: ControlPlane,
): Promise<Required<Pick<Target, "providers" | "commands" | "env">>> {
    const program = await obtain(["kubernetes-plugin"]);
    return {
        providers: { kubernetes: program("pulumi-resource-kubernetes") },
        commands: { aws: join(import.meta.dirname, "aws.ts") },
        env: {
            // The engine warns of a plugin that is older than the SDK; docs/test-cluster.md says how old it is.
            KUBERNETES_PLUGIN_VERSION: sdkVersion("@pulumi/kubernetes"),
            ...(controlPlane && {
                SANDBOX_API_SERVER: controlPlane.server,
                SANDBOX_API_AUTHORITY: controlPlane.authority,
                SANDBOX_TOKEN_FILE: controlPlane.tokenFile,
            }),
        },
    };
}
