import { describe, expect, test } from "vitest";
import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { unknown } from "../../../policy-pack/inventory/unknown.ts";
import { resultOf } from "../judged.ts";
import { object, resource } from "../ready/resource.ts";

const pod = (name: string, spec: unknown) => object("core/v1:Pod", name, { spec });
const privileged = pod("privileged", {
    containers: [{ name: "main", securityContext: { privileged: true, allowPrivilegeEscalation: true } }],
});

const statusOf = (id: string, ...resources: Resource[]) => resultOf(id, resources)?.status;

describe("a workload that cannot be looked at", () => {
    test.each([
        ["without a spec", undefined],
        ["with a list where the spec belongs", [{ containers: [] }]],
        ["without containers", {}],
        ["with a map where the containers belong", { containers: { name: "main" } }],
    ])("never passes: %s", (_, spec) => {
        expect(statusOf("pod-not-privileged", pod("strange", spec))).toBe("unknown");
        expect(statusOf("pod-no-host-namespaces", pod("strange", spec))).toBe("unknown");
    });

    test.each(["pod-not-privileged", "pod-no-privilege-escalation", "pod-caps-dropped"])(
        "hides no other one's failure of %s",
        (id) => {
            expect(statusOf(id, pod("strange", []), privileged)).toBe("fail");
            expect(statusOf(id, pod("later", unknown), privileged)).toBe("fail");
        },
    );
});

const cluster = resource("aws:eks/cluster:Cluster", "shop", {});
const selector = { matchLabels: { app: "shop" } };
const single = object("apps/v1:Deployment", "shop", {
    spec: {
        replicas: 1,
        selector,
        template: { metadata: { labels: selector.matchLabels }, spec: { containers: [{}] } },
    },
});
const service = object("core/v1:Service", "shop", { spec: { selector: selector.matchLabels, type: "LoadBalancer" } });

/** A failing resource by check, and the property that tells whether another one of its type is a subject at all. */
const masked: readonly [string, string, readonly Resource[]][] = [
    ["lb-tls", "spec", [service]],
    ["refs-select", "spec", [object("core/v1:Service", "shop", { spec: { selector: { app: "x" } } }), single]],
    ["probe-readiness", "spec", [single, service]],
    ["probe-liveness", "spec", [privileged]],
    ["backup-db-dumps", "spec", [database()]],
    ["kms-key-rotation", "customerMasterKeySpec", [resource("aws:kms/key:Key", "own", {})]],
    ["sg-no-open-ingress", "type", [resource("aws:ec2/securityGroupRule:SecurityGroupRule", "a", everywhere())]],
    ["rds-backed-up", "replicateSourceDb", [resource("aws:rds/instance:Instance", "orders", {})]],
    ["addons-identity", "addonName", [resource("aws:eks/addon:Addon", "cni", { addonName: "vpc-cni" })]],
    ["ns-pss-labels", "metadata", [object("core/v1:Namespace", "shop", {})]],
    ["aws-auth-no-map-users", "metadata", [awsAuth()]],
];

test.each(masked)("%s finds its failure beside a resource whose %s is not known yet", (id, property, failing) => {
    const [first] = failing;
    const twin = resource(first?.type ?? "", "twin", { [property]: unknown });
    expect(statusOf(id, cluster, ...failing)).toBe("fail");
    expect(statusOf(id, cluster, twin, ...failing)).toBe("fail");
    expect(statusOf(id, cluster, twin)).toBe("unknown");
});

function everywhere() {
    return { cidrBlocks: ["0.0.0.0/0"], fromPort: 443, toPort: 443, protocol: "tcp", type: "ingress" };
}

function database() {
    const containers = [{ name: "db", image: "postgres:17" }];
    return object("apps/v1:StatefulSet", "orders", { spec: { template: { spec: { containers } } } });
}

function awsAuth() {
    return object("core/v1:ConfigMap", "aws-auth", { data: { mapUsers: "- userarn: arn:aws:iam::1:user/jane" } });
}
