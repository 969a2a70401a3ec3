import { isMap } from "../inventory/maps.ts";
import type { Keys } from "../inventory/resource.ts";

/** What stands under a key of a chart's values to see where it comes out, and the checks that the key mends. */
interface Key {
    readonly probe: (number: number) => unknown;
    readonly mends: readonly string[];
}

const name = (number: number) => `key-${number}`;
const seconds = { probe: (number: number) => ({ initialDelaySeconds: number }), mends: ["probe-sane"] };
const resources = ["res-requests", "res-limits", "res-ratio", "res-ephemeral"];
const isolation = ["no-privilege-escalation", "run-as-non-root", "high-uid", "caps-dropped", "seccomp", "ro-rootfs"];
const context: Key = {
    probe: (number) => ({ runAsUser: number }),
    mends: ["pod-not-privileged", "pod-security-context-set", ...isolation.map((each) => `pod-${each}`)],
};
const replicas: Key = { probe: (number) => number, mends: ["replicas-min", "hpa-exists"] };
const update: Key = { probe: (number) => ({ rollingUpdate: { maxUnavailable: number } }), mends: ["rolling-update"] };
const pull: Key = { probe: name, mends: ["image-pull-policy"] };

/** By the last word of a key, as charts of the field call it. */
const known: Readonly<Record<string, Key>> = {
    replicas,
    replicaCount: replicas,
    resources: { probe: (number) => ({ requests: { cpu: number } }), mends: resources },
    livenessProbe: { ...seconds, mends: ["probe-liveness", ...seconds.mends] },
    readinessProbe: { ...seconds, mends: ["probe-readiness", ...seconds.mends] },
    securityContext: context,
    podSecurityContext: context,
    containerSecurityContext: context,
    priorityClassName: { probe: name, mends: ["priority-class"] },
    topologySpreadConstraints: {
        probe: (number) => [{ maxSkew: 1, topologyKey: name(number), whenUnsatisfiable: "ScheduleAnyway" }],
        mends: ["spread-zones", "spread-hosts"],
    },
    strategy: update,
    updateStrategy: update,
    deploymentStrategy: update,
    terminationGracePeriodSeconds: { probe: (number) => number, mends: ["graceful-stop"] },
    digest: { probe: (number) => `sha256:${name(number)}`, mends: ["image-digest"] },
    registry: { probe: (number) => `${name(number)}.example.com`, mends: ["image-registry-allowed"] },
    pullPolicy: pull,
    imagePullPolicy: pull,
    unhealthyPodEvictionPolicy: { probe: name, mends: ["pdb-not-blocking"] },
};

/** Values in which every key that is known holds something of its own, and the keys by what they hold. */
export interface Probe {
    readonly values: unknown;
    readonly keys: readonly string[];
}

const first = 7_320_000;
/** Keys of a chart are not nested deeper than this; lists are left alone. */
const deepest = 5;

/** A probe of all keys that a chart's own values name, over what a release sets. */
export function probeOf(defaults: unknown, values: unknown): Probe {
    const keys: string[] = [];
    const fill = (own: unknown, set: unknown, path: readonly string[]): unknown => {
        if (!isMap(own) || path.length >= deepest) return set;
        const filled = { ...(isMap(set) ? set : {}) };
        for (const key of Object.keys(own)) {
            const below = [...path, key];
            const probe = known[key]?.probe;
            const content = probe ? probe(first + keys.push(below.join(".")) - 1) : fill(own[key], filled[key], below);
            if (content !== undefined) filled[key] = content;
        }
        return Object.keys(filled).length > 0 ? filled : undefined;
    };
    const filled = fill(defaults, values, []) ?? {};
    return { values: filled, keys };
}

/** The keys whose content turns up in an object. */
export function keysIn(object: unknown, { keys }: Probe): readonly string[] {
    const numbers = JSON.stringify(object).match(/732\d{4}/g) ?? [];
    return [...new Set(numbers)].flatMap((number) => keys[Number(number) - first] ?? []);
}

/** Of the keys that an object is made of, those that mend a check. */
export const keysThatMend = (check: string, keys: readonly string[]): readonly string[] =>
    keys.filter((key) => known[key.split(".").at(-1) ?? ""]?.mends.includes(check));

/** Whether a key may mend a check. */
export const isMendedByKeys = (check: string): boolean => mended.has(check);

const mended = new Set(Object.values(known).flatMap(({ mends }) => mends));

type Found = ReadonlyMap<string, readonly string[]>;

/** The keys of a release's objects, which are all found by the first that is looked up. */
export class KeysOfRelease {
    readonly #find: () => Promise<Found>;
    #finding: Promise<Found> | undefined;
    found: Found | undefined;

    /** @param find by the identity of an object, its keys */
    constructor(find: () => Promise<Found>) {
        this.#find = find;
    }

    of(object: string): Keys {
        return new KeysOfObject(this, object);
    }

    async lookUp(): Promise<void> {
        this.#finding ??= this.#find();
        this.found = await this.#finding;
    }
}

class KeysOfObject implements Keys {
    readonly #release: KeysOfRelease;
    readonly #object: string;

    constructor(release: KeysOfRelease, object: string) {
        this.#release = release;
        this.#object = object;
    }

    get known(): readonly string[] | undefined {
        const { found } = this.#release;
        return found && (found.get(this.#object) ?? []);
    }

    lookUp(): Promise<void> {
        return this.#release.lookUp();
    }
}
