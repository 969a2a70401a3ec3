import { apiOf } from "./api.ts";
import { isMap } from "./maps.ts";
import type { Resource } from "./resource.ts";
import { UnknownValue } from "./unknown.ts";

/** Who installs charts inside the cluster, by the objects that name one. */
const installers: Readonly<Record<string, { readonly by: string; readonly names?: (spec: unknown) => boolean }>> = {
    "helm.toolkit.fluxcd.io/HelmRelease": { by: "Flux" },
    "argoproj.io/Application": { by: "Argo CD", names: namesChart },
    "argoproj.io/ApplicationSet": { by: "Argo CD", names: (spec) => namesChart(at(at(spec, "template"), "spec")) },
    "helm.cattle.io/HelmChart": { by: "the Helm controller" },
    "helm.crossplane.io/Release": { by: "Crossplane" },
};

const keyOf = ({ type }: Pick<Resource, "type">): string => {
    const { group, kind } = apiOf(type) ?? {};
    return `${group}/${kind}`;
};

/** Whether an object is of a kind that names charts, and gives them values that look like anything. */
export const isInstaller = (resource: Pick<Resource, "type">): boolean => keyOf(resource) in installers;

/** What installs the chart that an object names, whose objects nobody here sees; nothing where it names none. */
export function installerOf(resource: Resource): string | undefined {
    const installer = installers[keyOf(resource)];
    if (!installer) return undefined;
    try {
        return installer.names?.(resource.props.spec) === false ? undefined : installer.by;
    } catch (error) {
        if (error instanceof UnknownValue) return installer.by;
        throw error;
    }
}

/** Whether a source of an Application is a chart: of a repository of charts, or in Git with values for Helm. */
function namesChart(spec: unknown): boolean {
    const several = at(spec, "sources");
    const sources = [at(spec, "source"), ...(Array.isArray(several) ? several : [])];
    return sources.some((source) => at(source, "chart") !== undefined || at(source, "helm") !== undefined);
}

const at = (value: unknown, key: string): unknown => (isMap(value) ? value[key] : undefined);
