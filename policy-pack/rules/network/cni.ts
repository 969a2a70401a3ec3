import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { any, fail, must } from "../../judgement/verdict.ts";
import { type Candidate, requirePart } from "../../reading/candidates.ts";
import { addon, clusters, isAutoMode } from "../../reading/subjects.ts";

const guide = "https://docs.aws.amazon.com/eks/latest/userguide";

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
        return requirePart(inventory, {
            missing: "nothing enforces network policies",
            systems: { calico: {}, cilium: {} },
            others: aws,
        });
    },
});

function enforces({ props }: Resource): boolean {
    const values = JSON.parse(props.configurationValues ?? "{}") as { enableNetworkPolicy?: unknown };
    return String(values.enableNetworkPolicy) === "true";
}
