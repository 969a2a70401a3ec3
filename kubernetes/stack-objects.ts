import { archiveOf, type Chart } from "production-cluster-sandbox/engine/chart-source.ts";
import type { State } from "production-cluster-sandbox/engine/stack.ts";
import { chartName } from "production-cluster-sandbox/providers/kubernetes/chart-name.ts";
import { releaseType } from "production-cluster-sandbox/providers/kubernetes/releases.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";

/** A Helm release as a stack plans it. */
export interface Release {
    readonly name: string;
    readonly namespace: string;
    /** Chart name, `oci://` reference or path. */
    readonly chart: string;
    readonly version: string;
    readonly skipCrds: boolean;
    // biome-ignore lint/suspicious/noExplicitAny: chart values have as many types as there are charts
    readonly values: Record<string, any>;
}

/** What a stack puts on its cluster, one step after the other. */
export type Installable = { readonly object: KubernetesObject } | { readonly release: Release };

/** Every Kubernetes object and Helm release of a stack, in an order that the engine could have taken. */
export const stepsOf = (resources: readonly State[]): Installable[] =>
    resources
        // What a stack only reads is somebody else's.
        .filter(({ type, external }) => type.startsWith("kubernetes:") && !external)
        .map(({ type, inputs }) =>
            type === releaseType ? { release: releaseOf(inputs) } : { object: objectOf(inputs) },
        );

/** The charts of a stack's releases, each once. */
export function chartsOf(resources: readonly State[]): Chart[] {
    const charts = stepsOf(resources).flatMap((step) =>
        "release" in step ? [{ name: chartName(step.release.chart), version: step.release.version }] : [],
    );
    return [...new Map(charts.map((chart) => [archiveOf(chart), chart])).values()];
}

// biome-ignore lint/suspicious/noExplicitAny: inputs are as many-shaped as there are resource types
type Inputs = Record<string, any> | undefined;

export const releaseOf = (inputs: Inputs): Release => ({
    name: inputs?.name,
    namespace: inputs?.namespace,
    chart: inputs?.chart,
    version: inputs?.version,
    skipCrds: inputs?.skipCrds ?? false,
    values: inputs?.values ?? {},
});

/** Keys that begin with two underscores are the engine's own notes. */
export function objectOf(inputs: Inputs): KubernetesObject {
    const fields = Object.entries(inputs ?? {}).filter(([key]) => !key.startsWith("__"));
    return Object.fromEntries(fields) as unknown as KubernetesObject;
}
