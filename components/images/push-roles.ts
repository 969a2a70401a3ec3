import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { partition } from "../platform/partition.ts";
import type { Settings } from "../settings.ts";
import { buildSystems } from "./build-systems.ts";

type PushRole = Settings["registry"]["ecr"]["pushRoles"][number];

export interface PushRolesArgs {
    clusterName: string;
    region: string;
    accountId: pulumi.Input<string>;
    pushRoles: readonly PushRole[];
    /** What a role pushes to that names no repository. */
    repositories: readonly string[];
    arnOf(repository: string): pulumi.Output<string>;
}

/** An account has one role of a name, in whatever region its cluster is; IAM takes 64 characters. */
const roleName = ({ name }: PushRole, { clusterName, region }: PushRolesArgs): string => {
    const whole = `${clusterName}-${region}-push-${name}`;
    return whole.length > 64 ? `${clusterName}-push-${name}` : whole;
};

const actions = [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:CompleteLayerUpload",
    "ecr:GetDownloadUrlForLayer",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
];

/**
 * Roles of build pipelines: each trusts the tokens of one build system that are for AWS and of the runs that are named,
 * and may do nothing but push to its repositories, and read what lies there.
 */
export class PushRoles extends pulumi.ComponentResource {
    /** ARN of each by its name in the settings. */
    readonly roleArns: pulumi.Output<Record<string, string>>;

    constructor(name: string, args: PushRolesArgs, opts: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:PushRoles", name, {}, opts);
        const { pushRoles, repositories, arnOf } = args;
        const providers = this.#providers(name, args);
        const arns: Record<string, pulumi.Output<string>> = {};
        for (const each of pushRoles) {
            const issuer = issuerOf(each);
            const role = new aws.iam.Role(
                `${name}-push-${each.name}`,
                {
                    name: roleName(each, args),
                    assumeRolePolicy: trust(each, providerArn(issuer, args)),
                },
                // Pipelines name it: one that is there keeps the name that it has.
                { parent: this, dependsOn: providers.get(issuer) ?? [], ignoreChanges: ["name"] },
            );
            arns[each.name] = role.arn;
            new aws.iam.RolePolicy(
                `${name}-push-${each.name}`,
                {
                    role: role.id,
                    policy: pulumi.jsonStringify({
                        Version: "2012-10-17",
                        Statement: [
                            // Signs in to the registry, and gives no right to anything in it.
                            { Sid: "SignIn", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
                            {
                                Sid: "Push",
                                Effect: "Allow",
                                Action: actions,
                                Resource: (each.repositories ?? repositories).map(arnOf),
                            },
                        ],
                    }),
                },
                { parent: this },
            );
        }
        this.roleArns = pulumi.output(arns);
        this.registerOutputs({ roleArns: this.roleArns });
    }

    /** Providers that the stack makes, by issuer. They stay: roles of others trust them too. */
    #providers(name: string, { pushRoles }: PushRolesArgs): Map<string, pulumi.Resource> {
        const made = pushRoles.filter(({ provider }) => provider === "stack");
        return new Map(
            [...Map.groupBy(made, issuerOf)].map(([issuer, [role]]) => {
                const provider = new aws.iam.OpenIdConnectProvider(
                    `${name}-${issuer}`,
                    { url: `https://${issuer}`, clientIdLists: [audienceOf(role as PushRole)] },
                    { parent: this, retainOnDelete: true },
                );
                return [issuer, provider];
            }),
        );
    }
}

const issuerOf = ({ system, organizationId = "" }: PushRole) => buildSystems[system].issuer(organizationId);
const audienceOf = ({ system, organizationId = "" }: PushRole) => buildSystems[system].audience(organizationId);

/** Composed, so that the first plan shows whom a role trusts. */
const providerArn = (issuer: string, { region, accountId }: Pick<PushRolesArgs, "region" | "accountId">) =>
    pulumi.interpolate`arn:${partition(region)}:iam::${accountId}:oidc-provider/${issuer}`;

const trust = (role: PushRole, provider: pulumi.Output<string>) =>
    pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Principal: { Federated: provider },
                Action: "sts:AssumeRoleWithWebIdentity",
                Condition: {
                    StringEquals: { [`${issuerOf(role)}:aud`]: audienceOf(role) },
                    StringLike: { [`${issuerOf(role)}:sub`]: role.subjects },
                },
            },
        ],
    });
