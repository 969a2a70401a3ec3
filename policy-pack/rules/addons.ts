import type { Inventory } from "../inventory.ts";
import type { Resource } from "../model.ts";
import { rule } from "../rule.ts";
import { all, any, fail, must, pass } from "../verdict.ts";
import { byRelease, type Candidate, presence, releasesOf, replicas } from "./presence.ts";
import { addon, addons, clusters, isAutoMode } from "./subjects.ts";

const guide = "https://docs.aws.amazon.com/eks/latest/userguide";

/** Service accounts of the EKS add-ons that call AWS. */
const serviceAccounts: Record<string, string> = {
    "vpc-cni": "aws-node",
    "aws-ebs-csi-driver": "ebs-csi-controller-sa",
    "aws-efs-csi-driver": "efs-csi-controller-sa",
    "amazon-cloudwatch-observability": "cloudwatch-agent",
};

export const cniNetworkPolicy = rule({
    id: "cni-network-policy",
    title: "Network policies are enforced",
    level: "mandatory",
    severity: "critical",
    mend: 'Set configurationValues of the vpc-cni add-on to {"enableNetworkPolicy": "true"}, or install Calico or Cilium',
    url: `${guide}/cni-network-policy.html`,
    subjects: clusters,
    judge: (cluster, { inventory }) => {
        if (isAutoMode(cluster)) {
            const classes = inventory.objects("NodeClass", "eks.amazonaws.com");
            return any(
                classes.map(({ props, urn }) =>
                    must(() => props.spec?.networkPolicy, "the NodeClass does not set networkPolicy", urn),
                ),
                () => fail("no NodeClass turns network policies on"),
            );
        }
        const vpcCni = addon(inventory, "vpc-cni");
        const aws: Candidate[] = vpcCni
            ? [
                  {
                      urn: vpcCni.urn,
                      requirements: [must(() => enforces(vpcCni), "the VPC CNI enforces no network policy")],
                  },
              ]
            : [];
        const others = releasesOf(inventory, "tigera-operator", "cilium").map((release) => byRelease(release));
        return presence(inventory, [...aws, ...others], "nothing enforces network policies");
    },
});

function enforces({ props }: Resource): boolean {
    const values = JSON.parse(props.configurationValues ?? "{}") as { enableNetworkPolicy?: unknown };
    return String(values.enableNetworkPolicy) === "true";
}

export const addonsIdentity = rule({
    id: "addons-identity",
    title: "EKS add-ons that call AWS have a role of their own",
    level: "mandatory",
    severity: "high",
    mend: "Set podIdentityAssociations (or serviceAccountRoleArn) of the add-on",
    url: `${guide}/add-ons-iam.html`,
    subjects: addons,
    applies: ({ props }) => props.addonName in serviceAccounts,
    judge: (self, { inventory }) => {
        if (inventory.sources(self, "serviceAccountRoleArn", "aws:iam/role:Role").length > 0) return pass();
        const associated = inventory
            .of("aws:eks/podIdentityAssociation:PodIdentityAssociation")
            .some(({ props }) => props.serviceAccount === serviceAccounts[self.props.addonName]);
        const own = (self.props.podIdentityAssociations ?? []).length > 0 || self.props.serviceAccountRoleArn;
        return own || associated ? pass() : fail("the add-on uses the role of the nodes");
    },
});

export const podIdentityOrIrsa = rule({
    id: "pod-identity-or-irsa",
    title: "Pods get AWS permissions by their service account",
    level: "mandatory",
    severity: "high",
    mend: "Install the eks-pod-identity-agent add-on and make a PodIdentityAssociation for each service account",
    url: `${guide}/pod-identities.html`,
    subjects: clusters,
    judge: (cluster, { inventory }) => {
        const associations = inventory.of("aws:eks/podIdentityAssociation:PodIdentityAssociation");
        const irsa = inventory.of("aws:iam/openIdConnectProvider:OpenIdConnectProvider");
        const agent = isAutoMode(cluster) || addon(inventory, "eks-pod-identity-agent");
        if (associations.length > 0 && !agent)
            return fail("the pod identity agent is missing, so associations do nothing");
        return agent || irsa.length > 0 ? pass() : fail("pods can only use the role of their node");
    },
});

export const metricsServerPresent = rule({
    id: "metrics-server-present",
    title: "Pods' use of CPU and memory is measured for autoscaling",
    level: "mandatory",
    severity: "medium",
    mend: "Install the EKS add-on or the chart metrics-server with two replicas",
    url: `${guide}/metrics-server.html`,
    subjects: clusters,
    judge: (_, { inventory }) => {
        const managed = managedAddon(inventory, "metrics-server");
        const releases = releasesOf(inventory, "metrics-server").map((release) =>
            byRelease(release, replicas(release, "replicas")),
        );
        return presence(inventory, [...managed, ...releases], "there is no metrics-server, so no HPA works");
    },
});

export const ebsCsiPresent = rule({
    id: "ebs-csi-present",
    title: "Volumes can be made and snapshotted",
    level: "mandatory",
    severity: "medium",
    mend: "Install the EKS add-ons aws-ebs-csi-driver and snapshot-controller",
    url: `${guide}/ebs-csi.html`,
    subjects: clusters,
    judge: (cluster, { inventory }) => {
        const present = (name: string) => [
            ...managedAddon(inventory, name),
            ...releasesOf(inventory, name).map((release) => byRelease(release)),
        ];
        return all([
            () =>
                isAutoMode(cluster)
                    ? pass()
                    : presence(inventory, present("aws-ebs-csi-driver"), "no driver makes EBS volumes"),
            () => presence(inventory, present("snapshot-controller"), "no controller makes volume snapshots"),
        ]);
    },
});

function managedAddon(inventory: Inventory, name: string): Candidate[] {
    const found = addon(inventory, name);
    return found ? [{ urn: found.urn, requirements: [] }] : [];
}
