import { isDeepStrictEqual } from "node:util";
import type { Release } from "../inventory/release.ts";
import type { Opaque } from "../inventory/unknown.ts";
import { isSet } from "../inventory/zero-values.ts";
import { holdsCredential } from "../reading/credentials.ts";
import { type Apis, isDefinition, placed } from "./apis.ts";
import { type Chart, findChart } from "./chart.ts";
import { compare, identity } from "./comparison.ts";
import { type Contents, together, toldBy } from "./contents.ts";
import type { Helm } from "./helm.ts";
import { keysIn, probeOf } from "./keys.ts";
import { type KubernetesObject, objectsIn, type Read } from "./manifests.ts";
import { digestOf, Memory, remember } from "./memory.ts";
import { NotRendered, OutOfTime } from "./not-rendered.ts";
import { openChart, rendersFrom } from "./opening.ts";
import { causeOf, fillPlaceholders, type Placeholder } from "./placeholders.ts";
import type { Settings } from "./settings.ts";

/** By the digest of all that they are made of: a policy pack plans and updates in one process. */
const rendered = new Map<string, Promise<readonly KubernetesObject[]>>();

const includeCrds = "--include-crds";

/** Where a release goes. */
export interface Destination {
    /** Version of its cluster, such as `1.35`. */
    readonly kubernetes: string;
    readonly namespace: string;
}

/** One release, on its way to its objects. */
export class Rendering {
    readonly release: Release;
    readonly name: string;
    readonly namespace: string;
    readonly #chart: Chart;
    readonly #values: unknown;
    readonly #options: readonly string[];
    readonly #read: Read = new Map();
    /** Of what is in the chart itself, and of what the release makes of it. */
    readonly #charts: Memory | undefined;
    readonly #memory: Memory | undefined;
    #contents: Promise<Contents> | undefined;

