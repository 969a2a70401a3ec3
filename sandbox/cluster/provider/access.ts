import { readFileSync } from "node:fs";
import { activeCluster, activeUser } from "../../providers/kubernetes/kubeconfig.ts";
import type { Values } from "../../providers/values.ts";
import type { Access } from "../api.ts";

/**
 * How the cluster of a kubeconfig is reached, and the file of its authority for programs that want one.
 *
 * @throws Error where it is signed in otherwise than with a token.
 */
export function accessOf(settings: Values): Access & { readonly authorityFile: string } {
    const [cluster, user] = [activeCluster(settings), activeUser(settings)];
    const authorityFile = cluster?.["certificate-authority"];
    if (typeof user?.token !== "string" || typeof authorityFile !== "string") {
        throw new Error("the kubeconfig must name a certificate authority by its file, and a user with a token");
    }
    return {
        server: String(cluster?.server),
        token: user.token,
        authority: readFileSync(authorityFile, "utf8"),
        authorityFile,
    };
}
