import { parseAllDocuments } from "yaml";
import type { Cluster } from "../../../kubernetes/cluster.ts";
import type { KubernetesObject } from "../../../kubernetes/kubernetes-object.ts";
import { madeAnew } from "../../addons/changes.ts";

/** A release as `helm list` shows it. */
export interface Listed {
    readonly name: string;
    readonly namespace: string;
    readonly revision: string;
    readonly status: string;
    readonly chart: string;
}

/** The releases on a cluster, whatever became of them. */
export async function listed(cluster: Cluster): Promise<Listed[]> {
    const { stdout } = await cluster.run("helm", ["list", "--all-namespaces", "--all", "--output", "json"]);
    return JSON.parse(stdout);
}

/** What each release was given as values, by its name. */
export async function valuesOf(cluster: Cluster, releases: readonly Listed[]): Promise<ReadonlyMap<string, string>> {
    const entries = releases.map(async ({ name, namespace }) => {
        const { stdout } = await cluster.run("helm", ["get", "values", name, "--namespace", namespace]);
        return [name, stdout] as const;
    });
    return new Map(await Promise.all(entries));
}

/**
 * The objects of each release, as Helm keeps them, line by line, without what a chart makes anew at each render, or says
 * at the installation alone.
 */
export async function manifestsOf(cluster: Cluster): Promise<ReadonlyMap<string, readonly string[]>> {
    const entries = await Promise.all(
        (await listed(cluster)).map(async ({ name, namespace }) => {
            const { stdout } = await cluster.run("helm", ["get", "manifest", name, "--namespace", namespace]);
            return [name, stdout.split("\n").filter((line) => !isPassing(name, line))] as const;
        }),
    );
    return new Map(entries);
}

/** The objects of each release, by its name, in the namespaces that they are in. */
export async function objectsOf(cluster: Cluster): Promise<ReadonlyMap<string, readonly KubernetesObject[]>> {
    const entries = (await listed(cluster)).map(async ({ name, namespace }) => {
        const { stdout } = await cluster.run("helm", ["get", "manifest", name, "--namespace", namespace]);
        const objects = parseAllDocuments(stdout)
            .flatMap((document) => document.toJS() ?? [])
            .flatMap((object) => (object.kind === "List" ? object.items : [object]) as KubernetesObject[]);
        return [name, objects.map((object) => placed(object, namespace))] as const;
    });
    return new Map(await Promise.all(entries));
}

/** Of what is in no namespace the API leaves the name of one out of its path. */
const placed = (object: KubernetesObject, namespace: string): KubernetesObject => ({
    ...object,
    metadata: { ...object.metadata, namespace: object.metadata.namespace ?? namespace },
});

/** Lines of releases that one of two has, and the other has not, or has less often; by the release. */
export const differences = (
    before: ReadonlyMap<string, readonly string[]>,
    after: ReadonlyMap<string, readonly string[]>,
): string[] =>
    [...new Set([...before.keys(), ...after.keys()])].flatMap((release) => {
        const [then = [], now = []] = [before, after].map((manifests) => manifests.get(release));
        return [
            ...lacking(then, now).map((line) => `${release} - ${line.trim()}`),
            ...lacking(now, then).map((line) => `${release} + ${line.trim()}`),
        ];
    });

/** Lines that are not among others, as often as they are not. */
function lacking(lines: readonly string[], others: readonly string[]): string[] {
    const left = Map.groupBy(others, (line) => line);
    return lines.filter((line) => left.get(line)?.pop() === undefined);
}

/** Istio's charts say it, with a comment, where they are installed, and istiod changes it once it is there. */
const ofIstiod = /^\s*(failurePolicy: Ignore$|#)/;

const isPassing = (release: string, line: string): boolean =>
    madeAnew.test(line) || (/^(istiod|base)\b/.test(release) && ofIstiod.test(line));