    /** @throws NotRendered or UnknownValue where it cannot be rendered. */
    constructor(release: Release, { kubernetes, namespace }: Destination, settings: Settings) {
        const { props, name } = release.resource;
        this.release = release;
        this.name = word(props.name || name, "name");
        this.namespace = word(namespace, "namespace");
        this.#chart = findChart({ chart: String(props.chart || props.path || ""), version: props.version }, settings);
        this.#values = valuesOf(props);
        this.#charts = settings.renders ? new Memory(settings.renders) : undefined;
        this.#memory = release.resource.holdsSecret ? undefined : this.#charts;
        this.#options = [
            `--kube-version=${kubernetes}.0`,
            ...(props.skipCrds || props.skipCRDRendering ? [] : [includeCrds]),
            ...(props.disableWebhooks ? ["--no-hooks"] : []),
        ];
    }

    /** The CRDs that it brings: one rendering, where templates may define some. */
    async definitions(helm: Helm): Promise<readonly KubernetesObject[]> {
        const { definesKinds, definitions } = await this.contents;
        if (definesKinds) return (await this.#first(helm)).filter(isDefinition);
        return this.#options.includes(includeCrds) ? definitions : [];
    }

    /** Its objects, in which all that cannot be known stands as unknown. */
    async objects(helm: Helm, apis: Apis): Promise<KubernetesObject[]> {
        const { hidden } = fillPlaceholders(this.#values, "word");
        const { isRandom, asksForApis } = await this.contents;
        const served = asksForApis ? apis.versions : [];
        const placedIn = (objects: readonly KubernetesObject[]) =>
            objects.map((object) => placed(object, this.namespace, apis));
        const asWords = (turn: string) => this.#render(helm, "word", turn, served);
        const one = isRandom || asksForApis ? await asWords("as words") : await this.#first(helm);
        const again = isRandom ? await (asksForApis ? asWords("as words again") : this.#first(helm)) : one;
        // Everything is known, and two renderings are the same: nothing is random.
        if (hidden.length === 0 && isDeepStrictEqual(one, again)) return placedIn(one);
        const others = [await this.#render(helm, "digits", "as digits", served)];
        if (hidden.length > 0) others.push(...(await this.#asNothing(helm, served)));
        const because = (otherwise: Opaque) => (leaf: unknown) => causeOf(leaf, hidden) ?? otherwise;
        // First what differs where nothing does that is put in: that is random, and what else differs is not.
        return others.reduce<KubernetesObject[]>(
            (known, other) => compare(known, placedIn(other), because("unknown")),
            compare(placedIn(one), placedIn(again), because("random")),
        );
    }

    #first(helm: Helm): Promise<readonly KubernetesObject[]> {
        return this.#render(helm, "word", "first", []);
    }

    /** Its objects where what cannot be read is empty; none where the chart does not render so. */
    async #asNothing(helm: Helm, apis: readonly string[]): Promise<(readonly KubernetesObject[])[]> {
        const { values } = fillPlaceholders(this.#values, "nothing");
        try {
            return [await this.#run(helm, "as nothing", apis, values, ["--skip-schema-validation"])];
        } catch (error) {
            if (error instanceof NotRendered && !(error instanceof OutOfTime)) return [];
            throw error;
        }
    }

    /**
     * By object, the keys of the chart's values that it is made of, as far as they are known: one more rendering, in
     * which each holds something of its own. None where the chart does not render so.
     */
    async keys(helm: Helm, apis: Apis): Promise<ReadonlyMap<string, readonly string[]>> {
        const { values } = await this.contents;
        const probe = probeOf(values, fillPlaceholders(this.#values, "word").values);
        try {
            const objects = await this.#run(helm, "keys", apis.versions, probe.values, ["--skip-schema-validation"]);
            const at = objects.map((object) => placed(object, this.namespace, apis));
            return new Map(at.map((object) => [identity(object), keysIn(object, probe)]));
        } catch (error) {
            if (error instanceof NotRendered) return new Map();
            throw error;
        }
    }

    /** What the chart's files tell, and the values that its templates may take as such. */
    get contents(): Promise<Contents> {
        this.#contents ??= this.#readContents();
        return this.#contents;
    }

    async #readContents(): Promise<Contents> {
        const contents = await openChart(this.#chart, this.#charts);
        const values = JSON.stringify(fillPlaceholders(this.#values, "word").values);
        return { ...contents, ...together([contents, toldBy(values)]) };
    }

    /** `turn` tells two renderings of the same apart: what is random differs in them. */
    async #render(
        helm: Helm,
        placeholder: Placeholder,
        turn: string,
        apis: readonly string[],
    ): Promise<readonly KubernetesObject[]> {
        const { values, hidden } = fillPlaceholders(this.#values, placeholder);
        const [unknown] = hidden;
        try {
            // A marker is a word where the schema may want a list.
            return await this.#run(helm, turn, apis, values, unknown ? ["--skip-schema-validation"] : []);
        } catch (error) {
            if (!(error instanceof NotRendered) || !unknown) throw error;
            throw new NotRendered(`${error.message}; ${unknown.message}`);
        }
    }

    async #run(
        helm: Helm,
        turn: string,
        apis: readonly string[],
        values: unknown,
        options: readonly string[],
    ): Promise<readonly KubernetesObject[]> {
        const args = [
            ...[`--namespace=${this.namespace}`, "--values=-", "--skip-tests"],
            ...this.#options,
            ...options,
            ...apis.map((api) => `--api-versions=${api}`),
        ];
        const input = JSON.stringify(values);
        // One process has one Helm; the next may have another.
        const version = this.#memory && (await helm.version());
        const key = digestOf([version, this.#chart.digest, turn, this.name, args, input]);
        return remember(rendered, key, async () => {
            const known = this.#memory?.recall<readonly KubernetesObject[]>(key);
            if (known) return known;
            const chart = rendersFrom(this.#chart, this.#charts);
            const objects = objectsIn(await helm.run(["template", this.name, chart, ...args], input), this.#read);
            // What nobody marked as secret may be one all the same.
            if (this.#memory && !holdsCredential(input)) this.#memory.keep(key, objects);
            return objects;
        });
    }
}

/** What goes into Helm's arguments must be a name: it could be an option otherwise. */
function word(text: unknown, what: string): string {
    if (typeof text === "string" && /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(text)) return text;
    throw new NotRendered(`its ${what} is none that Kubernetes takes`);
}

/**
 * The values of a release.
 * @throws NotRendered where they, or its objects, are not made of its inputs alone.
 */
// biome-ignore lint/suspicious/noExplicitAny: inputs of a release
function valuesOf(props: any): unknown {
    if (isSet(props.valueYamlFiles)) throw new NotRendered("its values come from files (valueYamlFiles)");
    if (props.allowNullValues) throw new NotRendered("it sets values to null (allowNullValues)");
    if (props.reuseValues) throw new NotRendered("it keeps values that were set earlier (reuseValues)");
    if (isSet(props.postrender) || isSet(props.postRenderer))
        throw new NotRendered("a program of its own changes it (a post-renderer)");
    return props.values ?? {};
}
