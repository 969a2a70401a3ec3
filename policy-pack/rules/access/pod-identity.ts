import { rule } from "../../judgement/rule.ts";
import { fail, pass } from "../../judgement/verdict.ts";
import { addon, clusters, isAutoMode } from "../../reading/subjects.ts";

const guide = "https://docs.aws.amazon.com/eks/latest/userguide";

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
