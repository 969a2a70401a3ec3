import * as f from "../configuration/fields.ts";
import { type MadeBy, madeBy } from "../configuration/made-by.ts";

/** A build pipeline, and what it may push to. */
export interface PushRoleArgs {
    /**
     * Name of the role behind those of the cluster and its region: `<cluster name>-<region>-push-<name>`, without the region where
     * that is more than the 64 characters that IAM takes. One that was made without it keeps its name.
     */
    name: string;
    /** Where it runs. */
    system: BuildSystem;
    /**
     * Who may assume the role, as the system names a run in its token. GitHub: `repo:<owner>/<repository>:ref:refs/heads/main`,
     * or `:environment:<name>`; GitLab: `project_path:<group>/<project>:ref_type:branch:ref:main`; CircleCI:
     * `org/<id>/project/<id>/user/*`; Azure DevOps: `sc://<organization>/<project>/<service connection>`.
     */
    subjects: string[];
    /** Id of the organization, a UUID: CircleCI and Azure DevOps have an issuer for each. Default: none. */
    organizationId?: string;
    /** Its repositories, of `registry.ecr.repositories`. Default: all of them. */
    repositories?: string[];
    /**
     * Who makes the account's OpenID Connect provider of the system, which an account has once: `stack` makes it, and
     * leaves it there when the stack goes; `given` takes it as it is. Default `stack`.
     */
    provider?: MadeBy;
}

export const BuildSystem = {
    github: "github",
    gitlab: "gitlab",
    circleci: "circleci",
    azureDevOps: "azureDevOps",
} as const;
export type BuildSystem = (typeof BuildSystem)[keyof typeof BuildSystem];

export const pushRoles = f
    .list(
        f.object({
            name: f.pattern(/^[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?$/, "1 to 30 of a-z, 0-9 and -"),
            system: f.oneOf(BuildSystem),
            subjects: f.list(f.text).min(1, "give at least one subject"),
            organizationId: f.pattern(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "a UUID in lower case").optional(),
            repositories: f.list(f.text).min(1, "give at least one repository").optional(),
            provider: madeBy,
        }),
        { of: ({ name }) => name },
    )
    .default([]);
