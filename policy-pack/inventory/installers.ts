import { kindKey } from "./api.ts";
import { isMap } from "./maps.ts";
import { chartOf, nameIn, type Release, under } from "./release.ts";
import type { Resource } from "./resource.ts";
import { isHidden, UnknownValue } from "./unknown.ts";
import { documentsIn } from "./yaml.ts";

/** A chart that an object names, and what the object sets of its values. */
interface NamedChart {
    /** Nothing where it is not known. */
    readonly chart: string | undefined;
    readonly set: (path: string) => unknown;
    /** Where values are too, that are not among what is looked at. */
    readonly elsewhere?: string;
}

/** Objects of a kind, to look up what an installer refers to. */
type Lookup = (kind: string, group: string) => readonly Resource[];

interface Installer {
    readonly by: string;
    readonly charts: (spec: unknown, lookup: Lookup) => readonly NamedChart[];
}

/** Who installs charts inside the cluster, by the objects that name one. */
const installers: Readonly<Record<string, Installer>> = {
    "helm.toolkit.fluxcd.io/HelmRelease": { by: "Flux", charts: ofHelmRelease },
    "argoproj.io/Application": { by: "Argo CD", charts: ofApplication },
    "argoproj.io/ApplicationSet": { by: "Argo CD", charts: ofApplicationSet },
    "helm.cattle.io/HelmChart": { by: "the Helm controller", charts: ofHelmChart },
    "helm.crossplane.io/Release": { by: "Crossplane", charts: ofCrossplane },
};

/** Whether an object is of a kind that names charts, and gives them values that look like anything. */
export const isInstaller = (resource: Pick<Resource, "type">): boolean => kindKey(resource.type) in installers;

/**
 * The charts that an object names for somebody else to install, none of which anybody rendered. One that cannot be read
 * may name any.
 */
export function entrustedOf(resource: Resource, lookup: Lookup): readonly Release[] {
    const installer = installers[kindKey(resource.type)];
    if (!installer) return [];
    const inside = { unseen: `${installer.by} does that in the cluster` };
    return attempt(() => installer.charts(resource.props.spec, lookup)).map(({ chart, set, elsewhere }) =>
        chartOf(resource, chart, { set, elsewhere }, inside),
    );
}

function attempt(read: () => readonly NamedChart[]): readonly NamedChart[] {
    try {
        return read();
    } catch (error) {
        if (!(error instanceof UnknownValue)) throw error;
        const set = () => {
            throw error;
        };
        return [{ chart: undefined, set }];
    }
}

/** Sources that are a chart: of a repository of charts, or in Git with values for Helm. */
function ofApplication(spec: unknown): NamedChart[] {
    const several = at(spec, "sources");
    const sources = [at(spec, "source"), ...(Array.isArray(several) ? several : [])];
    return sources.flatMap((source) => {
        const helm = at(source, "helm");
        if (at(source, "chart") === undefined && helm === undefined) return [];
        const name = text(at(source, "chart")) ?? text(at(source, "path"));
        const values = () => at(helm, "valuesObject") ?? yaml(at(helm, "values"));
        const parameters = treeOf(at(helm, "parameters"));
        const files = [at(helm, "valueFiles"), at(helm, "fileParameters")].some(
            (list) => Array.isArray(list) && list.length > 0,
        );
        return {
            chart: name === undefined ? undefined : nameIn(name),
            set: (path: string) => merged(under(parameters, path), () => under(values(), path)),
            elsewhere: files ? "valueFiles" : undefined,
        };
    });
}

/** The template of a set is an Application; what its generators fill in is not known. */
function ofApplicationSet(spec: unknown): NamedChart[] {
    return ofApplication(at(at(spec, "template"), "spec")).map(({ chart, set, elsewhere }) => ({
        chart: isFilledIn(chart) ? undefined : chart,
        set: (path: string) => {
            const value = set(path);
            if (isFilledIn(value)) throw new UnknownValue(path, "left out");
            return value;
        },
        elsewhere: elsewhere ?? (at(spec, "templatePatch") === undefined ? undefined : "templatePatch"),
    }));
}

