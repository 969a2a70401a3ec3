import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { record } from "./recording.ts";

const facts = {
    clusterArn: "arn:aws:eks:eu-west-1:111122223333:cluster/shop",
    namespace: "velero",
    serviceAccount: "velero",
};
const association = (args: object) =>
    record(async () => {
        const { podIdentityRole } = await import("../../components/platform/pod-identity-role.ts");
        const aws = await import("@pulumi/aws");
        const roleArn = podIdentityRole("shop-velero", { ...facts, ...args }, {});
        new aws.eks.PodIdentityAssociation("user", {
            clusterName: "shop",
            namespace: "velero",
            serviceAccount: "velero",
            roleArn,
        });
    });

test("Statements become the role's own policy, with outputs of other resources in them", async () => {
    const bucket = pulumi.interpolate`arn:aws:s3:::${"backups"}/*`;
    const { one } = await association({
        statements: [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: bucket }],
    });
    expect(JSON.parse(one("aws:iam/rolePolicy:RolePolicy").inputs.policy)).toEqual({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::backups/*" }],
    });
});

test("No pod gets the role before its policies are attached", async () => {
    const { one } = await association({
        statements: [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: "*" }],
        managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"],
    });
    expect(one("aws:eks/podIdentityAssociation:PodIdentityAssociation").dependencies.toSorted()).toEqual([
        "shop-velero",
        "shop-velero-AmazonEKS_CNI_Policy",
        "shop-velero-policy",
    ]);
});

test("A role without permissions is still only for its own service account", async () => {
    const { of, one } = await association({});
    expect(of("aws:iam/rolePolicy:RolePolicy")).toEqual([]);
    expect(one("aws:iam/role:Role").inputs.assumeRolePolicy).toContain(
        '"aws:RequestTag/kubernetes-service-account":"velero"',
    );
});
