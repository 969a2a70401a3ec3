import { expect, test } from "vitest";
import { programStack, withCloudFront } from "./program.ts";

const standby = {
    clusterName: "other",
    backupBucket: "other-replica",
    backupKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1",
    backupPasswordSecret: "other/velero-repo-credentials",
    wasPrimary: true,
};

test("a primary with CloudFront before it becomes a standby that waits, keeps its records, and takes its names again", async () => {
    const stack = programStack("sandbox", withCloudFront);
    stack.args.policyPack = undefined;
    const up = async (more: object = {}) => {
        stack.args.config = { ...stack.args.config, ...more };
        const { exitCode, output } = await stack.up({ skipPreview: true });
        expect(exitCode, output).toBe(0);
        const resources = await stack.resources();
        const named = (pattern: RegExp) =>
            resources.flatMap(({ urn, id }) => (pattern.test(urn) ? [`${id}`] : [])).toSorted();
        return {
            records: named(/(Bucket|Key)::shop-sandbox-edge(-requests-bucket)?$/),
            distributions: named(/Distribution::/),
        };
    };

    const serving = await up();
    expect([serving.records.length, serving.distributions.length]).toEqual([2, 1]);

    const waiting = await up({ "production-cluster:standby": standby });
    expect(waiting).toEqual({ records: serving.records, distributions: [] });

    const again = await up({ "production-cluster:standby": { ...standby, active: true } });
    expect(again.records).toEqual(serving.records);
    expect(again.distributions).toHaveLength(1);
}, 300_000);
