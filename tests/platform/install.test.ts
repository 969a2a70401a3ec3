import type { Provider } from "@pulumi/kubernetes";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Addon } from "../../components/platform/addon.ts";
import { inOrder } from "../../components/platform/install.ts";
import { record } from "../foundation/recording.ts";

const addon = (name: string, ...needs: string[]) => ({ name, needs }) as Addon;
const part = (name: string, more: object) =>
    ({
        ...{ name, namespace: { name, podSecurity: "restricted" }, traffic: { from: [], to: [] }, values: {} },
        ...{ chart: { name, version: "1.0.0", repository: "https://charts.example.com" }, ...more },
    }) as unknown as Addon;
const hostOf = (kubernetes: Provider) => ({
    ...{ kubernetesVersion: "1.35", kubernetes, ready: [] },
    ...{ nodeCidrs: [], controlPlaneCidrs: [], apiServerPorts: [443], serviceCidr: "172.20.0.0/16" },
    ...{ chartSource: "upstream", labels: {} },
});
const names = (addons: Addon[]) => addons.map(({ name }) => name);

test("Whatever the order they are given in, each add-on comes after all that it needs", () => {
    // Each add-on may need any of those with a smaller number: no circle is possible.
    const graph = fc
        .array(fc.array(fc.nat(20)), { minLength: 1, maxLength: 12 })
        .map((rows) => rows.map((row, index) => addon(`${index}`, ...row.filter((need) => need < index).map(String))));
    fc.assert(
        fc.property(
            graph.chain((addons) => fc.shuffledSubarray(addons, { minLength: addons.length })),
            (addons) => {
                const order = names(inOrder(addons));
                expect(order.toSorted()).toEqual(names(addons).toSorted());
                for (const { name, needs } of addons)
                    for (const need of needs ?? []) expect(order.indexOf(need)).toBeLessThan(order.indexOf(name));
            },
        ),
    );
});

test("A circle is refused and shown", () => {
    expect(() => inOrder([addon("a", "b"), addon("b", "c"), addon("c", "a")])).toThrow("a needs b needs c needs a");
});

test("A need that nobody meets is refused, with the names that could be meant", () => {
    expect(() => inOrder([addon("a", "velro"), addon("velero")])).toThrow(
        'needs "velro", which is not among: a, velero',
    );
});

test("A release comes after the association of its pods with their AWS role, and after that counts", async () => {
    const { all, one } = await record(async () => {
        const aws = await import("@pulumi/aws");
        const k8s = await import("@pulumi/kubernetes");
        const { ComponentResource } = await import("@pulumi/pulumi");
        const { Installation } = await import("../../components/platform/installation.ts");
        const { untilItCounts } = await import("../../components/platform/settled.ts");
        const host = {
            kubernetesVersion: "1.35",
            kubernetes: new k8s.Provider("kubernetes", { kubeconfig: "{}" }),
            eks: {
                clusterName: "shop",
                clusterArn: "arn:shop",
                aws: new aws.Provider("aws", { region: "eu-west-1" }),
                associations: untilItCounts(() => "https://api.test.invalid"),
            },
            ready: [],
            nodeCidrs: ["10.0.0.0/16"],
            controlPlaneCidrs: ["10.0.0.0/24"],
            apiServerPorts: [443],
            serviceCidr: "172.20.0.0/16",
            chartSource: "upstream",
            labels: {},
        };
        const statements = [{ Sid: "Look", Effect: "Allow" as const, Action: ["s3:ListBucket"], Resource: "*" }];
        const chart = { name: "it", version: "1.0.0", repository: "https://charts.example.com" };
        const it = {
            ...{
                name: "it",
                chart,
                namespace: { name: "it", podSecurity: "restricted" },
                traffic: { from: [], to: [] },
                values: {},
            },
            identities: [{ serviceAccount: "it", statements }],
        } as unknown as Addon;
        const parent = new ComponentResource("test:index:Parent", "parent");
        new Installation("shop-it", { addon: it, host, dependsOn: [], ownsAwsResources: false }, { parent });
    });
    const association = one("aws:eks/podIdentityAssociation:PodIdentityAssociation");
    expect(association.afterCreate).toBe(1);
    const release = all.find(({ type }) => type === "kubernetes:helm.sh/v3:Release");
    expect(release?.dependencies).toContain(association.name);
});

test("A ConfigMap that is replaced goes before the new one of its name, whatever a transform hands on", async () => {
    const { one } = await record(async () => {
        const k8s = await import("@pulumi/kubernetes");
        const { ComponentResource } = await import("@pulumi/pulumi");
        const { install } = await import("../../components/platform/install.ts");
        const before = [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "ca" }, data: { "ca.crt": "" } }];
        install(
            "shop",
            [part("one", { before })],
            hostOf(new k8s.Provider("kubernetes", { kubeconfig: "{}" })),
            new ComponentResource("test:index:Parent", "parent"),
        );
    });
    expect(one("kubernetes:core/v1:ConfigMap").deleteBeforeReplace).toBe(true);
});

test("Who needs an add-on comes after all of it but its rules and dashboards, which only watch", async () => {
    const { all } = await record(async () => {
        const k8s = await import("@pulumi/kubernetes");
        const { ComponentResource } = await import("@pulumi/pulumi");
        const { install } = await import("../../components/platform/install.ts");
        const host = hostOf(new k8s.Provider("kubernetes", { kubeconfig: "{}" }));
        const object = (kind: string, labels = {}) => ({
            apiVersion: "example.com/v1",
            kind,
            metadata: { name: "it", labels },
        });
        const after = [object("Store"), object("PrometheusRule"), object("Board", { grafana_dashboard: "1" })];
        const addons = [part("one", { after }), part("other", { needs: ["one"] })];
        install("shop", addons, host, new ComponentResource("test:index:Parent", "parent"));
    });
    const { dependencies: release = [] } =
        all.find(({ name, type }) => name === "shop-other" && type.endsWith(":Release")) ?? {};
    expect(release).toEqual(expect.arrayContaining(["shop-one", "shop-one-namespace", "shop-one-store-it"]));
    expect(release.filter((name) => /prometheusrule|board/.test(name))).toEqual([]);
    expect(all.map(({ name }) => name)).toEqual(
        expect.arrayContaining(["shop-one-prometheusrule-it", "shop-one-board-it"]),
    );
});
