import { expect, test } from "vitest";
import { programStack, withCloudFront } from "./program.ts";

const minutes = (count: number) => count * 60_000;

test(
    "the sandbox stack, with CloudFront before it, passes its first preview, comes up, needs no second change, cannot be removed by accident, takes a change, makes room for API Gateway, goes without a rest, and comes up again",
    async () => {
        const stack = programStack("sandbox", withCloudFront);

        const first = await stack.preview();
        expect(first.exitCode, first.output).toBe(0);
        expect(first.violations.filter(({ enforcementLevel }) => enforcementLevel === "mandatory")).toEqual([]);
        expect(await stack.resources()).toEqual([]);

        const up = await stack.up({ skipPreview: true });
        expect(up.exitCode, up.output).toBe(0);
        const resources = await stack.resources();
        const { length } = resources;
        expect(length).toBeGreaterThan(250);
        const one = (type: string) => resources.find((resource) => resource.type === `aws:${type}`);
        const distribution = one("cloudfront/distribution:Distribution");
        expect(distribution?.inputs).toMatchObject({
            webAclId: one("wafv2/webAcl:WebAcl")?.outputs?.arn,
            origins: [{ domainName: one("lb/loadBalancer:LoadBalancer")?.outputs?.dnsName }],
        });
        const name = resources.find(({ urn }) => urn.endsWith("-service-edge"));
        expect(name?.inputs?.spec).toMatchObject({ externalName: distribution?.outputs?.domainName });

        const second = await stack.preview();
        expect(second.exitCode, second.output).toBe(0);
        expect(Object.keys(second.plan.changeSummary ?? {})).toEqual(["same"]);

        const accident = await stack.destroy({ skipPreview: false });
        expect(accident.exitCode).not.toBe(0);
        expect(accident.output).toMatch(/protect/);
        expect(await stack.resources()).toHaveLength(length);

        stack.args.config = {
            ...stack.args.config,
            "production-cluster:controlPlane": { logRetentionDays: 400 },
            "production-cluster:allowDeletion": true,
        };
        stack.args.policyPack = undefined;
        const change = await stack.up({ skipPreview: true });
        expect(change.exitCode, change.output).toBe(0);
        const retentions = (await stack.resources()).flatMap(({ inputs }) => inputs?.retentionInDays ?? []);
        expect(new Set(retentions)).toEqual(new Set([400]));

        stack.args.config = {
            ...stack.args.config,
            "production-cluster:edge": { ...withCloudFront["production-cluster:edge"], engine: "apiGateway" },
        };
        const other = await stack.up({ skipPreview: true });
        expect(other.exitCode, other.output).toBe(0);
        expect((await stack.resources()).filter(({ type }) => /aws:(cloudfront|wafv2)\//.test(type))).toEqual([]);

        const removal = await stack.destroy();
        expect(removal.exitCode, removal.output).toBe(0);
        expect(await stack.resources()).toEqual([]);

        stack.args.config = { ...stack.args.config, "production-cluster:edge": undefined };
        // EKS has made the log group again meanwhile, as it does on AWS.
        const again = await stack.up({ skipPreview: true });
        expect(again.exitCode, again.output).toBe(0);
        const logs = (await stack.resources()).find(({ urn }) => urn.endsWith("LogGroup::shop-sandbox-logs"));
        const edgeTypes = /aws:(cloudfront|wafv2|lb|apigatewayv2)\//;
        expect((await stack.resources()).filter(({ type }) => edgeTypes.test(type))).toEqual([]);
        expect(logs?.inputs).toMatchObject({ retentionInDays: 400, kmsKeyId: expect.stringContaining(":key/") });
    },
    minutes(10),
);
