import { expect, test } from "vitest";
import { programStack } from "./program.ts";

const edgeTypes = /aws:(cloudfront|wafv2|lb|apigatewayv2)\//;

test(
    "CloudFront comes up as the policy pack asks, needs no second change, makes room for API Gateway, and both go without a rest",
    async () => {
        const stack = programStack("sandbox", {
            "production-cluster:certificates": { issuer: "letsencrypt" },
            "production-cluster:dns": { zones: [{ id: "Z0EXAMPLE", domain: "example.com" }] },
            "production-cluster:gateway": { hosts: ["shop.example.com"] },
            "production-cluster:edge": { engine: "cloudfront", hosts: ["shop.example.com"] },
        });
        const up = await stack.up({ skipPreview: true });
        expect(up.exitCode, up.output).toBe(0);
        const resources = await stack.resources();
        const one = (type: string) => resources.find((resource) => resource.type === `aws:${type}`);
        const distribution = one("cloudfront/distribution:Distribution");
        expect(distribution?.inputs).toMatchObject({
            webAclId: one("wafv2/webAcl:WebAcl")?.outputs?.arn,
            origins: [{ domainName: one("lb/loadBalancer:LoadBalancer")?.outputs?.dnsName }],
        });
        const name = resources.find(({ urn }) => urn.endsWith("-service-edge"));
        expect(name?.inputs?.spec).toMatchObject({ externalName: distribution?.outputs?.domainName });

        stack.args.policyPack = undefined;
        stack.args.config = { ...stack.args.config, "production-cluster:allowDeletion": true };
        const unprotected = await stack.up({ skipPreview: true });
        expect(unprotected.exitCode, unprotected.output).toBe(0);
        const second = await stack.preview();
        expect(Object.keys(second.plan.changeSummary ?? {}), second.output).toEqual(["same"]);

        const edge = { engine: "apiGateway", hosts: ["shop.example.com"] };
        stack.args.config = { ...stack.args.config, "production-cluster:edge": edge };
        const other = await stack.up({ skipPreview: true });
        expect(other.exitCode, other.output).toBe(0);
        const left = (await stack.resources()).filter(({ type }) => /aws:(cloudfront|wafv2)\//.test(type));
        expect(left).toEqual([]);

        stack.args.config = { ...stack.args.config, "production-cluster:edge": undefined };
        const gone = await stack.up({ skipPreview: true });
        expect(gone.exitCode, gone.output).toBe(0);
        expect((await stack.resources()).filter(({ type }) => edgeTypes.test(type))).toEqual([]);
    },
    10 * 60_000,
);
