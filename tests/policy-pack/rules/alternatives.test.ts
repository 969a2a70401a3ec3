import { describe, expect, test } from "vitest";
import { evaluate } from "../../../policy-pack/evaluate.ts";
import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { object, release, resource } from "../ready/resource.ts";
import { changed } from "../stack.ts";

const autoMode = { enabled: true, nodePools: ["general-purpose", "system"] };

const clusterType = "aws:eks/cluster:Cluster";

describe("another way to meet a check passes too:", () => {
    test.each<[string, string, Resource[]]>([
        [
            "policy-engine-present",
            "Gatekeeper",
            [release("gatekeeper", "gatekeeper", { replicas: 3, validatingWebhookFailurePolicy: "Fail" })],
        ],
        ["gitops-present", "Flux", [release("flux", "flux2", {})]],
        [
            "gitops-present",
            "the EKS capability",
            [resource("aws:eks/capability:Capability", "argocd", { type: "ARGOCD" })],
        ],
        ["log-store-present", "OpenSearch", [resource("aws:opensearch/domain:Domain", "logs", {})]],
        [
            "log-store-present",
            "a log group that Fluent Bit writes to",
            [
                resource("aws:cloudwatch/logGroup:LogGroup", "logs", {
                    name: "/shop/application",
                    retentionInDays: 90,
                }),
                release("fluent-bit", "fluent-bit", {
                    config: { outputs: "[OUTPUT]\n    Name cloudwatch_logs\n    log_group_name /shop/application\n" },
                }),
            ],
        ],
        [
            "log-store-present",
            "a log group that Fluentd writes to",
            [
                resource("aws:cloudwatch/logGroup:LogGroup", "logs", {
                    name: "/shop/application",
                    retentionInDays: 90,
                }),
                release("fluentd", "fluentd", {
                    fileConfigs: { "04_outputs.conf": "<match **>\n  log_group_name /shop/application\n</match>" },
                }),
            ],
        ],
        [
            "log-store-present",
            "Elasticsearch by ECK with a lifecycle policy",
            [
                object("elasticsearch.k8s.elastic.co/v1:Elasticsearch", "logs", { spec: { nodeSets: [{ count: 3 }] } }),
                object("core/v1:ConfigMap", "lifecycle", {
                    data: { "policy.json": '{"policy": {"phases": {"delete": {"min_age": "90d", "actions": {}}}}}' },
                }),
            ],
        ],
        ["prometheus-present", "a managed scraper", [resource("aws:amp/scraper:Scraper", "metrics", {})]],
        [
            "ingress-controller-present",
            "Traefik",
            [release("traefik", "traefik", { deployment: { replicas: 3 }, podDisruptionBudget: { enabled: true } })],
        ],
        [
            "nodes-autoscaler-present",
            "the Cluster Autoscaler",
            [release("autoscaler", "cluster-autoscaler", { autoDiscovery: { clusterName: "bare" } })],
        ],
        [
            "metrics-server-present",
            "a chart from a file",
            [release("metrics", "./charts/metrics-server-3.14.0.tgz", { replicas: 2 })],
        ],
        [
            "backup-tool-present",
            "AWS Backup",
            [
                resource("aws:backup/selection:Selection", "all", {
                    resources: ["arn:aws:eks:eu-west-1:123456789012:cluster/bare"],
                }),
            ],
        ],
        [
            "cni-network-policy",
            "Cilium from a registry",
            [release("cilium", "oci://registry.example.com/charts/cilium", {})],
        ],
    ])("%s by %s", (id, _, resources) => {
        const { checks } = evaluate(
            changed((stack) =>
                stack.splice(0, stack.length, resource(clusterType, "bare", { name: "bare" }), ...resources),
            ),
        );
        expect(checks.find((check) => check.id === id)?.status).toBe("pass");
    });

    test.each(["nodes-autoscaler-present", "nodes-elastic", "nodes-system-dedicated", "ingress-controller-present"])(
        "%s by EKS Auto Mode",
        (id) => {
            const cluster = resource(clusterType, "auto", { computeConfig: autoMode });
            const { checks } = evaluate(changed((stack) => stack.splice(0, stack.length, cluster)));
            expect(checks.find((check) => check.id === id)?.status).toBe("pass");
        },
    );
});
