import { expect, test } from "vitest";
import type { Statement } from "../../components/platform/addon.ts";
import { record } from "../foundation/recording.ts";
import { addonOf, assembled, everything, keyArn } from "./example.ts";

/** As the mocks call what AWS would. */
const bucket = "arn:shop-metrics-bucket";

const monitoring = async (metrics: object) => addonOf(await assembled({ settings: { metrics } }), "monitoring");

const statementsOf = ({ identities = [] }: { identities?: { serviceAccount: string; statements: Statement[] }[] }) =>
    Object.fromEntries(identities.map(({ serviceAccount, statements }) => [serviceAccount, statements]));

const actionsOf = (statements: Statement[] = []) => statements.flatMap(({ Action }) => Action);

test("With Thanos each Prometheus uploads to a bucket that the store gateways only read, and the compactor thins out", () => {
    const prometheus = statementsOf(addonOf(everything, "monitoring"))["monitoring-prometheus"];
    expect(prometheus?.map(({ Resource }) => Resource)).toEqual([bucket, `${bucket}/*`, keyArn]);
    const of = statementsOf(addonOf(everything, "thanos"));
    expect(actionsOf(of["thanos-compactor"])).toContain("s3:DeleteObject");
    expect(actionsOf(of["thanos-storegateway"]).filter((action) => /Put|Delete|Generate/.test(action))).toEqual([]);
    expect(Object.keys(of)).toHaveLength(2);
});

test("The sidecar and the store look for the same bucket, by the VPC's private way and without a credential", () => {
    const { before = [], values } = addonOf(everything, "monitoring");
    const config = before.find(({ kind }) => kind === "ConfigMap") as { data?: Record<string, string> } | undefined;
    const { objstore } = addonOf(everything, "thanos").values.global;
    expect(Object.values(config?.data ?? {})).toEqual([objstore.config]);
    expect(objstore.config).toMatch(/bucket: shop-metrics-123456789012-eu-west-1-an\n/);
    expect(objstore.config).toMatch(/disable_dualstack: true\n\s+aws_sdk_auth: true\n$/);
    const { thanos, volumes } = values.prometheus.prometheusSpec;
    expect(`${thanos.volumeMounts[0].mountPath}/${Object.keys(config?.data ?? {})[0]}`).toBe(
        thanos.objectStorageConfigFile,
    );
    expect(volumes[0].name).toBe(thanos.volumeMounts[0].name);
});

test("Samples are kept whole for 90 days, thinned out for as long as asked, and the bucket forgets them after that", async () => {
    const { of } = await record(async () => {
        const { ProductionCluster } = await import("../../components/production-cluster.ts");
        const { args } = await import("./example.ts");
        new ProductionCluster("shop", { ...args, metrics: { history: "thanos", retentionDays: 700 } });
    });
    const [lifecycle] = of("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").filter(({ name }) =>
        name.includes("-metrics-"),
    );
    expect(lifecycle?.inputs.rules[0].expiration).toEqual({ days: 730 });
    const thanos = addonOf(
        await assembled({ settings: { metrics: { history: "thanos", retentionDays: 700 } } }),
        "thanos",
    );
    expect(thanos.values.compactor.retention).toEqual({
        resolutionRaw: "90d",
        resolution5m: "700d",
        resolution1h: "700d",
    });
});

test("Grafana reads both replicas as one from the querier, and can still ask Prometheus alone", () => {
    const { grafana } = addonOf(everything, "monitoring").values;
    expect(grafana.sidecar.datasources.url).toBe("http://thanos-query.thanos.svc.cluster.local:9090");
    expect(grafana.sidecar.datasources.resource).toBe("configmap");
    const alone = grafana.additionalDataSources.find(({ uid }: { uid: string }) => uid === "prometheus-alone");
    expect(alone.url).toBe("http://monitoring-prometheus.monitoring:9090");
    expect(addonOf(everything, "thanos").values.query.replicaLabels).toEqual(["prometheus_replica"]);
});

test("With Amazon Managed Prometheus both replicas send, signed by their identity, and AWS keeps one of both", async () => {
    const { identities, values, traffic } = await monitoring({ history: "amp" });
    const of = statementsOf({ identities });
    expect(actionsOf(of["monitoring-prometheus"])).toEqual(["aps:RemoteWrite"]);
    expect(
        actionsOf(of["monitoring-grafana"]).every((action) =>
            /^(aps:(Query|Get)|logs:(Get|Describe|Start|Stop))/.test(action),
        ),
    ).toBe(true);
    const [send] = values.prometheus.prometheusSpec.additionalRemoteWrite;
    expect(send.url).toMatch(/^https:\/\/aps-workspaces\.eu-west-1\..*\/api\/v1\/remote_write$/);
    expect(send.sigv4).toEqual({ region: "eu-west-1" });
    expect(send.writeRelabelConfigs.map(({ targetLabel }: { targetLabel?: string }) => targetLabel)).toContain(
        "__replica__",
    );
    expect(values.prometheus.prometheusSpec.externalLabels.cluster).toBe("shop");
    expect(traffic.to.filter(({ peer }) => peer === "aws")).toHaveLength(1);
});

