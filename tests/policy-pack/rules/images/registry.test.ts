import { expect, test } from "vitest";
import { parseConfig } from "../../../../policy-pack/configuration.ts";
import { evaluate } from "../../../../policy-pack/evaluate.ts";
import { resource, urnOf } from "../../ready/resource.ts";
import { add, type Change, changed, drop } from "../../stack.ts";

const statusOf = (check: string, ...changes: Change[]) => {
    const { checks } = evaluate(changed(...changes), parseConfig({}), new Date("2026-11-21"));
    return checks.find(({ id }) => id === check)?.status;
};

/** A policy of the nodes' role. */
const nodesMay = (Action: string[], Resource: string) =>
    add(
        resource(
            "aws:iam/rolePolicy:RolePolicy",
            "relay",
            { policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource }] }) },
            { role: [urnOf("aws:iam/role:Role", "nodes")] },
        ),
    );
const fetch = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository", "ecr:TagResource"];
const relayed = "arn:aws:ecr:eu-west-1:111122223333:repository/quay.io/*";

test.each([
    ["fetch images into repositories of a relay", fetch, relayed, "pass"],
    ["make any repository", fetch, "*", "fail"],
    ["make any repository of an account", fetch, "arn:aws:ecr:eu-west-1:111122223333:repository/*", "fail"],
    ["push", [...fetch, "ecr:PutImage"], relayed, "fail"],
    ["do something else", ["s3:GetObject"], relayed, "fail"],
])("Nodes that may %s", (_, actions, on, status) => {
    expect(statusOf("iam-node-role-minimal", nodesMay(actions, on))).toBe(status);
});

test.each(["ecr-private-kms", "ecr-scan-on-push"])(
    "%s is unknown where nodes fetch through the registry of another stack",
    (check) => {
        expect(statusOf(check, drop("Repository shop"))).toBe("fail");
        expect(statusOf(check, drop("Repository shop"), nodesMay(fetch, relayed))).toBe("unknown");
    },
);

test("ecr-pull-through is unknown where the rules are another stack's, and not where some are missing", () => {
    const upstreams = ["public.ecr.aws", "quay.io", "registry.k8s.io", "ghcr.io"];
    const none = drop(...upstreams.map((name) => `PullThroughCacheRule ${name}`));
    expect(statusOf("ecr-pull-through", none)).toBe("fail");
    expect(statusOf("ecr-pull-through", none, nodesMay(fetch, relayed))).toBe("unknown");
    const some = drop("PullThroughCacheRule quay.io");
    expect(statusOf("ecr-pull-through", some, nodesMay(fetch, relayed))).toBe("fail");
});
