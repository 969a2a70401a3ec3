import type { PushRoleArgs } from "./push-role-args.ts";

/** What AWS must know of a build system to tell its runs apart. */
export interface Preset {
    /** Issuer of its tokens, without `https://`. */
    issuer(organizationId: string): string;
    /** Whom its tokens are for, where nobody asks for another one. */
    audience(organizationId: string): string;
    /** Subjects that name a project at least. */
    subject: RegExp;
    /** What such a subject looks like. */
    example: string;
    /** It has an issuer for each organization. Default false. */
    perOrganization?: true;
}

const name = "[\\w.-]+";
const uuid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/**
 * A `*` may stand for a part of a branch, tag or user, and never for a project. Runs of pull requests are named by no
 * branch of GitHub's, and are not among them.
 */
export const buildSystems: Readonly<Record<PushRoleArgs["system"], Preset>> = {
    // https://docs.github.com/en/actions/reference/security/oidc
    github: {
        issuer: () => "token.actions.githubusercontent.com",
        audience: () => "sts.amazonaws.com",
        subject: new RegExp(`^repo:${name}/${name}:(ref:refs/(heads|tags)/[^\\s*]+\\*?|environment:[^\\s*:]+)$`),
        example: "repo:example/shop:ref:refs/heads/main",
    },
    // https://docs.gitlab.com/ci/cloud_services/aws/
    gitlab: {
        issuer: () => "gitlab.com",
        audience: () => "https://gitlab.com",
        subject: new RegExp(`^project_path:${name}(/${name})+:ref_type:(branch|tag):ref:[^\\s*]+\\*?$`),
        example: "project_path:example/shop:ref_type:branch:ref:main",
    },
    // https://circleci.com/docs/openid-connect-tokens/
    circleci: {
        issuer: (organization) => `oidc.circleci.com/org/${organization}`,
        audience: (organization) => organization,
        subject: new RegExp(`^org/${uuid}/project/${uuid}/user/(\\*|${uuid})$`),
        example: "org/<organization id>/project/<project id>/user/*",
        perOrganization: true,
    },
    // https://aws.amazon.com/blogs/modernizing-with-aws/how-to-federate-into-aws-from-azure-devops-using-openid-connect/
    azureDevOps: {
        issuer: (organization) => `vstoken.dev.azure.com/${organization}`,
        audience: () => "api://AzureADTokenExchange",
        subject: /^sc:\/\/[^/*]+\/[^/*]+\/[^/*]+$/,
        example: "sc://example/shop/aws-push",
        perOrganization: true,
    },
};
