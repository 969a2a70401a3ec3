import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { TestStack } from "./stack.ts";

const components = join(import.meta.dirname, "../../components");

/** What an account or a region has once, as a stack asks for it that makes it, or that takes it as given. */
const program = (madeBy: "stack" | "given") => `
    import * as aws from "@pulumi/aws";
    import { PrivateRegistry } from "${components}/images/private-registry.ts";
    import { GuardDuty } from "${components}/security/detection/guardduty.ts";

    const provider = new aws.Provider("here", { region: "eu-west-1" });
    const { accountId } = aws.getCallerIdentityOutput({}, { provider });
    const assumeRolePolicy = aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" });
    const nodes = new aws.iam.Role("${madeBy}-nodes", { assumeRolePolicy }, { provider });
    const role = { name: "web", system: "github", subjects: ["repo:example/web:ref:refs/heads/main"] };
    new GuardDuty("${madeBy}", { guardDuty: "${madeBy}", malwareScans: false }, { provider });
    new PrivateRegistry(
        "${madeBy}",
        {
            clusterName: "${madeBy}",
            region: "eu-west-1",
            accountId,
            nodeRoleArn: nodes.arn,
            keyArn: "arn:aws:kms:eu-west-1:111122223333:key/data",
            replicaRegion: "eu-central-1",
            tags: {},
            allowDeletion: true,
            ecr: {
                shared: "${madeBy}",
                dockerHubSecret: "ecr-pullthroughcache/docker-hub",
                githubSecret: "ecr-pullthroughcache/github",
                relays: [],
                repositories: ["${madeBy}/web"],
                movingTags: [],
                pushRoles: [{ ...role, provider: "${madeBy}" }],
            },
        },
        { provider },
    );
`;

/** Types of which an account, or a region of it, has one, or one of a name. */
const once = /guardduty|inspector2|pullThrough|creationTemplate|scanningConf|replicationConf|openIdConnect/i;

test("Two stacks of one account: one makes what there is once, and leaves it; the other takes it, and plans to the end", async () => {
    const env = { PRODUCTION_CLUSTER_SANDBOX: mkdtempSync(join(inject("scratchFolder"), "account-")) };
    const stack = (madeBy: "stack" | "given", name: string) =>
        new TestStack({ program: { text: program(madeBy) }, env }, name);
    const [first, second] = [stack("stack", "first"), stack("given", "second")];

    for (const each of [first, second]) {
        const up = await each.up({ skipPreview: true });
        expect(up.exitCode, up.output).toBe(0);
    }
    const theirs = (await second.resources()).filter(({ type }) => type.startsWith("aws:") && once.test(type));
    // What is read shows what is on; nothing of it is the second one's.
    const read = theirs.map(({ outputs, external }) => `${outputs?.name} ${outputs?.status} ${external}`);
    expect(read.toSorted()).toEqual(["EKS_AUDIT_LOGS ENABLED true", "RUNTIME_MONITORING ENABLED true"]);

    const removal = await first.destroy();
    expect(removal.exitCode, removal.output).toBe(0);
    const after = await second.preview();
    expect(after.exitCode, after.output).toBe(0);
    expect(Object.keys(after.plan.changeSummary ?? {}), after.output).toEqual(["same"]);
});
