import { matchesGlob } from "node:path";
import { output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { karpenterPolicy } from "../../components/capacity/karpenter-policy.ts";
import type { Addon, Statement } from "../../components/platform/addon.ts";
import { addonOf, addons, assembled, everything, primary, profile } from "./example.ts";

/** A statement with every value known. */
interface Known {
    Sid?: string;
    Action: string[];
    Resource: string | string[];
    Condition?: Record<string, Record<string, string | string[]>>;
}

const known = (statement: Statement): Promise<Known> =>
    new Promise((resolve) => {
        output(statement).apply((value) => resolve(value as unknown as Known));
    });

const identified = everything.filter(({ identities = [] }) => identities.length > 0);

const statementsOf = ({ identities = [] }: Addon): Promise<Known[]> =>
    Promise.all(identities.flatMap(({ statements }) => statements).map(known));

/** Statements by which Karpenter may do something, with other facts of the cluster. */
const karpenterMay = async (
    action: string,
    choice: { zonalShift?: boolean; allowSpot?: boolean },
): Promise<Known[]> => {
    const facts = {
        clusterArn: "arn:aws:eks:eu-west-1:123456789012:cluster/shop",
        nodeRoleArn: "arn:aws:iam::123456789012:role/shop-node",
        queueArn: "arn:aws:sqs:eu-west-1:123456789012:shop-interruptions",
        zonalShift: false,
        allowSpot: false,
        ...choice,
    };
    const statements = await Promise.all(karpenterPolicy(profile, facts).map(known));
    return statements.filter(({ Action }) => Action.includes(action));
};

const every = Promise.all(identified.map(statementsOf)).then((all) => all.flat());

/**
 * What AWS lets nobody limit to a resource, or what the controller's published policy leaves open: listeners and rules
 * carry no tag when they are made.
 */
const anyResource = [
    /^ecr:GetAuthorizationToken$/,
    /^(acm|cognito-idp|ec2|elasticloadbalancing|iam|route53):(Describe|Get|List)/,
    /^ec2:(AuthorizeSecurityGroupIngress|CreateSecurityGroup|RevokeSecurityGroupIngress)$/,
    /^elasticloadbalancing:(Add|Create|Delete|Modify|Remove|Set)(Listener|Rule|WebAcl)/,
    /^wafv2:/,
    /^logs:(GetQueryResults|StopQuery)$/,
];

describe("What add-ons may do in AWS", () => {
    it.each(identified)("$name names each action, never all of a service", async (addon) => {
        for (const { Action } of await statementsOf(addon)) {
            for (const action of Action) expect(action).toMatch(/^[a-z0-9-]+:[A-Z]\w+$/);
        }
    });

    it.each(identified)("$name changes only what is named or tagged as its own", async (addon) => {
        const open = (await statementsOf(addon)).filter(
            ({ Resource, Condition }) => [Resource].flat().includes("*") && Condition === undefined,
        );
        const unlimited = open.flatMap(({ Action }) => Action);
        expect(unlimited.filter((action) => !anyResource.some((pattern) => pattern.test(action)))).toEqual([]);
    });

    it("hands on no role but the nodes', and that to EC2 only", async () => {
        const passing = (await every).filter(({ Action }) => Action.includes("iam:PassRole"));
        expect(passing.map(({ Resource }) => Resource)).toEqual(["arn:aws:iam::123456789012:role/shop-node"]);
        expect(passing[0]?.Condition?.StringEquals?.["iam:PassedToService"]).toContain("ec2.amazonaws.com");
    });

    it("lets Karpenter end only machines that carry the tag of this cluster", async () => {
        const ending = (await every).filter(({ Action }) => Action.includes("ec2:TerminateInstances"));
        expect(ending).toHaveLength(1);
        expect(ending[0]?.Condition?.StringEquals).toEqual({ "aws:ResourceTag/kubernetes.io/cluster/shop": "owned" });
    });

    it("lets Karpenter ask of zonal shift only about this cluster, where there is something to ask", async () => {
        const asking = (zonalShift: boolean) => karpenterMay("arc-zonal-shift:GetManagedResource", { zonalShift });
        expect(await asking(false)).toEqual([]);
        expect((await asking(true)).map(({ Condition }) => Condition)).toEqual([
            {
                StringEquals: {
                    "arc-zonal-shift:ResourceIdentifier": "arn:aws:eks:eu-west-1:123456789012:cluster/shop",
                },
            },
        ]);
    });

    it("lets the first request of an account for spot machines make EC2's role for them, and only where they may be bought", async () => {
        const making = (allowSpot: boolean) => karpenterMay("iam:CreateServiceLinkedRole", { allowSpot });
        expect(await making(false)).toEqual([]);
        expect((await making(true)).map(({ Resource, Condition }) => ({ Resource, Condition }))).toEqual([
            {
                Resource: "arn:aws:iam::*:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot",
                Condition: { StringEquals: { "iam:AWSServiceName": "spot.amazonaws.com" } },
            },
        ]);
    });

    it("lets external-secrets read the cluster's own secrets and the named ones, in its own account", async () => {
        const [read] = await statementsOf(addonOf(addons, "external-secrets"));
        expect(read?.Resource).toEqual(
            ["shop/*", "sso/argo-cd-??????", "heartbeat-??????"].map(
                (name) => `arn:aws:secretsmanager:eu-west-1:*:secret:${name}`,
            ),
        );
        expect(read?.Condition).toEqual({ StringEquals: { "aws:ResourceAccount": "$" + "{aws:PrincipalAccount}" } });
    });

    it("lets external-secrets read every secret that a part asks for, also where the cluster has another name", async () => {
        const all = await assembled({ profile: { clusterName: "theirs" } });
        const [read] = await statementsOf(addonOf(all, "external-secrets"));
        const allowed = [read?.Resource ?? []]
            .flat()
            .map((arn) => arn.replace(/^.*:secret:/, "").replace("-??????", ""));
        const keys = all.flatMap(({ before = [] }) =>
            before.flatMap((object) =>
                "spec" in object && object.kind === "ExternalSecret"
                    ? (object.spec?.data ?? []).map(({ remoteRef }) => String(remoteRef?.key))
                    : [],
            ),
        );
        expect(keys).toContain("shop/velero-repo-credentials");
        expect(keys.filter((key) => !allowed.some((pattern) => matchesGlob(key, pattern)))).toEqual([]);
    });

    it("lets a standby read the primary's backups, and write nothing there but how its restores went", async () => {
        const statements = await statementsOf(addonOf(await assembled({ standby: primary }), "velero"));
        const actions = statements
            .filter(({ Resource }) =>
                [Resource].flat().some((arn) => arn.startsWith(`arn:aws:s3:::${primary.backupBucket}`)),
            )
            .flatMap(({ Action }) => Action);
        expect(actions).toContain("s3:GetObject");
        const written = statements.filter(
            ({ Action, Resource }) =>
                Action.some((action) => /Put|Delete|Abort/.test(action)) &&
                [Resource].flat().some((arn) => arn.includes(primary.backupBucket)),
        );
        expect(written.map(({ Resource }) => Resource)).toEqual([`arn:aws:s3:::${primary.backupBucket}/restores/*`]);
    });

    it("speaks of the partition that the region is in", async () => {
        const inChina = await assembled({ profile: { region: "cn-north-1" } });
        const [read] = await statementsOf(addonOf(inChina, "external-secrets"));
        expect([read?.Resource].flat()[0]).toMatch(/^arn:aws-cn:/);
    });
});
