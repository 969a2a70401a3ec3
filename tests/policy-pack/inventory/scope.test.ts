import { describe, expect, test } from "vitest";
import { evaluate } from "../../../policy-pack/evaluate.ts";
import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { object, release, resource, urnOf } from "../ready/resource.ts";
import { add, type Change, changed } from "../stack.ts";

const clusterType = "aws:eks/cluster:Cluster";

const providerType = "pulumi:providers:kubernetes";

/** A second cluster with nothing on it, and a provider that talks to it. */
const second = [
    resource(clusterType, "bare", { name: "bare", version: "1.31" }),
    resource(providerType, "bare", {}, { kubeconfig: [urnOf(clusterType, "bare")] }),
];

/** Says of everything that is already there on which cluster it is. */
const onFirstCluster: Change = (stack) => {
    for (const [index, each] of stack.entries()) {
        if (each.type.startsWith("kubernetes:")) stack[index] = { ...each, provider: urnOf(providerType, "shop") };
    }
    stack.push(resource(providerType, "shop", {}, { kubeconfig: [urnOf(clusterType, "shop")] }));
};

const onSecond = (each: Resource): Resource => ({ ...each, provider: urnOf(providerType, "bare") });

const judged = (...changes: Change[]) => {
    const { checks } = evaluate(changed(onFirstCluster, add(...second), ...changes));
    const evidence = (id: string) => checks.find((check) => check.id === id)?.evidence ?? [];
    const one = (id: string, name: string) => evidence(id).find(({ urn }) => urn.endsWith(`::${name}`));
    return {
        status: (id: string, name: string) => one(id, name)?.status,
        message: (id: string, name: string) => one(id, name)?.message,
        failed: (id: string) => evidence(id).flatMap(({ status, urn }) => (status === "fail" ? [urn] : [])),
    };
};

describe("two clusters in one stack", () => {
    test.each([
        "policy-engine-present",
        "gitops-present",
        "nodes-min-count",
        "cni-network-policy",
        "backup-tool-present",
    ])("%s is judged for each of them", (id) => {
        expect(judged().failed(id)).toEqual([urnOf(clusterType, "bare")]);
    });

    test("share no release: what is on one is not on the other", () => {
        const kyverno = onSecond(release("kyverno-bare", "kyverno", { admissionController: { replicas: 3 } }));
        const { status } = judged(add(kyverno));
        expect(status("policy-engine-present", "kyverno-bare")).toBe("pass");
        expect(status("policy-engine-present", "kyverno")).toBe("pass");
        expect(status("gitops-present", "bare")).toBe("fail");
    });

    test("lend each other no object: a budget on one is none for the same pods on the other", () => {
        const template = { metadata: { labels: { app: "twin" } }, spec: { containers: [{ name: "twin" }] } };
        const twin = (name: string) =>
            object("apps/v1:Deployment", name, { metadata: { name: "twin" }, spec: { replicas: 3, template } });
        const spec = { maxUnavailable: 1, selector: { matchLabels: { app: "twin" } } };
        const budget = object("policy/v1:PodDisruptionBudget", "budget", { spec });
        const onFirst = (each: Resource): Resource => ({ ...each, provider: urnOf(providerType, "shop") });
        const { status } = judged(add(onFirst(twin("one")), onFirst(budget), onSecond(twin("two"))));
        expect(status("pdb-exists", "one")).toBe("pass");
        expect(status("pdb-exists", "two")).toBe("fail");
    });

    test("have a version each that their objects are judged by", () => {
        const schema = (name: string) => object("flowcontrol.apiserver.k8s.io/v1beta3:FlowSchema", name, {});
        const first = { ...schema("first"), provider: urnOf(providerType, "shop") };
        const { message } = judged(add(first, onSecond(schema("second"))));
        expect(message("api-not-deprecated", "first")).toMatch(/is gone since Kubernetes 1\.32/);
        expect(message("api-not-deprecated", "second")).toMatch(/will be gone in Kubernetes 1\.32/);
    });

    test("have node groups of their own, by the name of the cluster", () => {
        const nodes = resource("aws:eks/nodeGroup:NodeGroup", "nodes", {
            amiType: "AL2023_x86_64_STANDARD",
            clusterName: "bare",
            scalingConfig: { minSize: 3, maxSize: 9 },
            version: "1.29",
        });
        const { status } = judged(add(nodes));
        expect(status("nodes-min-count", "bare")).toBe("pass");
        expect(status("nodes-version-skew", "nodes")).toBe("fail");
        expect(status("nodes-version-skew", "system")).toBe("pass");
    });
});
