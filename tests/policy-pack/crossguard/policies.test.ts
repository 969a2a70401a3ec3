import { join } from "node:path";
import {
    type Policies,
    type PolicyResource,
    type ResourceValidationPolicy,
    type StackValidationPolicy,
    unknownCheckingProxy,
} from "@pulumi/policy";
import { describe, expect, inject, test, vi } from "vitest";
import { policies } from "../../../policy-pack/crossguard/policies.ts";
import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { rules } from "../../../policy-pack/rules/index.ts";
import { root } from "../../../sandbox/paths.ts";
import { object, release } from "../ready/resource.ts";
import { readyStack } from "../ready-stack.ts";
import { type Change, drop, set } from "../stack.ts";

const unknownString = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

interface Violation {
    policy: string;
    level: string;
    message: string;
    urn?: string;
}

interface Run {
    config?: Record<string, object>;
    day?: string;
    /** At the end of a first preview the engine knows no output of what goes through an unknown kubeconfig. */
    outputs?: (resource: Resource) => object;
    pack?: Policies;
}

/** Runs the pack as the engine does: every resource when it is registered, then the stack, policy by policy. */
async function run(
    stack: readonly Resource[],
    { config = {}, day = "2026-11-21", outputs, pack = policies(() => new Date(day)) }: Run = {},
) {
    const violations: Violation[] = [];
    const report = (policy: string, level: string) => (message: string, urn?: string) =>
        violations.push({ policy, level, message, urn });
    const options = { protect: false, ignoreChanges: [], aliases: [], additionalSecretOutputs: [] };
    const common = { stackTags: new Map(), opts: options, isType: () => false, asType: () => undefined };
    for (const resource of stack) {
        for (const policy of pack.filter((each): each is ResourceValidationPolicy => "validateResource" in each)) {
            const args = { ...resource, ...common, props: unknownCheckingProxy(resource.props), provider: undefined };
            const validate = policy.validateResource as (args: unknown, report: unknown) => void;
            validate(args, report(policy.name, policy.enforcementLevel ?? ""));
        }
    }
    const seen = stack.map((resource) => ({
        ...resource,
        ...common,
        props: unknownCheckingProxy(outputs?.(resource) ?? resource.props),
        propertyDependencies: Object.fromEntries(
            Object.entries(resource.dependencies ?? {}).map(([key, urns]) => [key, urns.map((urn) => ({ urn }))]),
        ),
    })) as unknown as PolicyResource[];
    for (const policy of pack.filter((each): each is StackValidationPolicy => "validateStack" in each)) {
        const getConfig = <T extends object>() => (config[policy.name] ?? {}) as T;
        const args = { resources: seen, getConfig, stackTags: new Map(), notApplicable: () => expect.unreachable() };
        await policy.validateStack(args, report(policy.name, policy.enforcementLevel ?? ""));
    }
    return violations;
}

const ready = (...changes: Change[]): Resource[] => {
    const stack = readyStack();
    for (const change of changes) change(stack);
    return stack;
};
const mandatory = (violations: readonly Violation[]) =>
    violations.filter(({ level }) => level === "mandatory").map(({ policy }) => policy);

describe("the pack", () => {
    test("has one policy a check, with level, severity, remediation and the schema of its settings", async () => {
        const byName = new Map(policies().map((policy) => [policy.name, policy]));
        for (const rule of rules) {
            const policy = byName.get(rule.id);
            expect(policy).toMatchObject({
                enforcementLevel: rule.level,
                severity: rule.severity,
                remediationSteps: rule.mend,
            });
            expect(Object.keys(policy?.configSchema?.properties ?? {})).toEqual(
                expect.arrayContaining(["exceptions", "debt", ...Object.keys(rule.settings?.shape ?? {})]),
            );
        }
    });

    test("reports nothing mandatory on the ready stack", async () => {
        expect(mandatory(await run(ready()))).toEqual([]);
    });

    test("reports a violation under the check's id, at the resource, with what mends it", async () => {
        const [violation] = await run(ready(set("Cluster shop", "deletionProtection", false)));
        expect(violation).toMatchObject({
            policy: "eks-deletion-protection",
            urn: "urn:pulumi:prod::shop::aws:eks/cluster:Cluster::shop",
            message: expect.stringMatching(/Set deletionProtection to true/),
        });
    });

    test("tells the same in the same order, whatever order the engine hands resources over in", async () => {
        const bare = ready().map(({ props: { tags: _, metadata, ...props }, ...resource }) => ({
            ...resource,
            props: { ...props, ...(metadata && { metadata: { ...metadata, labels: {} } }) },
        }));
        const told = await run(bare);
        expect(new Set(told.map(({ urn }) => urn)).size).toBeGreaterThan(5);
        expect(await run(bare.toReversed())).toEqual(told);
    });
});

