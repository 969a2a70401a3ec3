import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { alternatives } from "./alternatives.ts";
import { everything as addons } from "./example.ts";
import { images, published } from "./images.ts";
import { chartPath, hasChart, type Rendered, render } from "./render.ts";
import { misfits, running } from "./security-contexts.ts";

const all = [...addons, ...alternatives].filter(hasChart);
const rendered = all
    .filter(({ chart }) => chartPath(chart) !== undefined)
    .map((addon) => ({ name: addon.name, containers: running(render(addon, addon.values)) }));
/** Parts without a chart, but for the image that is built here, from restore-test/. */
const plain = [...addons, ...alternatives]
    .filter((addon) => !hasChart(addon))
    .map(({ name, before = [], after = [] }) => ({
        name,
        containers: running([...before, ...after] as Rendered[]).filter(
            ({ container }) => !container.image.includes("/restore-test@"),
        ),
    }))
    .filter(({ containers }) => containers.length > 0);
const seen = new Set(
    [...rendered, ...plain].flatMap(({ containers }) => containers.map(({ container }) => published(container.image))),
);
const unseen = Object.keys(images).filter((image) => !seen.has(image));

if (rendered.length < all.length) {
    it.skip(
        `${unseen.length} of ${Object.keys(images).length} images not held against the values (set CHARTS to a folder of charts, put helm on PATH): ${unseen.join(", ")}`,
    );
} else {
    it("Of every image that is written down, some release runs it", () => {
        expect(unseen).toEqual([]);
    });
}

describe.each([...rendered, ...plain])("The pods of $name", ({ containers }) => {
    it.each(containers)("let $name run as its image was built to", (container) => {
        expect(misfits(container)).toEqual([]);
    });
});

describe("A security context", () => {
    const image = "docker.io/velero/velero:v1.18.1";
    const scratch = { name: "scratch", mountPath: "/scratch" };
    const velero = (securityContext: object, more: object = {}) =>
        misfits({
            name: "velero",
            container: { name: "node-agent", image, volumeMounts: [scratch], ...more },
            pod: { securityContext, volumes: [{ name: "scratch", emptyDir: {} }] },
            claims: [],
        });

    it("with a user that the image does not know leaves it without a home", () => {
        expect(velero({ runAsUser: 65532 })).toEqual([
            "the image does not know user 65532, but 0 and 1002",
            "user 65532 cannot write to /",
        ]);
    });

    it.each([
        ["of the image's own user", {}, {}],
        ["of the image's own user, by number", { runAsUser: 1002, runAsGroup: 1000 }, {}],
        ["of root", { runAsUser: 0 }, {}],
        [
            "with a home on a volume",
            { readOnlyRootFilesystem: true },
            { env: [{ name: "HOME", value: "/scratch/home" }] },
        ],
    ])("%s fits", (_, securityContext, more) => {
        expect(velero(securityContext, more)).toEqual([]);
    });

    it.each([
        ["with another group", { runAsUser: 1002, runAsGroup: 2000 }, "user 1002 is in group 1000, not 2000"],
        ["that closes the root", { readOnlyRootFilesystem: true }, "user 1002 cannot write to /home/cnb"],
        [
            "that forbids root to root",
            { runAsUser: 0, runAsNonRoot: true },
            "the image would run as root, which runAsNonRoot forbids",
        ],
    ])("%s does not fit", (_, securityContext, fault) => {
        expect(velero(securityContext)).toEqual([fault]);
    });

    it("without fsGroup leaves a new volume to root", () => {
        const volume = { name: "data", persistentVolumeClaim: { claimName: "data" } };
        const mount = { name: "data", mountPath: "/var/loki" };
        const loki = {
            name: "loki",
            image: "docker.io/grafana/loki:3.7.6",
            volumeMounts: [mount, { name: "tmp", mountPath: "/tmp" }],
        };
        const pod = { volumes: [volume, { name: "tmp", emptyDir: {} }] };
        expect(misfits({ name: "loki", container: loki, pod, claims: [] })).toEqual([
            "user 10001 cannot write to a new volume without fsGroup",
        ]);
    });
});

it("The documentation says how many images are not known at their version", () => {
    const known = Object.entries(images).flatMap(([image, facts]) => (facts === "unknown" ? [] : [{ image, facts }]));
    const versionOf = (image: string) =>
        image
            .split(":")
            .at(-1)
            ?.replace(/^v|-(alpine|distroless)$/g, "") ?? "";
    const elsewhere = known.filter(({ image, facts }) => !facts.source.ref.includes(versionOf(image)));
    const all = Object.keys(images).length;
    const text = readFileSync(join(import.meta.dirname, "../../docs/test-cluster.md"), "utf8");
    expect(text).toContain(
        `Of the ${all} images ${elsewhere.length} were read at another version or branch, and of ${all - known.length} the build was not found`,
    );
});
