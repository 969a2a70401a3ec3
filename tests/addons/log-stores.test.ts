import { expect, test } from "vitest";
import type { Statement } from "../../components/platform/addon.ts";
import { record } from "../foundation/recording.ts";
import { addonOf, assembled } from "./example.ts";

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

test("Grafana has no source of logs then, and nothing flows to a namespace that is not there", () => {
    const monitoring = addonOf(cloudwatch, "monitoring");
    expect(monitoring.values.grafana.additionalDataSources).toEqual([]);
    expect(JSON.stringify(cloudwatch.map(({ traffic }) => traffic))).not.toContain("loki");
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