describe("a first preview, whose Kubernetes objects come back without any property", () => {
    const outputs = ({ type, props }: Resource) => (type.startsWith("kubernetes:") ? {} : props);

    test("is judged by what was registered", async () => {
        expect(mandatory(await run(ready(), { outputs }))).toEqual([]);
        expect(mandatory(await run(ready(drop("NetworkPolicy shop-default-deny")), { outputs }))).toEqual([
            "ns-default-deny",
        ]);
    });

    test.each([
        ["eks-secrets-kms", set("Cluster shop", "encryptionConfig", undefined)],
        ["eks-control-plane-logs", set("Cluster shop", "enabledClusterLogTypes", undefined)],
        ["eks-endpoint-private-enabled", set("Cluster shop", "vpcConfig.endpointPrivateAccess", false)],
    ])("finds %s", async (check, change) => {
        expect(mandatory(await run(ready(change), { outputs }))).toEqual([check]);
    });

    test("names the checks that an unknown value left open, and why, and reports no such check as a violation", async () => {
        const violations = await run(ready(set("Cluster shop", "version", unknownString)), { outputs });
        expect(mandatory(violations)).toEqual([]);
        const [open] = violations.filter(({ policy }) => policy === "unknown-checks");
        expect(open).toMatchObject({ level: "advisory" });
        expect(open?.message).toMatch(/^\d+ of 199 checks could not be decided/);
        expect(open?.message).toMatch(/\n.*\beks-version-supported, .*: version is known only after the update\n/);
        expect(open?.message).toMatch(/, and \d+ more: \d+ releases are not rendered, as the chart is not at hand/);
    });
});

describe("one process that plans and then updates", () => {
    test("judges the second run by its own resources", async () => {
        const pack = policies(() => new Date("2026-11-21"));
        expect(mandatory(await run(ready(set("Cluster shop", "deletionProtection", false)), { pack }))).toEqual([
            "eks-deletion-protection",
        ]);
        expect(mandatory(await run(ready(), { pack }))).toEqual([]);
        expect(mandatory(await run(ready(drop("NetworkPolicy shop-default-deny")), { pack }))).toEqual([
            "ns-default-deny",
        ]);
    });
});

describe("the objects of a release", () => {
    const shop = () => [
        { ...release("shop", "shop", {}), props: { ...release("shop", "shop", {}).props, version: "2.3.0" } },
    ];

    test("are named at their release, a few of them, once for all that has the same fault", async () => {
        vi.stubEnv("READINESS_HELM", inject("helm"));
        vi.stubEnv("READINESS_CHARTS", join(root, "tests/cluster/charts"));
        const violations = await run(shop());
        vi.unstubAllEnvs();
        const of = (id: string) => violations.filter(({ policy }) => policy === id);
        expect(new Set(of("probe-readiness").map(({ urn }) => urn))).toEqual(new Set([shop()[0]?.urn]));
        expect(of("probe-readiness")[0]?.message).toMatch(/^release shop\/shop, .*: container \w+ gets traffic/);
        expect(of("labels-standard")).toHaveLength(1);
        expect(of("labels-standard")[0]?.message).toMatch(
            /^(release shop\/shop, \w+ shop\/\w+; ){3}and \d+ more: the label/,
        );
    });
});

describe("the items of a list", () => {
    const pod = { hostNetwork: true, containers: [{ name: "web", image: "web" }] };
    const item = (name: string) => ({ metadata: { name, namespace: "web" }, spec: { template: { spec: pod } } });
    const list = object("apps/v1:DaemonSetList", "agents", { kind: "DaemonSetList", items: [item("a"), item("b")] });

    test("are named at the list, which is what the engine knows", async () => {
        const found = (await run([list])).filter(({ policy }) => policy === "pod-no-host-namespaces");
        expect(found).toEqual([expect.objectContaining({ urn: list.urn })]);
        expect(found[0]?.message).toMatch(/^agents, DaemonSet web\/a; agents, DaemonSet web\/b: the pod uses/);
    });
});

describe("the configuration", () => {
    const debt = { owner: "team", reason: "not yet", until: "2026-12-31" };
    const config = { "eks-deletion-protection": { debt } };
    const owed = ready(set("Cluster shop", "deletionProtection", false));

    test("turns a check with a debt into one advisory line with owner, reason and day", async () => {
        const violations = await run(owed, { config });
        expect(mandatory(violations)).toEqual([]);
        const [open] = violations.filter(({ policy }) => policy === "open-debts");
        expect(open?.message).toMatch(
            /1 mandatory check.*\neks-deletion-protection: not yet \(team, until 2026-12-31\)/s,
        );
    });

    test("stops the update when a debt has expired", async () => {
        const violations = await run(owed, { config, day: "2027-01-01" });
        expect(mandatory(violations)).toEqual(["eks-deletion-protection", "configuration"]);
    });

    test("stops the update with every mistake", async () => {
        const mistaken = { "nodes-min-count": { minimum: 0, maximum: 3 }, "eks-deletion-protection": { debt: {} } };
        const messages = (await run(ready(), { config: mistaken }))
            .filter(({ policy }) => policy === "configuration")
            .map(({ message }) => message);
        expect(messages).toHaveLength(5);
        expect(messages).toContain('nodes-min-count: Unrecognized key: "maximum"');
    });
});
