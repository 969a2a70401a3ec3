import type { Inventory } from "../inventory/inventory.ts";
import type { Release } from "../inventory/release.ts";
import type { Resource } from "../inventory/resource.ts";
import { all, any, attempt, fail, must, pass, undecided, type Verdict } from "../judgement/verdict.ts";
import { installedOf } from "./installed.ts";
import { fewestReplicas } from "./replicas.ts";
import type { SystemName } from "./systems.ts";
import { whyUnseen } from "./unseen.ts";

type Judgement = () => Verdict | undefined;

/** What a candidate must be set to. The finding names the candidate, not the cluster. */
export interface Candidate {
    readonly urn: string;
    readonly requirements: readonly Judgement[];
}

/** What must hold of a system, by the way that it was installed. Default: that it is there. */
export interface Requirements {
    readonly chart?: (release: Release) => readonly Judgement[];
    readonly workloads?: (workloads: readonly Resource[]) => readonly Judgement[];
    readonly addon?: (addon: Resource) => readonly Judgement[];
}

/** A part that the cluster needs. */
interface Part {
    /** Systems that can be it. */
    readonly systems: Partial<Record<SystemName, Requirements>>;
    /** What else can be it. Default: nothing. */
    readonly others?: readonly Candidate[];
    /** What is said where there is none. */
    readonly missing: string;
}

/**
 * Judges a part that the cluster needs, whoever installed it: one candidate must meet all of its requirements. Without any
 * candidate the part is missing, or unknown where something that was not seen could bring it.
 */
export function requirePart(inventory: Inventory, { systems, others = [], missing }: Part): Verdict {
    const names = Object.keys(systems) as SystemName[];
    const candidates = names.flatMap((name) => candidatesOf(inventory, name, systems[name]));
    return any([...candidates, ...others].map(judged), () => absent(inventory, names, missing));
}

/** A part of which nothing is seen. */
export function absent(inventory: Inventory, systems: readonly SystemName[], missing: string): Verdict {
    const why = whyUnseen(inventory, systems);
    return why === undefined ? fail(missing) : undecided(`${missing}, as far as can be seen; ${why}`);
}

/** A system in each way that it is installed. */
export function candidatesOf(inventory: Inventory, name: SystemName, requirements: Requirements = {}): Candidate[] {
    const { releases, workloads, addons } = installedOf(inventory, name);
    const [first] = workloads;
    return [
        ...releases.map((release) => ({
            urn: release.resource.urn,
            requirements: requirements.chart?.(release) ?? [],
        })),
        ...(first ? [{ urn: first.urn, requirements: requirements.workloads?.(workloads) ?? [] }] : []),
        ...addons.map((addon) => ({ urn: addon.urn, requirements: requirements.addon?.(addon) ?? [] })),
    ];
}

const judged =
    ({ urn, requirements }: Candidate) =>
    () => ({ urn, ...known(all(requirements)) });

/** Leaves out an `urn` that is not set, so that it does not hide another one. */
function known({ urn, ...verdict }: Verdict): Verdict {
    return urn === undefined ? verdict : { ...verdict, urn };
}

/** At least so many replicas are set under a path of the values. */
export function replicas(release: Release, path: string, atLeast = 2): Judgement {
    return must(
        () => Number(release.value(path)) >= atLeast,
        `${release.resource.name} has fewer than ${atLeast} replicas (values.${path})`,
    );
}

/** At least so many pods of each workload run; one that is a pod itself does not tell. */
export const replicated =
    (inventory: Inventory, atLeast = 2) =>
    (workloads: readonly Resource[]): Judgement[] =>
        workloads
            .filter(({ type }) => !type.endsWith(":DaemonSet"))
            .map((workload) => () => {
                if (workload.type.endsWith(":Pod"))
                    return undecided(`what makes ${workload.name} is not among what is seen`);
                return fewestReplicas(inventory, workload) >= atLeast
                    ? pass()
                    : fail(`${workload.name} has fewer than ${atLeast} replicas`, workload.urn);
            });

/** Whether one of the judgements passes, for a choice between workloads. */
export const passes = (judgement: Judgement): boolean => attempt(judgement).status === "pass";

/** A system that is there, and of which something is not read here, however it is installed. */
export function unreadOf(what: string): Requirements {
    const unread = () => [() => undecided(`${what} is not read here`)];
    return { chart: unread, workloads: unread, addon: unread };
}
