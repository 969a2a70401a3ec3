import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { any, fail, must } from "../../judgement/verdict.ts";
import { requirePart } from "../../reading/candidates.ts";
import { wordsOf } from "../../reading/installed.ts";
import { clusters, isAutoMode } from "../../reading/subjects.ts";

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
        return requirePart(inventory, {
            missing: "nothing enforces network policies",
            systems: {
                "vpc-cni": {
                    addon: ({ props }) => [must(() => isOn(valuesOf(props).enableNetworkPolicy), off)],
                    chart: (release) => [must(() => isOn(release.value("enableNetworkPolicy", false)), off)],
                    workloads: (workloads) => [
                        must(() => workloads.some((each) => /--enable-network-policy=true/.test(wordsOf(each))), off),
                    ],
                },
                calico: {},
                cilium: {},
            },
        });
    },
});

const off = "the VPC CNI enforces no network policy";

const isOn = (value: unknown): boolean => String(value) === "true";

const valuesOf = ({ configurationValues }: Resource["props"]): { enableNetworkPolicy?: unknown } =>
    JSON.parse(configurationValues ?? "{}");
