import { describe, expect, test } from "vitest";
import { checklist } from "../../policy-pack/checklist.ts";
import { answer, evaluate } from "../../policy-pack/evaluate.ts";
import { inventory } from "../../policy-pack/inventory/inventory.ts";
import type { Resource } from "../../policy-pack/inventory/resource.ts";
import type { CheckResult, Level, Status } from "../../policy-pack/judgement/result.ts";
import { rules } from "../../policy-pack/rules/index.ts";
import { resultOf } from "./judged.ts";
import { object, release, resource } from "./ready/resource.ts";
import { readyStack } from "./ready-stack.ts";
import { add, changed } from "./stack.ts";

const statuses = (resources: readonly Resource[]) =>
    new Map(evaluate(inventory(resources)).checks.map(({ id, status }) => [id, status]));

describe("a row", () => {
    const check = (id: string, level: Level, status: Status): CheckResult => ({ id, level, status, evidence: [] });
    const row = { name: "row", checks: ["a", "b", "c"] };

    test.each<[string, CheckResult[], Status]>([
        [
            "fails if a mandatory check fails",
            [check("a", "mandatory", "fail"), check("b", "mandatory", "unknown")],
            "fail",
        ],
        [
            "is unknown if a mandatory check is unknown",
            [check("a", "mandatory", "unknown"), check("b", "mandatory", "pass")],
            "unknown",
        ],
        [
            "is not turned red by a suggestion",
            [check("a", "mandatory", "pass"), check("b", "advisory", "fail")],
            "pass",
        ],
        [
            "passes by suggestions alone if one passes",
            [check("a", "advisory", "fail"), check("b", "advisory", "pass")],
            "pass",
        ],
        ["is not green where only suggestions are left and all fail", [check("a", "advisory", "fail")], "unknown"],
        [
            "does not apply if none of its checks does",
            [check("a", "mandatory", "not-applicable"), check("b", "advisory", "not-applicable")],
            "not-applicable",
        ],
        [
            "is not asked about checks of other rows",
            [check("x", "mandatory", "fail"), check("a", "mandatory", "pass")],
            "pass",
        ],
    ])("%s", (_, results, expected) => {
        expect(answer(row, results).status).toBe(expected);
    });

    test("is one of fourteen, with at least one check that exists", () => {
        const ids = rules.map(({ id }) => id);
        expect(checklist).toHaveLength(14);
        for (const { name, checks } of checklist) {
            expect(checks.length, name).toBeGreaterThan(0);
            expect(ids, name).toEqual(expect.arrayContaining([...checks]));
        }
    });
});

