import * as k8s from "@pulumi/kubernetes";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { Addon } from "./addon.ts";
import { chartLocation } from "./chart-source.ts";
import type { Chart } from "./charts.ts";
import type { Host } from "./host.ts";

/** Seconds that Helm waits for a release to become ready, hooks included, before it rolls back. */
const timeout = 900;

/** What every release has in common: atomic, with the chart's hooks, five revisions to roll back to. */
const common = { atomic: true, timeout, maxHistory: 5 };

/** The Helm release of an add-on that has a chart. */
export const release = (
    name: string,
    addon: Addon & { chart: Chart },
    host: Host,
    opts: CustomResourceOptions,
): k8s.helm.v3.Release =>
    new k8s.helm.v3.Release(
        name,
        {
            name: addon.name,
            namespace: addon.namespace.name,
            ...chartLocation(addon.chart, host.chartSource),
            ...common,
            skipCrds: addon.crds !== undefined && !addon.crds.areOthers,
            values: addon.values,
        },
        opts,
    );

/**
 * A release of CRDs alone. It is upgraded like any other, which Helm never does for a chart's `crds/`. Its record lies
 * in `kube-system`, for CRDs have no namespace.
 */
export const crdRelease = (
    name: string,
    { chart, values }: NonNullable<Addon["crds"]>,
    host: Host,
    opts: CustomResourceOptions,
): k8s.helm.v3.Release =>
    new k8s.helm.v3.Release(
        name,
        { name: chart.name, namespace: "kube-system", ...chartLocation(chart, host.chartSource), ...common, values },
        opts,
    );
