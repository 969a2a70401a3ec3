import { externalSecret } from "../platform/external-secret.ts";
import type { ExternalSecret } from "../platform/kubernetes-object.ts";
import type { Settings } from "../settings.ts";
import type { RepositoryCredentialKind } from "./args.ts";

/** https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#repositories */
const keys: Record<RepositoryCredentialKind, readonly string[]> = {
    https: ["username", "password"],
    ssh: ["sshPrivateKey"],
    githubApp: ["githubAppID", "githubAppInstallationID", "githubAppPrivateKey"],
};

/**
 * Where an app asks for its token: Argo CD asks api.github.com unless it is told
 * (https://docs.github.com/en/enterprise-server/rest/using-the-rest-api/getting-started-with-the-rest-api).
 */
function apiOf(repository: string): Record<string, string> {
    const { host } = new URL(repository);
    if (host === "github.com") return {};
    return { githubAppEnterpriseBaseUrl: host.endsWith(".ghe.com") ? `https://api.${host}` : `https://${host}/api/v3` };
}

/** CAs of the Git server, by the server's name: Argo CD asks for it as the URL has it, and for an app's token in lower case. */
export function repositoryCertificates(repository: string, caCertificate: string): Record<string, string> {
    const { hostname } = new URL(repository);
    const written = repository.slice("https://".length).slice(0, hostname.length);
    return { [written]: caCertificate, [hostname]: caCertificate };
}

/** The Secret by which Argo CD reads a private repository, copied from the store. None where it is public. */
export const repositoryCredential = (
    { repository, credential }: Settings["gitops"],
    where: { namespace: string; store: string },
): ExternalSecret[] => {
    if (!credential) return [];
    return [
        externalSecret({
            name: "git-repository",
            ...where,
            key: credential.secretName,
            data: Object.fromEntries(keys[credential.kind].map((key) => [key, key])),
            constants: { type: "git", url: repository, ...(credential.kind === "githubApp" && apiOf(repository)) },
            labels: { "argocd.argoproj.io/secret-type": "repository", "app.kubernetes.io/part-of": "argocd" },
        }),
    ];
};
