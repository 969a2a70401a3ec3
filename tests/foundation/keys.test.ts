import { beforeAll, expect, test } from "vitest";
import { accountId, foundation } from "./foundation.ts";
import { type Recording, record } from "./recording.ts";

interface Statement {
    Sid: string;
    Principal: { AWS?: string; Service?: string | string[] };
    Action: string[];
    Condition?: Record<string, Record<string, unknown>>;
}

let built: Recording<unknown>;
beforeAll(async () => {
    built = await foundation();
});

const key = (role: string) => built.one("aws:kms/key:Key", role);
const statements = (role: string): Statement[] => JSON.parse(key(role).inputs.policy).Statement;
const by = (role: string, sid: string) => statements(role).find(({ Sid }) => Sid === sid);

test.each(["control-plane", "data"])("The %s key rotates, takes 30 days to be deleted, and has a name", (role) => {
    expect(key(role).inputs).toMatchObject({ enableKeyRotation: true, deletionWindowInDays: 30 });
    expect(built.one("aws:kms/alias:Alias", role).inputs).toEqual({
        name: `alias/shop/${role}`,
        targetKeyId: `key-shop-${role}`,
    });
});

test.each(["control-plane", "data"])(
    "Whoever uses the %s key is of this account, a service on a condition, or EventBridge, which meets none",
    (role) => {
        for (const { Sid, Principal, Condition } of statements(role)) {
            const ownAccount = Principal.AWS === `arn:aws:iam::${accountId}:root`;
            expect(ownAccount || Condition !== undefined || Sid === "Events").toBe(true);
            if (Principal.AWS === "*")
                expect(Condition?.StringEquals).toMatchObject({ "kms:CallerAccount": accountId });
        }
    },
);

test("CloudWatch Logs uses the control plane's key for log groups of this cluster only", () => {
    expect(by("control-plane", "CloudWatchLogs")).toMatchObject({
        Principal: { Service: "logs.eu-west-1.amazonaws.com" },
        Condition: {
            ArnLike: {
                "kms:EncryptionContext:aws:logs:arn": [
                    `arn:aws:logs:eu-west-1:${accountId}:log-group:/aws/eks/shop/*`,
                    `arn:aws:logs:eu-west-1:${accountId}:log-group:/aws/vpc/shop/*`,
                ],
            },
        },
    });
});

test("The log groups that the key is for are the ones that are made", () => {
    const names = built.of("aws:cloudwatch/logGroup:LogGroup").map(({ inputs }) => inputs.name);
    expect(names.toSorted()).toEqual(["/aws/eks/shop/cluster", "/aws/vpc/shop/flow-logs"]);
});

test("Volumes use the data key through EC2, so that whoever attaches one can grant its use", () => {
    const volumes = by("data", "VolumesOfThisAccount");
    expect(volumes?.Condition?.StringEquals).toEqual({
        "kms:CallerAccount": accountId,
        "kms:ViaService": "ec2.eu-west-1.amazonaws.com",
    });
    expect(volumes?.Action).toEqual(expect.arrayContaining(["kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKey*"]));
});

test("Alarms of this account reach encrypted topics", () => {
    expect(by("data", "AlarmsOfThisAccount")).toMatchObject({
        Principal: { Service: ["cloudwatch.amazonaws.com"] },
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
    });
});

test("Events reach encrypted topics and queues: EventBridge does not say to KMS for whom it asks", () => {
    expect(by("data", "Events")).toEqual({
        Sid: "Events",
        Effect: "Allow",
        Principal: { Service: ["events.amazonaws.com"] },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
    });
});

test("In another partition the key belongs to the account of that partition", async () => {
    const { one } = await record(async () => {
        const { Keys } = await import("../../components/foundation/keys.ts");
        new Keys("shop", { clusterName: "shop", region: "cn-north-1", accountId, allowDeletion: false });
    });
    expect(one("aws:kms/key:Key", "data").inputs.policy).toContain(`arn:aws-cn:iam::${accountId}:root`);
});