describe("the list of checks", () => {
    test("has each id once, and every check after the ones that inhibit it", () => {
        const ids = rules.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const [index, { id, inhibitedBy = [] }] of rules.entries()) {
            for (const inhibitor of inhibitedBy)
                expect(ids.slice(0, index), `${id} and ${inhibitor}`).toContain(inhibitor);
        }
    });

    test.each(rules.map((rule) => [rule.id, rule] as const))(
        "%s says what holds, what mends it, and where to read on",
        (_, rule) => {
            expect(rule.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
            expect(rule.title).toMatch(/^[A-Z].*[^.]$/);
            expect(rule.mend).toMatch(/^[A-Z].*[^.]$/s);
            expect(rule.url).toMatch(/^https:\/\//);
        },
    );
});

describe("a stack without a cluster", () => {
    test("hears nothing of clusters, nodes and platform services", () => {
        const queue = {
            urn: "urn:pulumi:dev::web::aws:sqs/queue:Queue::jobs",
            type: "aws:sqs/queue:Queue",
            name: "jobs",
            props: {},
        };
        expect([...statuses([queue]).values()].filter((status) => status !== "not-applicable")).toEqual([]);
    });

    test.each<[string, Resource, string]>([
        [
            "a repository whose tags can be overwritten",
            resource("aws:ecr/repository:Repository", "web", { imageTagMutability: "MUTABLE" }),
            "ecr-immutable-tags",
        ],
        [
            "a repository whose images are not scanned",
            resource("aws:ecr/repository:Repository", "web", { imageScanningConfiguration: { scanOnPush: false } }),
            "ecr-scan-on-push",
        ],
        [
            "a database that nobody backs up",
            resource("aws:rds/instance:Instance", "web", { engine: "postgres" }),
            "rds-backed-up",
        ],
        [
            "a group that lets the world log in",
            resource("aws:ec2/securityGroup:SecurityGroup", "web", {
                ingress: [{ cidrBlocks: ["0.0.0.0/0"], fromPort: 22, toPort: 22, protocol: "tcp" }],
            }),
            "sg-no-open-ingress",
        ],
        ["a key that never rotates", resource("aws:kms/key:Key", "web", {}), "kms-key-rotation"],
        ["a network without flow logs", resource("aws:ec2/vpc:Vpc", "web", {}), "vpc-flow-logs"],
        [
            "a policy that allows everything",
            resource("aws:iam/policy:Policy", "web", {
                policy: '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}',
            }),
            "iam-no-star-policies",
        ],
        [
            "a policy engine that runs once",
            release("kyverno", "kyverno", { admissionController: { replicas: 1 } }),
            "policy-engine-present",
        ],
    ])("is judged by what it holds: %s", (_, held, check) => {
        const result = resultOf(check, [held]);
        expect(result?.status).toBe("fail");
        expect(result?.evidence.map(({ urn }) => urn)).toEqual([held.urn]);
    });

    test("passes by a part that it holds, and hears nothing of the others", () => {
        const scanned = resource("aws:ecr/repository:Repository", "web", {
            imageScanningConfiguration: { scanOnPush: true },
        });
        expect(statuses([scanned]).get("ecr-scan-on-push")).toBe("pass");
        const found = statuses([release("kyverno", "kyverno", { admissionController: { replicas: 3 } })]);
        expect(found.get("policy-engine-present")).toBe("pass");
        expect(found.get("prometheus-present")).toBe("not-applicable");
    });

    test.each(["aws-native:eks:Cluster", "gcp:container/cluster:Cluster"])(
        "of its own kind is unknown with a cluster of another provider: %s",
        (type) => {
            const other = resource(type, "shop", { version: "1.29" });
            const result = resultOf("eks-version-supported", [other]);
            expect(result?.evidence).toEqual([
                expect.objectContaining({
                    urn: other.urn,
                    status: "unknown",
                    message: expect.stringMatching(/not read$/),
                }),
            ]);
            expect(statuses([other, ...readyStack()]).get("eks-version-supported")).toBe("pass");
        },
    );

    test("is judged by the Kubernetes objects that it has", () => {
        const pod = { hostNetwork: true, containers: [{ name: "web", image: "web" }] };
        const found = statuses([object("apps/v1:DaemonSet", "web", { spec: { template: { spec: pod } } })]);
        expect(found.get("pod-no-host-namespaces")).toBe("fail");
        expect(found.get("policy-engine-present")).toBe("not-applicable");
    });
});

describe("a namespace that only workloads name", () => {
    const inWeb = (type: string, name: string, spec: object) =>
        object(type, name, { metadata: { namespace: "web" }, spec });
    const pods = { template: { spec: { containers: [{ name: "web", image: "web:1.0" }] } } };
    const deployment = inWeb("apps/v1:Deployment", "web", pods);
    const denying = inWeb("networking.k8s.io/v1:NetworkPolicy", "deny", {
        podSelector: {},
        policyTypes: ["Ingress", "Egress"],
    });
    const namespace = (name: string) => object("core/v1:Namespace", name, {});
    const found = (...resources: Resource[]) => resultOf("ns-default-deny", resources)?.evidence ?? [];

    test("is judged once by what is there of it, and what is not is unknown", () => {
        const message = "the namespace web is not in this stack";
        const others = [deployment, inWeb("batch/v1:Job", "import", pods)];
        expect(found(...others)).toEqual([{ urn: deployment.urn, status: "unknown", message }]);
        expect(found(...others, denying).map(({ status }) => status)).toEqual(["pass"]);
        expect(resultOf("ns-pss-labels", others)?.status).toBe("unknown");
    });

    test("is judged as the Namespace object where there is one", () => {
        expect(found(deployment, namespace("web")).map(({ status }) => status)).toEqual(["fail"]);
        expect(found(deployment, namespace("other"), denying).map(({ status }) => status)).toEqual(["fail", "pass"]);
    });

    test("is judged by its labels where the stack only patches it", () => {
        const labels = (enforce: string) => ({
            "pod-security.kubernetes.io/enforce": enforce,
            "pod-security.kubernetes.io/enforce-version": "v1.35",
        });
        const patch = (enforce: string) =>
            object("core/v1:NamespacePatch", "web", { kind: "Namespace", metadata: { labels: labels(enforce) } });
        expect(resultOf("ns-pss-labels", [deployment, patch("restricted")])?.status).toBe("pass");
        expect(resultOf("ns-pss-labels", [deployment, patch("privileged")])?.status).toBe("fail");
        expect(found(deployment, patch("restricted")).map(({ status }) => status)).toEqual(["unknown"]);
        expect(resultOf("ns-pss-labels", [deployment])?.status).toBe("unknown");
    });

    test("is no business of these checks where Kubernetes makes it", () => {
        expect(found(object("apps/v1:Deployment", "web", { spec: pods }))).toEqual([]);
    });
});

describe("releases that are not rendered", () => {
    test("leave checks unknown whose objects charts bring, and are counted", () => {
        const { checks, counts } = evaluate(inventory(readyStack()));
        expect(checks.find(({ id }) => id === "pod-not-privileged")?.status).toBe("unknown");
        expect(counts.releases).toBeGreaterThan(0);
        expect(counts.rendered).toBe(0);
    });

    test("count as rendered where their objects are there", () => {
        const { checks, counts } = evaluate(changed());
        expect(checks.find(({ id }) => id === "pod-not-privileged")?.status).toBe("pass");
        expect(counts.rendered).toBe(counts.releases);
    });
});

describe.each([
    "yaml:ConfigFile",
    "yaml:ConfigGroup",
    "yaml/v2:ConfigFile",
    "yaml/v2:ConfigGroup",
    "kustomize:Directory",
    "kustomize/v2:Directory",
])("%s", (type) => {
    const group = resource(`kubernetes:${type}`, "shop", {});
    const status = (...others: Resource[]) => {
        const { checks, counts } = evaluate(changed(add(group, ...others)));
        expect(counts.rendered).toBe(counts.releases);
        return checks.find(({ id }) => id === "pod-not-privileged");
    };

    test("leaves checks unknown where its objects are not in the stack", () => {
        expect(status()?.status).toBe("unknown");
        expect(status()?.evidence.map(({ message }) => message)).toContain(
            "shop is not rendered, as the stack holds none of the objects yet",
        );
        const other = { ...group, urn: `${group.urn}-2` };
        expect(status(other)?.evidence.map(({ message }) => message)).toContain(
            "2 groups of manifests are not rendered, as the stack holds none of the objects yet",
        );
    });

    test("leaves none unknown where they are", () => {
        expect(status({ ...object("v1:ConfigMap", "of-shop", {}), parent: group.urn })?.status).toBe("pass");
    });
});
