import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { read } from "../../components/configuration/stack.ts";
import { stackSchema } from "../../components/settings.ts";
import { type Registration, record } from "../foundation/recording.ts";
import { configurations, credential } from "./configurations.ts";
import { beyondLimits } from "./name-limits.ts";
import { handedOver } from "./settings.ts";
import { hasPlace } from "./shape.ts";

/** Plans take most of the time: so many by default, and `PLANS=2000` for one of every configuration that is taken. */
const plans = Number(process.env.PLANS ?? 10);
vi.setConfig({ testTimeout: plans * 30_000 });

const parsed = (config: object) => read("shop-clusters", handedOver(config));

test("2,000 configurations are each taken, or told every mistake at a path that exists, without a credential", () => {
    let taken = 0;
    fc.assert(
        fc.property(configurations, (config) => {
            const { value, mistakes } = parsed(config);
            if (value) taken++;
            expect(mistakes.length > 0).toBe(value === undefined);
            for (const { path, reason } of mistakes) {
                expect(hasPlace(stackSchema, path), path).toBe(true);
                expect(reason).toMatch(/^\S.*\S$/);
                expect(reason).not.toMatch(new RegExp(`${credential}|undefined|\\[object|^Invalid`));
            }
            // A mistake is said once.
            expect(new Set(mistakes.map(({ path, reason }) => path + reason)).size).toBe(mistakes.length);
        }),
        { numRuns: 2000 },
    );
    expect(taken).toBeGreaterThan(200);
});

test(`${plans} of those that are taken have a plan in which every resource has its own URN and an allowed name`, async () => {
    const right = configurations.map(parsed).filter(({ value }) => value !== undefined);
    await fc.assert(
        fc.asyncProperty(right, async ({ value }) => {
            const { name, primaryStack, standby: given, ...args } = value ?? expect.unreachable();
            const standby = (primaryStack || given) && {
                clusterName: "other",
                backupBucket: "shop-replica",
                backupKeyArn: replicaKey,
                backupPasswordSecret: "shop/velero-repo-credentials",
                ...given,
            };
            const { all } = await record(async () => {
                const { ProductionCluster } = await import("../../components/production-cluster.ts");
                new ProductionCluster(name, { ...args, standby: standby || undefined });
            });
            // The smallest: elsewhere than on EKS, where Kyverno judges.
            expect(all.length).toBeGreaterThan(80);
            expect(repeated(all.map(({ urn }) => urn))).toEqual([]);
            expect(all.flatMap(beyondLimits)).toEqual([]);
            expect(all.flatMap(beyondCounts)).toEqual([]);
            const rules = all.filter(
                ({ type }) => type === "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            );
            expect(repeated(rules.map(({ inputs }) => `${inputs.securityGroupId} ${inputs.cidrIpv4}`))).toEqual([]);
            expect(rules.filter(({ inputs }) => inputs.securityGroupId === "sg-cluster").length).toBeLessThan(60);
        }),
        { numRuns: plans },
    );
});

const replicaKey = "arn:aws:kms:eu-west-1:111122223333:key/1";

const repeated = (all: string[]): string[] => all.filter((one, index) => all.indexOf(one) < index);

/** Lists and texts that are longer than AWS or Kubernetes takes. */
function beyondCounts({ type, urn, inputs }: Registration): string[] {
    const full =
        (inputs.publicAccessCidrs?.length ?? 0) > 40 ||
        (inputs.instanceTypes?.length ?? 0) > 20 ||
        (inputs.spec?.matchConditions?.length ?? 0) > 64 ||
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
        (type === "aws:iam/rolePolicy:RolePolicy" && inputs.policy?.length > 10_240);
    return full ? [urn] : [];
}
