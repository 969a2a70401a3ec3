import { expect, test } from "vitest";
import { aws, clusterIn, type Driver, trust } from "../clouds.ts";

const role = (driver: Driver, name: string, service = "ec2.amazonaws.com") =>
    String(driver.outputs("aws:iam/role:Role", { name, assumeRolePolicy: trust(service) }, name).arn);

/** What EKS refuses because of what is there: what is there, what is made, what the message says. */
const refused: [title: string, attempt: (driver: Driver) => unknown, says: RegExp][] = [
    [
        "a cluster in one zone",
        (d) => {
            const vpcId = d.make("aws:ec2/vpc:Vpc", { cidrBlock: "10.9.0.0/16" }, "lone");
            const subnet = { vpcId, cidrBlock: "10.9.0.0/24", availabilityZone: "eu-west-1a" };
            clusterIn(d, { vpcConfig: { subnetIds: [d.make("aws:ec2/subnet:Subnet", subnet, "lone")] } });
        },
        /vpcConfig\.subnetIds must be in at least two availability zones, not only in eu-west-1a/,
    ],
    [
        "a cluster with a role that does not exist",
        (d) => clusterIn(d, { roleArn: "arn:aws:iam::000000000000:role/nobody" }),
        /roleArn: .*nobody does not exist/,
    ],
    [
        "a second cluster of the same name",
        (d) => {
            const { inputs } = clusterIn(d);
            d.make("aws:eks/cluster:Cluster", inputs, "second");
        },
        /eks\.Cluster shop exists already/,
    ],
    [
        "a cluster whose endpoint nobody reaches",
        (d) => {
            const { inputs, subnetIds } = clusterIn(d);
            const neither = { subnetIds, endpointPublicAccess: false, endpointPrivateAccess: false };
            d.make("aws:eks/cluster:Cluster", { ...inputs, name: "dark", vpcConfig: neither }, "dark");
        },
        /endpointPrivateAccess must be true where endpointPublicAccess is false/,
    ],
    [
        "an add-on of a cluster that does not exist",
        (d) => d.make("aws:eks/addon:Addon", { clusterName: "shop", addonName: "coredns" }),
        /clusterName: shop does not exist/,
    ],
    [
        "an add-on version of another Kubernetes version",
        (d) => {
            clusterIn(d);
            d.make("aws:eks/addon:Addon", {
                clusterName: "shop",
                addonName: "kube-proxy",
                addonVersion: "v1.34.6-eksbuild.21",
            });
        },
        /addonVersion must be one of v1\.35\..* for kube-proxy on Kubernetes 1\.35, not "v1\.34\.6-eksbuild\.21"/,
    ],
    [
        "the same add-on twice",
        (d) => {
            clusterIn(d);
            for (const name of ["one", "two"])
                d.make("aws:eks/addon:Addon", { clusterName: "shop", addonName: "coredns" }, name);
        },
        /eks\.Addon shop:coredns exists already/,
    ],
    [
        "an access policy without an access entry",
        (d) => {
            clusterIn(d, { accessConfig: { authenticationMode: "API" } });
            d.make("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", {
                clusterName: "shop",
                principalArn: "arn:aws:iam::000000000000:role/me",
                policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
                accessScope: { type: "cluster" },
            });
        },
        /has no access entry on shop yet/,
    ],
    [
        "an access entry on a cluster that knows only aws-auth",
        (d) => {
            clusterIn(d);
            d.make("aws:eks/accessEntry:AccessEntry", {
                clusterName: "shop",
                principalArn: "arn:aws:iam::000000000000:role/me",
            });
        },
        /authentication mode CONFIG_MAP/,
    ],
    [
        "a pod identity whose role trusts somebody else",
        (d) => {
            clusterIn(d);
            d.make("aws:eks/podIdentityAssociation:PodIdentityAssociation", {
                clusterName: "shop",
                namespace: "x",
                serviceAccount: "x",
                roleArn: role(d, "pod"),
            });
        },
        /does not let pods\.eks\.amazonaws\.com in/,
    ],
    [
        "two pod identities of one service account",
        (d) => {
            clusterIn(d);
            const roleArn = role(d, "pod", "pods.eks.amazonaws.com");
            for (const name of ["one", "two"])
                d.make(
                    "aws:eks/podIdentityAssociation:PodIdentityAssociation",
                    { clusterName: "shop", namespace: "x", serviceAccount: "x", roleArn },
                    name,
                );
        },
        /exists already/,
    ],
    [
        "nodes newer than their control plane",
        (d) => {
            const { subnetIds } = clusterIn(d);
            d.make("aws:eks/nodeGroup:NodeGroup", {
                clusterName: "shop",
                version: "1.36",
                nodeRoleArn: role(d, "node"),
                subnetIds,
                scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
            });
        },
        /version 1\.36 must not be newer than the cluster's, 1\.35/,
    ],
];

test.each(refused)("%s is refused", (_, attempt, says) => {
    expect(() => attempt(aws())).toThrow(says);
});

test("a cluster is upgraded one minor version at a time, and never back", () => {
    const driver = aws();
    const { inputs } = clusterIn(driver, { version: "1.34" });
    const upgrade = (version: string) =>
        driver.cloud.update(
            driver.resource("aws:eks/cluster:Cluster", "cluster"),
            "shop",
            { ...inputs, version },
            inputs,
        );
    expect(() => upgrade("1.36")).toThrow(/one minor version newer/);
    upgrade("1.35");
    expect(() => upgrade("1.34")).toThrow(/must be 1\.35 or one minor version newer/);
});
