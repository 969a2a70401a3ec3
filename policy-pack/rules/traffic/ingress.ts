import { isSet } from "../../inventory/zero-values.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, pass } from "../../judgement/verdict.ts";
import { candidatesOf, type Requirements, replicas, replicated, requirePart } from "../../reading/candidates.ts";
import { hostsOf, ingresses, pathsOf, pathsOfAll } from "../../reading/ingresses.ts";
import { selecting } from "../../reading/relations.ts";
import { annotationsOf, clusters, isAutoMode } from "../../reading/subjects.ts";
import type { SystemName } from "../../reading/systems.ts";

/** Controllers, and where their charts have the replicas and the disruption budget. */
const controllers: Partial<Record<SystemName, { replicas: string; budget: string }>> = {
    "aws-load-balancer-controller": { replicas: "replicaCount", budget: "podDisruptionBudget" },
    "envoy-gateway": { replicas: "deployment.replicas", budget: "podDisruptionBudget" },
    traefik: { replicas: "deployment.replicas", budget: "podDisruptionBudget" },
    "nginx-ingress": { replicas: "controller.replicaCount", budget: "controller.podDisruptionBudget" },
    kong: { replicas: "replicaCount", budget: "podDisruptionBudget" },
    "haproxy-ingress": { replicas: "controller.replicaCount", budget: "controller.PodDisruptionBudget" },
};

const allAtOnce = "a drain may take all pods of the controller at once";

export const ingressControllerPresent = rule({
    id: "ingress-controller-present",
    title: "One routing point brings traffic to the pods, and survives the loss of a node",
    level: "mandatory",
    severity: "high",
    mend: "Install the AWS Load Balancer Controller or a Gateway API controller with two replicas and a PodDisruptionBudget",
    url: "https://docs.aws.amazon.com/eks/latest/userguide/aws-load-balancer-controller.html",
    subjects: clusters,
    judge: (cluster, { inventory }) => {
        if (isAutoMode(cluster)) return pass("load balancing of EKS Auto Mode");
        const systems = Object.entries(controllers).map(([name, paths]): [string, Requirements] => [
            name,
            {
                chart: (release) => [
                    replicas(release, paths.replicas),
                    must(() => Object.keys(release.value(paths.budget) as object).length > 0, allAtOnce),
                ],
                workloads: (workloads) => [
                    ...replicated(inventory)(workloads),
                    must(
                        () =>
                            workloads.every(
                                (each) => selecting(inventory, each, "PodDisruptionBudget", "policy").length > 0,
                            ),
                        allAtOnce,
                    ),
                ],
            },
        ]);
        return requirePart(inventory, {
            missing: "nothing routes traffic to the pods",
            systems: Object.fromEntries(systems),
        });
    },
});

export const ingressNotNginxEol = rule({
    id: "ingress-not-nginx-eol",
    title: "The ingress controller is maintained",
    level: "advisory",
    severity: "high",
    mend: "Replace ingress-nginx, whose maintenance ended in March 2026, by a Gateway API controller",
    url: "https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const [retired] = candidatesOf(inventory, "ingress-nginx");
        return retired ? fail("ingress-nginx gets no security fixes any more", retired.urn) : pass();
    },
});

const docs = "https://kubernetes.io/docs";

export const ingressHostSafe = rule({
    id: "ingress-host-safe",
    title: "Every Ingress names its host, and no other one takes it",
    level: "mandatory",
    severity: "medium",
    mend: "Set host of every rule to a name of its own, without wildcard",
    url: `${docs}/concepts/services-networking/ingress/#hostname-wildcards`,
    inCharts: true,
    subjects: ingresses,
    judge: (ingress, { inventory }) => {
        const hosts = hostsOf(ingress);
        const taken = pathsOfAll(inventory);
        return all([
            must(() => hosts.length > 0 && hosts.every(Boolean), "a rule takes every host"),
            must(() => !isSet(ingress.props.spec.defaultBackend), "its default backend takes every host"),
            must(() => hosts.every((host) => !host?.includes("*")), "a rule takes every host of a domain"),
            must(
                () => pathsOf(ingress).every((path) => taken.get(path) === 1),
                "another Ingress takes the same host and path",
            ),
        ]);
    },
});

export const ingressNoSnippets = rule({
    id: "ingress-no-snippets",
    title: "No Ingress carries configuration of the proxy",
    level: "mandatory",
    severity: "high",
    mend: "Take the snippet annotations out: they read the controller's secrets (CVE-2021-25742)",
    url: "https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations-risk/",
    inCharts: true,
    subjects: ingresses,
    judge: (ingress) =>
        Object.keys(annotationsOf(ingress)).some((key) => /nginx.*\/[a-z-]*snippets?$/.test(key))
            ? fail("an annotation carries configuration of the proxy")
            : pass(),
});
