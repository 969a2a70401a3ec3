import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { Cluster } from "../../kubernetes/cluster.ts";
import { untilServed } from "../../kubernetes/definitions.ts";
import type { KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import { plainShape } from "../../kubernetes/shape.ts";
import { misspelt, oneOfEach, type PlainObject } from "../platform/one-of-each.ts";

/** The compiler refuses the same fields (tests/platform/kubernetes-object.test.ts): here the real thing is asked. */
const { CHART_RENDERS } = process.env;

const kindOf = ({ spec }: KubernetesObject): string => `${spec.group} ${spec.names.kind}`;
const kinds = new Set(oneOfEach.map(({ object }) => `${object.apiVersion.split("/")[0]} ${object.kind}`));
const definitions: KubernetesObject[] = (CHART_RENDERS ? globSync(join(CHART_RENDERS, "*/crds/*.yaml")) : [])
    .flatMap((file) => parseAllDocuments(readFileSync(file, "utf8")).map((document) => document.toJS()))
    .filter((object) => object?.kind === "CustomResourceDefinition" && kinds.has(kindOf(object)));

const named = (object: PlainObject): KubernetesObject => ({
    ...object,
    metadata: { name: "example" },
});

let cluster: Cluster;

beforeAll(async () => {
    cluster = await Cluster.start({ ...plainShape, groups: [] }, []);
    await Promise.all(
        definitions.map(async (definition) => {
            await cluster.api.apply(definition);
            await untilServed(cluster.api, definition, 60);
        }),
    );
});

afterAll(() => cluster.stop());

test("The API server refuses a misspelt field of every kind that it serves, and takes the object without it", async () => {
    const notServed: string[] = [];
    for (const { object, field } of oneOfEach) {
        const kind = `${object.apiVersion} ${object.kind}`;
        if (!(await cluster.api.serves(object))) {
            notServed.push(kind);
            continue;
        }
        const wrong = misspelt(object, field);
        await expect(cluster.api.apply(named(object), { dryRun: true }), kind).resolves.toBeDefined();
        await expect(cluster.api.apply(named(wrong.object), { dryRun: true }), kind).rejects.toThrow(wrong.name);
    }
    console.log(
        `${oneOfEach.length - notServed.length} kinds tried. Not served here: ${notServed.join(", ") || "none"}`,
    );
    expect(notServed).not.toContain("v1 ConfigMap");
    if (CHART_RENDERS)
        expect(notServed.toSorted()).toEqual([
            "cilium.io/v2 CiliumClusterwideNetworkPolicy",
            "constraints.gatekeeper.sh/v1beta1 PlatformExample",
            "crd.projectcalico.org/v1 GlobalNetworkPolicy",
            "elasticsearch.k8s.elastic.co/v1 Elasticsearch",
            "kibana.k8s.elastic.co/v1 Kibana",
            "operator.tigera.io/v1 Installation",
            "snapshot.storage.k8s.io/v1 VolumeSnapshotClass",
        ]);
});
