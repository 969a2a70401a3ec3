import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Chart, charts } from "../../components/platform/charts.ts";
import { Cluster } from "../../kubernetes/cluster.ts";
import { untilServed } from "../../kubernetes/definitions.ts";
import type { KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import { plainShape } from "../../kubernetes/shape.ts";
import { root } from "../../sandbox/paths.ts";
import { addonOf } from "../addons/example.ts";
import { chartPath, documentsIn } from "../addons/render.ts";
import { asks, type Engine, gatewayOf, hosts, withEngine } from "../traffic/engines.ts";

/** Charts whose kinds the gateways bring, and the values by which each shows its CRDs. */
const sources: [Chart, ...string[]][] = [
    [charts.gatewayApiCrds, "--set=standard.enabled=false,experimental.enabled=true"],
    [charts.awsLoadBalancerController, "--set=clusterName=shop", "--include-crds"],
    [charts.gatewayHelm, "--include-crds"],
    [charts.istioBase],
    [charts.linkerdCrds],
    [charts.nginxGatewayFabric, "--include-crds"],
    [charts.traefik, "--include-crds"],
    [charts.argoRollouts],
    [charts.certManager, "--set=crds.enabled=true"],
    [charts.prometheusOperatorCrds],
];
const atHand = sources.every(([chart]) => chartPath(chart) !== undefined);

const documents = (text: string) => documentsIn(text) as KubernetesObject[];

const crdsOf = ([chart, ...args]: (typeof sources)[number]): KubernetesObject[] =>
    documents(
        execFileSync("helm", ["template", "x", chartPath(chart) ?? "", "--kube-version=1.35.0", ...args], {
            encoding: "utf8",
            maxBuffer: 64 * 2 ** 20,
        }),
    ).filter(({ kind }) => kind === "CustomResourceDefinition");

/** Kubernetes objects in a document for people. */
const shown = (file: string): KubernetesObject[] =>
    [...readFileSync(join(root, file), "utf8").matchAll(/^```yaml\n(apiVersion:[\s\S]*?)^```/gm)].flatMap(([, text]) =>
        documents(text ?? ""),
    );

let cluster: Cluster;

beforeAll(async () => {
    if (!atHand) return;
    cluster = await Cluster.start({ ...plainShape, groups: [] }, []);
    const found = new Map(sources.flatMap(crdsOf).map((definition) => [definition.metadata.name, definition]));
    for (const definition of found.values()) {
        await cluster.api.apply(definition);
        await untilServed(cluster.api, definition, 60);
    }
});

afterAll(() => cluster?.stop());

async function accepted(objects: readonly KubernetesObject[]): Promise<void> {
    const namespaces = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
    for (const name of namespaces)
        await cluster.api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } } as KubernetesObject);
    for (const object of objects) {
        const what = `${object.kind} ${object.metadata.name}`;
        expect(await cluster.api.serves(object), what).toBe(true);
        await expect(cluster.api.apply(object, { dryRun: true }), what).resolves.toBeDefined();
    }
}

describe.runIf(atHand)("The real kinds accept", () => {
    it.each(Object.keys(asks) as Engine[])("what the engine %s brings", async (engine) => {
        const { before = [], after = [] } = gatewayOf(engine, await withEngine(engine));
        await accepted([...before, ...after] as unknown as KubernetesObject[]);
    });

    it.each<Engine>(["envoy", "istio", "alb"])("what the edge brings beside the engine %s", async (engine) => {
        const edge = { engine: engine === "alb" ? "alb" : "cloudfront", hosts };
        const certificates = { issuer: "letsencrypt", loadBalancerHosts: engine === "alb" ? hosts : [] };
        const { after = [] } = gatewayOf(engine, await withEngine(engine, {}, { certificates, edge }));
        const kinds = ["TargetGroupBinding", "Service", "LoadBalancerConfiguration"];
        const objects = after.filter(({ kind }) => kinds.includes(kind));
        expect(objects).toHaveLength(engine === "alb" ? 1 : 2);
        await accepted(objects as unknown as KubernetesObject[]);
    });

    it("what leads out of the mesh", async () => {
        const mesh = {
            engine: "istio",
            egress: [{ host: "api.example.com", ports: [443, 8443], namespaces: ["web"] }],
        };
        const { before = [], after = [] } = addonOf(await withEngine("envoy", {}, { mesh }), "istio-egress");
        await accepted([...before, ...after] as unknown as KubernetesObject[]);
    });

    it("what docs/traffic.md shows", async () => {
        const objects = shown("docs/traffic.md");
        expect(objects.length).toBeGreaterThan(5);
        await accepted(objects);
    });

    it("the example that goes back by itself", async () => {
        await accepted(documents(readFileSync(join(root, "examples/progressive-delivery/rollout.yaml"), "utf8")));
    });
});
