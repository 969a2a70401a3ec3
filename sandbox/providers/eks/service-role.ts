import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { Child } from "./resources.ts";

export interface ServiceRoleArgs {
    service: string;
    description?: string;
    /** Policies that AWS manages: the id names the attachment, for the ARN differs by partition. */
    managedPolicyArns: { id: string; arn: pulumi.Input<string> }[];
    assumeRoleActions: string[];
}

/** A role for an AWS service, with its policies: `eks:index:ServiceRole`. */
export class ServiceRole extends pulumi.ComponentResource {
    readonly role: Child;
    /** The role, once its policies are attached. */
    readonly attached: pulumi.Output<Child>;

    constructor(name: string, args: ServiceRoleArgs, opts: pulumi.ComponentResourceOptions) {
        super("eks:index:ServiceRole", name, args, opts);
        const { service, description, managedPolicyArns, assumeRoleActions } = args;
        const statement = { Action: assumeRoleActions, Effect: "Allow", Principal: { Service: [service] } };
        const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
        const role = new Child(
            "aws:iam/role:Role",
            `${name}-role`,
            { description, assumeRolePolicy },
            { parent: this },
            ["arn", "name"],
        );
        const attachments = managedPolicyArns.map(({ id, arn: policyArn }) => {
            const digest = createHash("sha1").update(id).digest("hex").slice(0, 8);
            const type = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
            return new Child(type, `${name}-${digest}`, { policyArn, role }, { parent: this });
        });
        this.role = role;
        this.attached = pulumi.all([role.output("arn"), ...attachments.map(({ id }) => id)]).apply(() => role);
        this.registerOutputs({ directRole: role, resolvedRole: this.attached });
    }
}
