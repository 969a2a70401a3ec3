import { expect, test } from "vitest";
import type { Statement } from "../../components/platform/addon.ts";
import { record } from "../foundation/recording.ts";
import { all as elsewhere } from "./elsewhere.ts";
import { addonOf, addons, assembled } from "./example.ts";

const cloudwatch = await assembled({ settings: { logs: { store: "cloudwatch" } } });
const fluentBit = addonOf(cloudwatch, "fluent-bit");

test("With CloudWatch nothing stores logs in the cluster, and the forwarder writes to the one group by its identity", () => {
    expect(cloudwatch.map(({ name }) => name)).not.toContain("loki");
    const { outputs } = fluentBit.values.config;
    expect(outputs.match(/log_group_name (\S+)/g)).toEqual(
        Array(2).fill("log_group_name /production-cluster/shop/application"),
    );
    expect(outputs).toContain("region eu-west-1");
    const statements = (fluentBit.identities ?? []).flatMap((it): Statement[] => it.statements);
    expect(statements.map(({ Resource }) => Resource)).toEqual([
        "arn:aws:logs:eu-west-1:*:log-group:/production-cluster/shop/application:*",
    ]);
    expect(statements.flatMap(({ Action }) => Action)).not.toContain("logs:CreateLogGroup");
    expect(fluentBit.traffic.to).toEqual([{ peer: "kubeApi" }, { peer: "aws" }]);
    expect(fluentBit.needs).toEqual([]);
});

test("Grafana reads the group by its identity, beside that of the control plane, and no other; nothing flows to a namespace that is not there", () => {
    const monitoring = addonOf(cloudwatch, "monitoring");
    const groups = ["/aws/eks/shop/cluster", "/production-cluster/shop/application"].map((name) => ({
        name,
        arn: `arn:aws:logs:eu-west-1:123456789012:log-group:${name}:*`,
    }));
    const [source, ...more] = monitoring.values.grafana.additionalDataSources;
    expect(more).toEqual([]);
    expect(source).toMatchObject({ type: "cloudwatch", jsonData: { authType: "default", logGroups: groups } });
    const statements = (monitoring.identities ?? [])
        .filter(({ serviceAccount }) => serviceAccount === "monitoring-grafana")
        .flatMap((it): Statement[] => it.statements);
    expect(statements.find(({ Action }) => Action.includes("logs:StartQuery"))?.Resource).toEqual(
        groups.map(({ arn }) => arn),
    );
    expect(statements.flatMap(({ Action }) => Action).filter((it) => !/^logs:(Get|Describe|St)/.test(it))).toEqual([]);
    expect(JSON.stringify(cloudwatch.map(({ traffic }) => traffic))).not.toContain("loki");
});

test("With Loki Grafana still reads the log of the control plane, and elsewhere than on EKS there is none", () => {
    const sourcesOf = (all: typeof cloudwatch) => {
        const { grafana } = addonOf(all, "monitoring").values;
        return grafana.additionalDataSources.map(({ uid, jsonData }: Record<string, { logGroups?: object[] }>) => [
            uid,
            ...(jsonData?.logGroups ?? []).map((group) => ("name" in group ? group.name : "")),
        ]);
    };
    expect(sourcesOf(addons)).toEqual([["loki"], ["cloudwatch", "/aws/eks/shop/cluster"]]);
    expect(sourcesOf(elsewhere)).toEqual([]);
});

test("With Data Firehose every line goes to a bucket too, encrypted by the cluster's key, for as many days", async () => {
    const logs = { firehose: true, retentionDays: 30 };
    const archived = await assembled({ settings: { logs } });
    for (const name of ["fluent-bit", "event-collector"]) {
        const { values, identities = [], traffic } = addonOf(archived, name);
        expect(values.config.outputs).toMatch(
            /Name kinesis_firehose\n\s+Match \*\n\s+region eu-west-1\n\s+delivery_stream shop-logs\n/,
        );
        expect(values.config.outputs).toContain("Name loki");
        expect(identities.flatMap(({ statements }): Statement[] => statements)).toEqual([
            expect.objectContaining({
                Action: ["firehose:PutRecordBatch"],
                Resource: "arn:aws:firehose:eu-west-1:*:deliverystream/shop-logs",
            }),
        ]);
        expect(traffic.to).toEqual(
            expect.arrayContaining([{ peer: "aws" }, { peer: { namespace: "loki" }, ports: [8080] }]),
        );
    }
    const { one, of } = await record(async () => {
        const { ProductionCluster } = await import("../../components/production-cluster.ts");
        const { args } = await import("./example.ts");
        new ProductionCluster("shop", { ...args, logs });
    });
    const { extendedS3Configuration, serverSideEncryption } = one(
        "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
        "log-archive",
    ).inputs;
    expect(serverSideEncryption).toMatchObject({ enabled: true, keyType: "CUSTOMER_MANAGED_CMK" });
    expect(extendedS3Configuration.kmsKeyArn).toBe(serverSideEncryption.keyArn);
    const [lifecycle] = of("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").filter(({ name }) =>
        name.includes("log-archive"),
    );
    expect(lifecycle?.inputs.rules[0].expiration.days).toBe(30);
});

test("The group has a key of its own, which CloudWatch Logs uses for it alone, and both are protected", async () => {
    const { one } = await record(async () => {
        const { ProductionCluster } = await import("../../components/production-cluster.ts");
        const { args } = await import("./example.ts");
        new ProductionCluster("shop", { ...args, logs: { store: "cloudwatch" } });
    });
    const group = one("aws:cloudwatch/logGroup:LogGroup", "application-logs");
    const key = one("aws:kms/key:Key", "application-logs");
    expect(group.inputs).toMatchObject({ kmsKeyId: `arn:${key.name}`, retentionInDays: 90 });
    expect([group.protect, key.protect]).toEqual([true, true]);
    const [, logs] = JSON.parse(key.inputs.policy).Statement;
    expect(logs.Condition.ArnEquals["kms:EncryptionContext:aws:logs:arn"]).toMatch(
        /:log-group:\/production-cluster\/shop\/application$/,
    );
});
