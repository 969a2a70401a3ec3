import { apiOf, kindKey } from "../inventory/api.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { isMap } from "../inventory/maps.ts";
import type { Resource } from "../inventory/resource.ts";
import { UnknownValue } from "../inventory/unknown.ts";
import { traceOf } from "./installed.ts";
import { isKnownChart } from "./known-charts.ts";
import { type SystemName, systemOf } from "./systems.ts";
import { workloads } from "./workloads.ts";

/**
 * Why it cannot be told that none of the systems is there, as one clause; nothing where all that could bring one was seen.
 */
export function whyUnseen(inventory: Inventory, names: readonly SystemName[]): string | undefined {
    for (const name of names) {
        const trace = traceOf(inventory, name);
        if (trace) return `${trace.name} is an object of ${name}, and what installs ${name} is not in this stack`;
    }
    const chart = [...inventory.releases, ...inventory.entrusted].find(
        ({ chart, unseen }) => chart === undefined || (unseen !== undefined && !isKnownChart(chart)),
    );
    if (chart?.chart === undefined && chart)
        return `the chart of ${chart.resource.name} is known only after the update`;
    if (chart) return `${chart.resource.name} may bring it, and is not rendered`;
    const group = inventory.unrendered.find(({ called }) => called === "group of manifests");
    if (group) return `${group.resource.name} may bring it, and its objects are not in the stack`;
    const git = inventory.resources.find((resource) => follows(resource, names));
    if (git) return `${git.name} may bring it: what is in its repository is not in this stack`;
    return !names.some((name) => systemOf(name).comesWithCluster) && installsNothing(inventory.whole)
        ? "nothing in this stack is installed in the cluster: look at it together with the stacks that are"
        : undefined;
}

/** What brings plain manifests of a repository or a bucket, by where it says which, and into which namespace. */
const followers: Readonly<Record<string, (spec: unknown) => { source: unknown; namespace: unknown }>> = {
    "argoproj.io/Application": ofApplication,
    "argoproj.io/ApplicationSet": (spec) => ofApplication(at(at(spec, "template"), "spec")),
    "kustomize.toolkit.fluxcd.io/Kustomization": (spec) => ({
        source: at(spec, "path"),
        namespace: at(spec, "targetNamespace"),
    }),
    "fleet.cattle.io/GitRepo": (spec) => ({ source: at(spec, "paths"), namespace: at(spec, "targetNamespace") }),
};

function ofApplication(spec: unknown) {
    return {
        source: [at(spec, "source"), at(spec, "sources")],
        namespace: at(at(spec, "destination"), "namespace"),
    };
}

/**
 * Whether what an object follows may bring one of the systems: it names one, or goes to no namespace but its own, as what
 * brings other Applications does. An Application for the namespace of one service brings no platform.
 */
function follows({ type, name, props }: Resource, systems: readonly SystemName[]): boolean {
    const follower = followers[kindKey(type)];
    if (!follower) return false;
    try {
        const { source, namespace } = follower(props.spec);
        if ([undefined, "", props.metadata?.namespace].includes(namespace as string | undefined)) return true;
        const words = `${name} ${String(namespace)} ${JSON.stringify(source)}`;
        return (
            /\{\{/.test(words) || systems.some((each) => systemOf(each).charts.some((chart) => words.includes(chart)))
        );
    } catch (error) {
        if (error instanceof UnknownValue) return true;
        throw error;
    }
}

const at = (value: unknown, key: string): unknown => (isMap(value) ? value[key] : undefined);

/** API groups of what the stack of a cluster itself brings into it, such as `aws-auth` and storage classes. */
const ofClusters = ["core", "rbac.authorization.k8s.io", "scheduling.k8s.io", "storage.k8s.io"];

/** A cluster in which no stack installs anything is not there to be used: others are not among what is looked at. */
const installsNothing = (all: Inventory): boolean =>
    all.releases.length + all.entrusted.length + all.unrendered.length === 0 &&
    workloads(all).length === 0 &&
    all.resources.every(({ type }) => ofClusters.includes(apiOf(type)?.group ?? "core"));
