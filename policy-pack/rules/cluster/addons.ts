import { rule } from "../../judgement/rule.ts";
import { all, fail, must, notApplicable, pass } from "../../judgement/verdict.ts";
import { isInstalled } from "../../reading/installed.ts";
import { addon, addons, clusters } from "../../reading/subjects.ts";

/** Service accounts of the EKS add-ons that call AWS. */
const serviceAccounts: Record<string, string> = {
    "vpc-cni": "aws-node",
    "aws-ebs-csi-driver": "ebs-csi-controller-sa",
    "aws-efs-csi-driver": "efs-csi-controller-sa",
    "amazon-cloudwatch-observability": "cloudwatch-agent",
};

const guide = "https://docs.aws.amazon.com/eks/latest/userguide";

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

export const addonsCoreManaged = rule({
    id: "addons-core-managed",
    title: "DNS, proxy and network of the cluster are EKS add-ons of a fixed version",
    level: "advisory",
    severity: "medium",
    mend: "Add aws.eks.Addon with addonVersion for vpc-cni, coredns and kube-proxy",
    url: "https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html",
    subjects: clusters,
    judge: ({ props }, { inventory }) => {
        if (props.computeConfig?.enabled === true) return notApplicable("EKS Auto Mode brings them");
        const cilium = isInstalled(inventory, "cilium");
        const names = cilium ? ["coredns"] : ["vpc-cni", "coredns", "kube-proxy"];
        return all(
            names.flatMap((name) => {
                const found = addon(inventory, name);
                if (!found) return [() => fail(`${name} is no EKS add-on`)];
                return [must(() => found.props.addonVersion, `the version of ${name} is not fixed`, found.urn)];
            }),
        );
    },
});