test("Grafana's questions to Amazon Managed Prometheus are signed in its own pod, where nobody else can ask", async () => {
    const { grafana } = (await monitoring({ history: "amp" })).values;
    const { url } = grafana.additionalDataSources.find(({ uid }: { uid: string }) => uid === "history");
    const [, port] = /^http:\/\/localhost:(\d+)\/workspaces\//.exec(url) ?? [];
    expect(grafana.extraContainers).toContain(`127.0.0.1:${port}`);
});

test("The workspace is encrypted with the platform's key, keeps as long as asked, and is protected", async () => {
    const { one } = await record(async () => {
        const { ProductionCluster } = await import("../../components/production-cluster.ts");
        const { args } = await import("./example.ts");
        new ProductionCluster("shop", { ...args, metrics: { history: "amp", retentionDays: 120 } });
    });
    const workspace = one("aws:amp/workspace:Workspace");
    expect(workspace.inputs.kmsKeyArn).toMatch(/data/);
    expect(workspace.protect).toBe(true);
    expect(one("aws:amp/workspaceConfiguration:WorkspaceConfiguration").inputs.retentionPeriodInDays).toBe(120);
    const endpoints = one("aws:ec2/vpcEndpoint:VpcEndpoint", "aps-workspaces");
    expect(endpoints.inputs.privateDnsEnabled).toBe(true);
});

const receiver = { name: "cloud", url: "https://metrics.example.com/push", secretName: "metrics/cloud" };

test.each([
    { authentication: "basic", keys: ["username", "password"] },
    { authentication: "bearer", keys: ["token"] },
])(
    "A receiver outside is signed in to by $authentication with the keys of a secret, which is in no value",
    async ({ authentication, keys }) => {
        const { values, before = [], traffic } = await monitoring({ remoteWrite: [{ ...receiver, authentication }] });
        const [send] = values.prometheus.prometheusSpec.remoteWrite;
        const copy = before.find(({ metadata }) => metadata.name === "remote-write-cloud") as
            | { spec: { data: { secretKey: string; remoteRef: object }[] } }
            | undefined;
        expect(copy?.spec.data).toEqual(
            keys.map((key) => ({ secretKey: key, remoteRef: { key: "metrics/cloud", property: key } })),
        );
        const named = JSON.stringify(send.basicAuth ?? send.authorization);
        expect(
            keys.map((key) => `{"name":"remote-write-cloud","key":"${key}"}`).filter((ref) => !named.includes(ref)),
        ).toEqual([]);
        const reasons = traffic.to.flatMap(({ peer }) =>
            typeof peer === "object" && "internet" in peer ? [peer.internet] : [],
        );
        expect(reasons).toContain("Prometheus sends metrics to cloud.");
    },
);

test.each([
    { what: "a password", url: "https://user:secret@metrics.example.com/push" },
    { what: "no encryption", url: "http://metrics.example.com/push" },
])("The URL of a receiver with $what is refused, and not repeated", async ({ url }) => {
    const metrics = { remoteWrite: [{ ...receiver, url, authentication: "bearer" }] };
    const refused = assembled({ settings: { metrics } });
    await expect(refused).rejects.toThrow("metrics.remoteWrite[0].url");
    await expect(refused).rejects.not.toThrow("secret@");
});

test("Datadog's agent has its key from the secret store and a way out that says where to, on every node", () => {
    const { values, before = [], traffic, needs } = addonOf(everything, "datadog");
    const [copy] = before as { metadata: { name: string }; spec: { data: object[] } }[];
    expect(copy?.metadata.name).toBe(values.datadog.apiKeyExistingSecret);
    expect(copy?.spec.data).toEqual([{ secretKey: "api-key", remoteRef: { key: "shop-observability/datadog" } }]);
    expect(needs).toEqual(["external-secrets"]);
    expect(traffic.from).toEqual([]);
    expect(traffic.to.at(-1)?.peer).toEqual({ internet: "The agent sends metrics to datadoghq.eu." });
    expect(values.agents.tolerations).toEqual([{ operator: "Exists" }]);
});

test("New Relic's agent has its key from the secret store, reads kubelets and nothing of the host, on every node", () => {
    const { values, before = [], traffic, needs, namespace } = addonOf(everything, "newrelic");
    const [copy] = before as { metadata: { name: string }; spec: { data: object[] } }[];
    expect(copy?.metadata.name).toBe(values.customSecretName);
    expect(copy?.spec.data).toEqual([
        { secretKey: values.customSecretLicenseKey, remoteRef: { key: "shop-observability/newrelic" } },
    ]);
    expect(needs).toEqual(["external-secrets"]);
    expect(traffic.from).toEqual([]);
    expect(traffic.to.map(({ ports }) => ports)).toEqual([undefined, [10250], [443]]);
    expect([values.privileged, namespace.podSecurity]).toEqual([false, "restricted"]);
    expect(values.rbac.kubeletFineGrainedAuth).toBe(true);
    expect(values.tolerations).toEqual([{ operator: "Exists" }]);
});
