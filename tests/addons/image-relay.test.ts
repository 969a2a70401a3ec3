import { describe, expect, it } from "vitest";
import { chartImages, imageValues } from "../../components/platform/chart-images.ts";
import { charts } from "../../components/platform/charts.ts";
import { imageOrigins } from "../../components/platform/image-origins.ts";
import { originsIn } from "../../components/platform/image-relay.ts";
import { alternatives } from "./alternatives.ts";
import { assembled, everything } from "./example.ts";
import { chartPath, hasChart, type Rendered, releasesOf, render } from "./render.ts";
import { workloads } from "./workloads.ts";

const registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
const all = [...everything, ...alternatives];

/** Every text below a value, with the path that leads to it. */
function texts(value: unknown, path = ""): [path: string, text: string][] {
    if (typeof value === "string") return [[path, value]];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, item]) => texts(item, path ? `${path}.${key}` : key));
}

/** References that name the registry that an image is published in. */
const escaped = (value: unknown): string[] =>
    texts(value).flatMap(([path, text]) => (originsIn(text).length > 0 ? [`${path}: ${text}`] : []));

/** Fields that hold a reference, of containers and of custom resources, whose registry is not the private one. */
const foreign = (objects: Rendered[]): string[] =>
    texts(objects).flatMap(([path, text]) =>
        /(^|\.)(image|baseImage|spec\.registry)$/.test(path) && !text.startsWith(`${registry}/`)
            ? [`${path}: ${text}`]
            : [],
    );

describe.each(all)("Of $name", (addon) => {
    it("no value names the registry that an image is published in", () => {
        expect(escaped(addon.values)).toEqual([]);
    });

    it("no object takes an image from elsewhere", () => {
        const objects = [...(addon.before ?? []), ...(addon.after ?? [])];
        expect(foreign(objects as Rendered[])).toEqual([]);
    });

    const releases = releasesOf(addon).filter(({ chart }) => chartPath(chart) !== undefined);
    if (releases.length > 0)
        it("the real chart makes nothing that pulls from elsewhere", () => {
            const made = releases.flatMap((release) => render(release, release.values));
            const objects = made.filter(
                ({ kind, metadata }) =>
                    kind !== "CustomResourceDefinition" && !/^test/.test(metadata.annotations?.["helm.sh/hook"] ?? ""),
            );
            expect(foreign(objects)).toEqual([]);
            // What Kyverno puts before a name without registry, to tell such names from others.
            const named = escaped(objects).filter((found) => !/\.data\.defaultRegistry: docker\.io$/.test(found));
            expect(named).toEqual([]);
            const pulled = workloads(objects).flatMap(({ containers }) => containers.map(({ image }) => image));
            expect(pulled.filter((image) => !image.startsWith(`${registry}/`))).toEqual([]);
        });
});

describe("A chart of the platform", () => {
    it.each(Object.entries(charts))("%s has its values named at the registries that are known", (key, chart) => {
        const images = Object.values(chartImages[key as keyof typeof charts]);
        expect(images.filter((image) => originsIn(image).length !== 1)).toEqual([]);
        expect(texts(imageValues(chart)).map(([, text]) => text)).toEqual(images);
    });

    it("names its images in its data, in its values or in its objects, where it runs anything", () => {
        const silent = all
            .filter(hasChart)
            .filter(({ values, before, after }) =>
                texts([values, before, after]).every(([, text]) => !text.startsWith(`${registry}/`)),
            );
        expect(silent.map(({ name }) => name)).toEqual([]);
    });
});

describe("An image", () => {
    it("whose registry ECR does not relay comes from one that has the same, or is copied", () => {
        for (const [origin, { upstream, sameAs }] of Object.entries(imageOrigins)) {
            if (sameAs) expect(imageOrigins[sameAs].upstream, origin).toBeDefined();
            else if (!upstream) expect(origin).toBe("docker.elastic.co");
        }
    });

    it.each([
        ["docker.io/a/b:1", ["docker.io"]],
        ["--image=quay.io/a/b", ["quay.io"]],
        ["quay.io", ["quay.io"]],
        ["oci://ghcr.io/a/charts", []],
        ["https://docker.io/a", []],
        ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/docker.io/a/b", []],
        ["as docker.io says", []],
        ["notdocker.io/a/b", []],
    ])("is seen in %s: %j", (text, origins) => {
        expect(originsIn(text)).toEqual(origins);
    });
});

describe("With registry.existing", () => {
    const existing = { host: "images.example.com:8443", paths: { "docker.io": "hub" } };
    const settings = { registry: { existing }, backup: {} };

    it("every image comes through it, below the path of its registry or the registry's name", async () => {
        const named = texts((await assembled({ settings })).map(({ values }) => values)).map(([, text]) => text);
        expect(named).toContain("images.example.com:8443/hub/velero/velero");
        expect(named).toContain("images.example.com:8443/quay.io/argoproj/argocd");
        expect(named.filter((text) => originsIn(text).length > 0 || text.startsWith(registry))).toEqual([]);
    });
});

it("With registry.allowUpstream every chart names its images as it would", async () => {
    const direct = await assembled({ settings: { registry: { allowUpstream: true } } });
    expect(texts(direct.map(({ values }) => values)).filter(([, text]) => text.includes(".dkr.ecr."))).toEqual([]);
});
