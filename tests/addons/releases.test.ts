import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Addon } from "../../components/platform/addon.ts";
import { charts } from "../../components/platform/charts.ts";
import { keepOnRemoval } from "../../components/platform/keep-on-removal.ts";
import { type ExemptedPolicy, exemptedPolicies } from "../../components/security/admission/exempted-policies.ts";
import { selectionOf } from "../../components/selection.ts";
import type { Settings } from "../../components/settings.ts";
import { writeDoubles } from "../../kubernetes/doubles/write.ts";
import { alternatives } from "./alternatives.ts";
import * as elsewhere from "./elsewhere.ts";
import * as example from "./example.ts";
import { beforeTheirAccount } from "./hook-order.ts";
import { refusals } from "./refusals.ts";
import {
    chartPath,
    hasChart,
    helm,
    type Phase,
    type Renderable,
    type Rendered,
    releasesOf,
    render,
    served,
} from "./render.ts";
import { idle, unscraped } from "./scraping.ts";
import { standing } from "./standing.ts";
import { podSecurityViolations, workloads } from "./workloads.ts";

const doubles = mkdtempSync(join(tmpdir(), "doubles-"));
writeDoubles(doubles, Object.values(charts));
afterAll(() => rmSync(doubles, { recursive: true }));

const beside = await standing();

const policiesOf = (settings: Settings) => exemptedPolicies(settings, selectionOf(settings).exemptions);

/** Nobody has built the image of a double. */
const ofDoubles = (policies: readonly ExemptedPolicy[]) => policies.filter(({ id }) => id !== "image-registry-allowed");

/** Clusters, with all add-ons and the policies in force there. */
const clusters = [
    { where: "on EKS", addons: example.everything, policies: policiesOf(example.settingsOfEverything) },
    {
        where: "elsewhere",
        addons: elsewhere.all,
        policies: policiesOf(elsewhere.settings),
    },
];

const releases = clusters.flatMap(({ where, addons, policies }) =>
    addons.flatMap((addon) =>
        releasesOf(addon).flatMap((release) =>
            [
                { chart: "real chart", policies, path: chartPath(release.chart) },
                {
                    chart: "double",
                    policies: ofDoubles(policies),
                    path: helm ? join(doubles, release.chart.name) : undefined,
                },
            ].map((source) => ({ ...source, name: release.name, where, release, addon })),
        ),
    ),
);
const atHand = releases.flatMap(({ path, ...each }) => (path ? [{ ...each, path }] : []));
const absent = new Set(releases.filter(({ path }) => !path).map(({ release }) => release.chart.name));

if (absent.size > 0) {
    const names = [...absent].join(", ");
    it.skip(`${absent.size} real charts left out (set CHARTS to a folder of charts, put helm on PATH): ${names}`);
}

it("Every chart of the platform has a double", () => {
    const all = [...example.everything, ...alternatives].flatMap(releasesOf).map(({ chart }) => chart.name);
    expect([...new Set(all)].toSorted()).toEqual(
        Object.values(charts)
            .map(({ name }) => name)
            .toSorted(),
    );
});

/** Helm runs these by itself; a test is somebody's own wish. */
const isRun = ({ metadata }: Rendered): boolean => !/^test/.test(metadata.annotations?.["helm.sh/hook"] ?? "");

describe.each(atHand)("The $chart of $name $where", ({ release, addon, policies, path }) => {
    const phases: Phase[] = ["install", "upgrade"];
    const renders = new Map<Phase, Rendered[]>();
    const rendered = (phase: Phase) => {
        const objects = renders.get(phase) ?? render(release, release.values, served, phase, path).filter(isRun);
        renders.set(phase, objects);
        return objects;
    };

    it.each(phases)(
        "makes nothing that an admission policy in force refuses, hooks of every phase included: %s",
        (phase) => {
            expect(refusals(rendered(phase), release.namespace.name, policies)).toEqual([]);
        },
    );

    it.each(phases)("makes no pod that the Pod Security level of its namespace refuses: %s", (phase) => {
        const level = release === addon ? addon.namespace.podSecurity : "restricted";
        const refused = workloads(rendered(phase)).flatMap((each) =>
            podSecurityViolations(each, level).map((rule) => `${each.name}: ${rule}`),
        );
        expect(refused).toEqual([]);
    });

    it("has a monitor for every port with metrics, and none that finds nothing", () => {
        expect(monitoring(release, rendered("install"), release === addon ? addon.after : [])).toEqual(nothingAmiss);
    });

    if (release === addon)
        it("has no bound on pods where one runs on each node, and nowhere else", () => {
            expect(onEveryNode(addon, rendered("install"))).toBe(addon.namespace.onEveryNode ?? false);
        });

    it("makes the account of each hook, and what binds it, before the hook's pods", () => {
        expect(beforeTheirAccount(rendered("install"), (addon.before ?? []) as Rendered[])).toEqual([]);
    });

    it.each(phases)("leaves every CRD where it is, and with it everybody's objects, when it goes: %s", (phase) => {
        const going = rendered(phase)
            .filter(({ kind, metadata }) => kind === "CustomResourceDefinition" && !isKept(metadata))
            .map(({ metadata }) => metadata.name);
        expect(going).toEqual([]);
    });
});

/** What of the platform those clusters have no release of: all that stands in the place of another, or has no chart. */
const more = [...alternatives, ...example.everything.filter((addon) => !hasChart(addon))].flatMap((addon) => {
    const { name, chart } = addon;
    if (!chart) return [{ name, addon, source: "objects", path: undefined }];
    return [
        { name, addon, source: "double", path: helm ? join(doubles, chart.name) : undefined },
        { name, addon, source: "real chart", path: chartPath(chart) },
    ].filter(({ path }) => path);
});

describe.each(more)("The $source of $name", ({ addon, path }) => {
    const rendered = path ? render(addon, addon.values, served, "install", path).filter(isRun) : [];

    it("has a monitor for every port with metrics, and none that finds nothing", () => {
        expect(monitoring(addon, rendered, addon.after)).toEqual(nothingAmiss);
    });

    it("makes the account of each hook, and what binds it, before the hook's pods", () => {
        expect(beforeTheirAccount(rendered, (addon.before ?? []) as Rendered[])).toEqual([]);
    });

    it("has no bound on pods where one runs on each node, and nowhere else", () => {
        expect(onEveryNode(addon, rendered)).toBe(addon.namespace.onEveryNode ?? false);
    });
});

const nothingAmiss = { unscraped: [], idle: [] };

function monitoring({ namespace: { name } }: Renderable, rendered: Rendered[], after: Addon["after"] = []) {
    const objects = [...rendered, ...(after as Rendered[])];
    return { unscraped: unscraped(objects, name), idle: idle(objects, name, beside) };
}

/** Whether a DaemonSet is there: of the release, or of an operator. */
const onEveryNode = ({ namespace: { name } }: Renderable, rendered: Rendered[]): boolean =>
    [...rendered, ...beside.filter(({ metadata }) => metadata.namespace === name)].some(
        ({ kind }) => kind === "DaemonSet",
    );

const isKept = ({ annotations = {} }: Rendered): boolean =>
    Object.entries(keepOnRemoval).every(([key, value]) => annotations[key] === value);
