import { describe, expect, test } from "vitest";
import type { Resource } from "../../../../policy-pack/inventory/resource.ts";
import { unknown } from "../../../../policy-pack/inventory/unknown.ts";
import { resultOf } from "../../judged.ts";
import { object, type Props, resource, urnOf } from "../../ready/resource.ts";

const admin = "arn:aws:iam::aws:policy/AdministratorAccess";
const worker = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";
const roleUrn = urnOf("aws:iam/role:Role", "nodes");
const role = (props: Props = {}) => resource("aws:iam/role:Role", "nodes", props);
const group = resource("aws:eks/nodeGroup:NodeGroup", "nodes", {}, { nodeRoleArn: [roleUrn] });
const status = (check: string, ...resources: Resource[]) => resultOf(check, resources)?.status;
const everything = '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}';
const of = (type: string, property: string, props: Props) =>
    resource(`aws:iam/${type}`, "more", { ...props, [property]: "nodes" }, { [property]: [roleUrn] });

/** Every way to give the role of nodes more than it needs. */
const ways: Record<string, Resource[]> = {
    managedPolicyArns: [role({ managedPolicyArns: [worker, admin] })],
    inlinePolicies: [role({ inlinePolicies: [{ name: "all", policy: everything }] })],
    RolePolicyAttachment: [role(), of("rolePolicyAttachment:RolePolicyAttachment", "role", { policyArn: admin })],
    PolicyAttachment: [role(), of("policyAttachment:PolicyAttachment", "roles", { policyArn: admin })],
    RolePolicyAttachmentsExclusive: [
        role(),
        of("rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "roleName", {
            policyArns: [worker, admin],
        }),
    ],
    RolePolicy: [role(), of("rolePolicy:RolePolicy", "role", { policy: everything })],
};

describe.each(Object.entries(ways))("a role of nodes with more rights by %s", (_, resources) => {
    test("is found", () => {
        expect(status("iam-node-role-minimal", group, ...resources)).toBe("fail");
        expect(status("iam-no-star-policies", group, ...resources)).toBe("fail");
    });
});

test("a role of nodes with what nodes need alone is minimal", () => {
    const attached = of("rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "roleName", {
        policyArns: [worker],
    });
    expect(status("iam-node-role-minimal", group, role({ managedPolicyArns: [worker] }), attached)).toBe("pass");
});

test("one policy that is not known yet hides no other", () => {
    expect(status("iam-node-role-minimal", group, role({ managedPolicyArns: [unknown, worker] }))).toBe("unknown");
    expect(status("iam-node-role-minimal", group, role({ managedPolicyArns: [unknown, admin] }))).toBe("fail");
});

test("the role of Karpenter's nodes, and of an Auto Scaling group of one's own, is judged too", () => {
    const wide = role({ managedPolicyArns: [admin] });
    const karpenter = {
        ...object("karpenter.k8s.aws/v1:EC2NodeClass", "general", { spec: { role: "nodes" } }),
        dependencies: { spec: [roleUrn] },
    };
    const [profile, template] = ["aws:iam/instanceProfile:InstanceProfile", "aws:ec2/launchTemplate:LaunchTemplate"];
    const own = [
        resource("aws:eks/cluster:Cluster", "shop", {}),
        resource(profile, "nodes", {}, { role: [roleUrn] }),
        resource(template, "nodes", {}, { iamInstanceProfile: [urnOf(profile, "nodes")] }),
        resource("aws:autoscaling/group:Group", "nodes", {}, { launchTemplate: [urnOf(template, "nodes")] }),
    ];
    expect(status("iam-node-role-minimal", karpenter, wide)).toBe("fail");
    expect(status("iam-node-role-minimal", ...own, wide)).toBe("fail");
    expect(status("iam-node-role-minimal", karpenter)).toBe("not-applicable");
});
