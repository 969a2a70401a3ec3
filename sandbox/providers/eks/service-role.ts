import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { ask, Child } from "./resources.ts";

export interface ServiceRoleArgs {
    service: string;
    description?: string;
    /** Names of policies that AWS manages. */
    managedPolicies: string[];
    actions: string[];
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A role for an AWS service, with its policies: `eks:index:ServiceRole`. */
export class ServiceRole extends pulumi.ComponentResource {
    readonly role: Child;
    /** The role, once its policies are attached. */
    readonly attached: pulumi.Output<Child>;

    constructor(name: string, args: ServiceRoleArgs, opts: pulumi.ComponentResourceOptions) {
        super("eks:index:ServiceRole", name, {}, opts);
        const { service, description, managedPolicies, actions, tags } = args;
        const statement = { Action: actions, Effect: "Allow", Principal: { Service: [service] } };
        const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
        const role = new Child(
            "aws:iam/role:Role",
            `${name}-role`,
            { description, assumeRolePolicy, tags },
            { parent: this },
            ["arn", "name"],
        );
        const partition = ask("aws:index/getPartition:getPartition", {}, "partition", this);
        const attachments = managedPolicies.map((policy) => {
            const id = createHash("sha1").update(`arn:aws:iam::aws:policy/${policy}`).digest("hex").slice(0, 8);
            const policyArn = pulumi.interpolate`arn:${partition}:iam::aws:policy/${policy}`;
            const type = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
            return new Child(type, `${name}-${id}`, { policyArn, role }, { parent: this });
        });
        this.role = role;
        this.attached = pulumi.all([role.output("arn"), ...attachments.map(({ id }) => id)]).apply(() => role);
        this.registerOutputs({ directRole: role, resolvedRole: this.attached });
    }
}
