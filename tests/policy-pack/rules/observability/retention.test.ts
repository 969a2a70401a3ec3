import { expect, test } from "vitest";
import { resultOf } from "../../judged.ts";
import { release, resource } from "../../ready/resource.ts";

const cluster = resource("aws:eks/cluster:Cluster", "shop", {});

test.each([
    ["90d", "pass"],
    ["2160h", "pass"],
    ["0s", "fail"],
    ["0", "fail"],
])("logs are kept for a time with a retention of %s", (retention_period, expected) => {
    const loki = {
        storage: { type: "s3" },
        limits_config: { retention_period },
        compactor: { retention_enabled: true },
    };
    expect(resultOf("log-store-present", [cluster, release("loki", "loki", { loki })])?.status).toBe(expected);
});

test.each([
    ["365d", "10Gi", undefined, "fail"],
    ["1y", "10Gi", undefined, "fail"],
    ["365d", "10Gi", "8GB", "pass"],
    ["365d", "100Gi", undefined, "pass"],
    ["15d", "10Gi", undefined, "pass"],
    ["365d", undefined, undefined, "pass"],
])("metrics of %s fit into %s with a limit of %s", (retention, storage, retentionSize, expected) => {
    const spec = { storageClassName: "gp3", resources: { requests: { storage } } };
    const prometheusSpec = { replicas: 2, retention, retentionSize, storageSpec: { volumeClaimTemplate: { spec } } };
    const stack = release("monitoring", "kube-prometheus-stack", { prometheus: { prometheusSpec } });
    expect(resultOf("prometheus-present", [cluster, stack])?.status).toBe(expected);
});
