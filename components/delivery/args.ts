import * as aws from "../configuration/aws-fields.ts";
import * as f from "../configuration/fields.ts";
import { ownServer } from "../configuration/server-place.ts";
import * as urls from "../configuration/urls.ts";

/** The Git repository that Argo CD follows from the first minute on. */
export interface GitOpsArgs {
    /**
     * HTTPS or SSH URL of the repository, with no credential in it: it stands in the plan and in the cluster.
     */
    repository: string;
    /** How Argo CD reads the repository where it is private. Default: without a credential. */
    credential?: RepositoryCredentialArgs;
    /** Folder inside of the repository, relative to its root. Default `clusters/<cluster name>`. */
    path?: string;
    /** Branch, tag or commit. Default `main`. */
    revision?: string;
    /**
     * Ranges of the Git server's addresses, /8 to /32, where it is in a private network that the VPC reaches. Default:
     * none, it is reached over the Internet.
     */
    cidrs?: string[];
    /**
     * CA that signed the Git server's certificate, PEM; several one after the other. For a `repository` over https. Default:
     * one that everybody trusts.
     */
    caCertificate?: string;
    /** Single sign-on for people. Default: local login is off and nobody can sign in. */
    sso?: SingleSignOnArgs;
}

/** A credential of Git, which stays in Secrets Manager. */
export interface RepositoryCredentialArgs {
    /** `https` (user and token), `ssh` (private key) or `githubApp`; as the URL of the repository. */
    kind: RepositoryCredentialKind;
    /**
     * Name of the Secrets Manager secret, with Argo CD's own keys: `username` and `password`; `sshPrivateKey`; or
     * `githubAppID`, `githubAppInstallationID` and `githubAppPrivateKey`. It needs to read, and nothing else.
     */
    secretName: string;
}

export const RepositoryCredentialKind = { Https: "https", Ssh: "ssh", GithubApp: "githubApp" } as const;
export type RepositoryCredentialKind = (typeof RepositoryCredentialKind)[keyof typeof RepositoryCredentialKind];

/** OpenID Connect sign-in (RFC: OpenID Connect Core 1.0); the client secret stays in Secrets Manager. */
export interface SingleSignOnArgs {
    /** Issuer URL, `https://...`. */
    issuer: string;
    /** Client id that the issuer knows the application by. */
    clientId: string;
    /** Name of the Secrets Manager secret whose key `clientSecret` holds the secret; not `heartbeatUrlSecret`. */
    clientSecretName: string;
    /** Group of the issuer whose members administer. No commas and quotes: it becomes part of a line of policy. */
    administratorGroup: string;
    /**
     * Ranges of its addresses, /8 to /32, where it is in a private network that the VPC reaches. Default: none, it is
     * reached over the Internet.
     */
    cidrs?: string[];
    /** CA that signed its certificate, PEM; several one after the other. Default: one that everybody trusts. */
    caCertificate?: string;
}

export const gitops = f.object({
    repository: urls.gitUrl,
    credential: f.object({ kind: f.oneOf(["https", "ssh", "githubApp"]), secretName: aws.secretName }).optional(),
    path: f.gitPath.optional(),
    revision: f.gitRevision.default("main"),
    ...ownServer,
    sso: f
        .object({
            issuer: urls.httpsUrl,
            clientId: f.clientId,
            clientSecretName: aws.secretName,
            administratorGroup: f.group,
            ...ownServer,
        })
        .optional(),
});