const isFilledIn = (value: unknown): boolean => typeof value === "string" && value.includes("{{");

/** A chart by its name in a repository, or by the source that an object of Flux's names. */
function ofHelmRelease(spec: unknown, lookup: Lookup): NamedChart[] {
    const named = text(at(at(at(spec, "chart"), "spec"), "chart"));
    const reference = at(spec, "chartRef");
    const elsewhere = isMap(spec) && "valuesFrom" in spec ? "valuesFrom" : undefined;
    const name = named ?? referred(reference, lookup);
    return [
        {
            chart: name === undefined ? undefined : nameIn(name),
            set: (path) => under(at(spec, "values"), path),
            elsewhere,
        },
    ];
}

function referred(reference: unknown, lookup: Lookup): string | undefined {
    const [kind, name] = [text(at(reference, "kind")), text(at(reference, "name"))];
    if (kind === undefined) return undefined;
    const source = lookup(kind, "source.toolkit.fluxcd.io").find(({ props }) => props.metadata?.name === name);
    return text(at(source?.props.spec, kind === "HelmChart" ? "chart" : "url"));
}

function ofHelmChart(spec: unknown): NamedChart[] {
    const name = text(at(spec, "chart"));
    const flags = treeOf(Object.entries(at(spec, "set") ?? {}).map(([key, value]) => ({ name: key, value })));
    return [
        {
            chart: name === undefined ? undefined : nameIn(name),
            set: (path) => merged(under(flags, path), () => under(yaml(at(spec, "valuesContent")), path)),
            elsewhere: at(spec, "valuesSecrets") === undefined ? undefined : "valuesSecrets",
        },
    ];
}

function ofCrossplane(spec: unknown): NamedChart[] {
    const wanted = at(spec, "forProvider");
    const name = text(at(at(wanted, "chart"), "name"));
    const open = ["valuesFrom", "set"].find((key) => at(wanted, key) !== undefined);
    return [
        {
            chart: name === undefined ? undefined : nameIn(name),
            set: (path) => under(at(wanted, "values"), path),
            elsewhere: open,
        },
    ];
}

const at = (value: unknown, key: string): unknown => (isMap(value) ? value[key] : undefined);
const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** Values that stand in a text; what does not parse, as with placeholders of a template, can be anything. */
function yaml(value: unknown): unknown {
    if (typeof value !== "string") return undefined;
    try {
        return documentsIn(value)[0];
    } catch {
        throw new UnknownValue("values", "left out");
    }
}

/** Flags such as `server.replicas=2` as a tree; a dot that is escaped is part of a key. */
function treeOf(flags: unknown): unknown {
    const tree: Record<string, unknown> = {};
    for (const flag of Array.isArray(flags) ? flags : []) {
        const keys = (text(at(flag, "name")) ?? "").split(/(?<!\\)\./).map((key) => key.replaceAll("\\.", "."));
        let parent = tree;
        for (const key of keys.slice(0, -1)) {
            if (!isMap(parent[key])) parent[key] = {};
            parent = parent[key] as Record<string, unknown>;
        }
        Object.defineProperty(parent, keys.at(-1) ?? "", descriptorOf(flag));
    }
    return tree;
}

const own = { enumerable: true, configurable: true };

/** As `helm --set` reads it; what is not known yet stays so. */
function descriptorOf(flag: unknown): PropertyDescriptor {
    if (!isMap(flag) || isHidden(flag, "value")) return { ...own, get: () => at(flag, "value") };
    const value = text(flag.value) ?? String(flag.value);
    const isPlain = flag.forceString !== true && /^(true|false|\d+)$/.test(value);
    return { ...own, value: isPlain ? (JSON.parse(value) as unknown) : value };
}

/** One layer of values over another. */
function merged(upper: unknown, below: () => unknown): unknown {
    if (upper !== undefined && !isMap(upper)) return upper;
    const lower = below();
    if (!isMap(upper) || !isMap(lower)) return upper ?? lower;
    return Object.defineProperties(
        {},
        { ...Object.getOwnPropertyDescriptors(lower), ...Object.getOwnPropertyDescriptors(upper) },
    );
}
