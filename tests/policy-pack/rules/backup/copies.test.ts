import { expect, test } from "vitest";
import { evaluate } from "../../../../policy-pack/evaluate.ts";
import { resource, urnOf } from "../../ready/resource.ts";
import { add, changed, drop } from "../../stack.ts";

test.each([
    ["eu-central-1", "pass"],
    ["eu-west-1", "fail"],
])("a plan of AWS Backup in eu-west-1 that copies to %s: %s", (region, status) => {
    const destinationVaultArn = `arn:aws:backup:${region}:123456789012:backup-vault:copies`;
    const plan = resource("aws:backup/plan:Plan", "all", {
        region: "eu-west-1",
        rules: [{ copyActions: [{ destinationVaultArn }] }],
    });
    const all = resource(
        "aws:backup/selection:Selection",
        "all",
        { resources: ["*"] },
        { planId: [urnOf(plan.type, "all")] },
    );
    const { checks } = evaluate(changed(drop("BucketReplicationConfig backups"), add(plan, all)));
    expect(checks.find(({ id }) => id === "backup-cross-region")?.status).toBe(status);
});
