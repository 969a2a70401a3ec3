import { beforeAll, describe, expect, it, test } from "vitest";
import type { Values } from "../../components/platform/addon.ts";
import { args } from "../addons/example.ts";
import { mistakesOf, right } from "../configuration/settings.ts";
import { type Recording, record } from "../foundation/recording.ts";

const owner = "444455556666";
const otherAccount = {
    keyArn: `arn:aws:kms:eu-north-1:${owner}:key/0b1c`,
    bucket: "shop-copies",
    dumpsBucket: "shop-dumps-copies",
    vaultArn: `arn:aws:backup:eu-north-1:${owner}:backup-vault:shop-copies`,
};
const dumps = [
    {
        ...{ name: "orders", engine: "mysql" as const, host: "orders.example.com", database: "orders" },
        ...{ credentialSecretName: "rds/orders", cidrs: ["10.1.0.0/24"] },
    },
];
const backup = { replicaRegion: "eu-central-1", awsBackup: true, dumps, otherAccount };

let planned: Recording<void>;
beforeAll(async () => {
    planned = await record(async () => {
        const { ProductionCluster } = await import("../../components/index.ts");
        new ProductionCluster("shop", { ...args, backup });
    });
});

const replicationType = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const statementsOf = (policy: string): Values[] => JSON.parse(policy).Statement;
/** Statements of a role for objects of a bucket. */
const on = (all: Values[], bucket: string) => all.filter(({ Resource }) => String(Resource).includes(`:::${bucket}/`));

describe("The copies in another account", () => {
    it("are made of both buckets, beside those of the second region, and belong to that account", () => {
        const copies = planned.of(replicationType).map(({ inputs }) => inputs.rules as Values[]);
        expect(copies.map((rules) => rules[1]?.destination)).toEqual(
            ["shop-copies", "shop-dumps-copies"].map((bucket) => ({
                bucket: `arn:aws:s3:::${bucket}`,
                account: owner,
                accessControlTranslation: { owner: "Destination" },
                encryptionConfiguration: { replicaKmsKeyId: otherAccount.keyArn },
            })),
        );
        for (const rules of copies) {
            expect(rules).toHaveLength(2);
            expect(rules[0]?.destination).not.toHaveProperty("account");
            for (const key of ["id", "priority"]) expect(new Set(rules.map((rule) => rule[key])).size).toBe(2);
            for (const { filter, status } of rules) expect([filter, status]).toEqual([{}, "Enabled"]);
        }
    });

    it("are made by a role that gives away what it copies there, and nothing elsewhere, under a key of that region", () => {
        const policies = planned
            .of("aws:iam/rolePolicy:RolePolicy")
            .filter(({ name }) => name.endsWith("-replication"))
            .map(({ inputs }) => statementsOf(inputs.policy));
        expect(policies).toHaveLength(2);
        const [ofBackups] = policies.filter((all) => on(all, "shop-copies").length > 0);
        const given = (ofBackups ?? []).filter(({ Action }) => Action.includes("s3:ObjectOwnerOverrideToBucketOwner"));
        expect(given).toEqual(on(ofBackups ?? [], "shop-copies"));
        const key = ofBackups?.find(({ Resource }) => Resource === otherAccount.keyArn);
        expect(key).toMatchObject({
            Action: ["kms:Encrypt", "kms:GenerateDataKey"],
            Condition: { StringLike: { "kms:ViaService": "s3.eu-north-1.amazonaws.com" } },
        });
    });

    it("are made of recovery points too, by a role that may copy into that vault", () => {
        for (const { copyActions, lifecycle } of planned.one("aws:backup/plan:Plan").inputs.rules)
            expect(copyActions[1]).toEqual({ destinationVaultArn: otherAccount.vaultArn, lifecycle });
        const role = statementsOf(planned.one("aws:iam/rolePolicy:RolePolicy", "shop-aws-backup").inputs.policy);
        expect(role.find(({ Sid }) => Sid === "UseVaults")?.Resource).toContain(otherAccount.vaultArn);
        const services = role.find(({ Sid }) => Sid === "EncryptSnapshots")?.Condition.StringEquals["kms:ViaService"];
        expect(services).toContain("ec2.eu-north-1.amazonaws.com");
    });

    it("of volumes need the key of the volumes, which that account may use and not hand on but to services", async () => {
        const keyOf = ({ one }: Recording<void>) => statementsOf(one("aws:kms/key:Key", "shop-data").inputs.policy);
        const shared = keyOf(planned).filter(({ Principal }) => JSON.stringify(Principal).includes(owner));
        expect(shared.map(({ Sid }) => Sid)).toEqual(["CopiesToTheOtherAccount", "GrantsForCopies"]);
        const [, grants] = shared;
        expect(grants?.Condition).toEqual({ Bool: { "kms:GrantIsForAWSResource": "true" } });
        expect(shared.flatMap(({ Action }) => Action)).not.toContain("kms:*");
    });
});

const asked = (more: object, beside: object = {}) => ({ ...right, ...beside, backup: { ...backup, ...more } });
test("It takes copies of everything in another account", () => {
    expect(mistakesOf(asked({}))).toEqual([]);
});
test.each<[string, object, RegExp]>([
    ["no second region", asked({ replicaRegion: undefined }), /^backup\.otherAccount: needs backup\.replicaRegion/],
    ["the account itself", asked({}, { accountId: owner }), /\.keyArn: is of 444455556666, the account of the cluster/],
    ["an alias of a key", asked({ otherAccount: { ...otherAccount, keyArn: "alias/x" } }), /\.keyArn: .* ARN of a KMS/],
    [
        "dumps that stay",
        asked({ otherAccount: { ...otherAccount, dumpsBucket: undefined } }),
        /dumpsBucket: is missing/,
    ],
    ["a bucket for no dumps", asked({ dumps: [] }), /dumpsBucket: has no effect without backup\.dumps/],
    ["a vault for nothing", asked({ awsBackup: false }), /vaultArn: has no effect without backup\.awsBackup/],
    [
        "a vault of a third account",
        asked({ otherAccount: { ...otherAccount, vaultArn: otherAccount.vaultArn.replace(owner, "777788889999") } }),
        /vaultArn: is of another account than the key/,
    ],
    [
        "a name of a vault",
        asked({ otherAccount: { ...otherAccount, vaultArn: "copies" } }),
        /vaultArn: .* ARN of a vault/,
    ],
])("It refuses %s", (_, settings, mistake) => {
    expect(mistakesOf(settings)).toEqual([expect.stringMatching(mistake)]);
});
