import type { KubernetesObject } from "../kubernetes/kubernetes-object.ts";
import { faultOf, type Record } from "./records.ts";
import type { RestoreTestRun } from "./restore-test.ts";
import type { Evidence } from "./steps.ts";

/** Something that must hold, and what was found. */
export const holds = (what: string, seen: boolean, detail: string): Evidence => ({ what, seen, detail });

/** Of Velero's words, those that count; a word that is missing is no zero where it says how much was done. */
const counted = ({ errors = 0, warnings = 0 }: { errors?: number; warnings?: number }): string =>
    `${errors} errors, ${warnings} warnings`;

/** A copy of a volume's data, up or down. */
const copied = (
    what: string,
    copies: readonly KubernetesObject[],
    claim: (copy: KubernetesObject) => string | undefined,
    volume: string,
): Evidence[] => {
    const of = copies.filter((copy) => claim(copy) === volume);
    const phases = copies.map(({ status }) => status?.phase ?? "not begun");
    const bytes = of.map(({ status }) => Number(status?.progress?.bytesDone ?? 0));
    return [
        holds(
            `every ${what} is complete`,
            phases.length > 0 && phases.every((phase) => phase === "Completed"),
            `${phases.length}: ${[...new Set(phases)].join(", ")}`,
        ),
        holds(
            `the volume ${volume} is among them, with its data`,
            of.length === 1 && (bytes[0] ?? 0) > 0,
            `${of.length}, ${bytes.join(", ")} bytes`,
        ),
    ];
};

/** What Velero says of a backup or a restore, and of the data of a volume (`namespace/claim`) that it moved. */
function whole(
    [what, has]: readonly [string, string],
    { phase = "not there", errors, warnings }: { phase?: string; errors?: number; warnings?: number },
    { done, total }: { done?: number; total?: number },
    copies: readonly Evidence[],
): Evidence[] {
    return [
        holds(what, phase === "Completed" && !errors, `${phase}, ${counted({ errors, warnings })}`),
        holds(has, done !== undefined && done > 0 && done === total, `${done} of ${total}`),
        ...copies,
    ];
}

/** A backup that has everything, with the data of a volume. */
export function backupIsWhole(
    backup: KubernetesObject | undefined,
    uploads: readonly KubernetesObject[],
    volume: string,
): Evidence[] {
    const { progress = {}, ...status } = backup?.status ?? {};
    return whole(
        ["the backup is complete", "it has every object"],
        status,
        { done: progress.itemsBackedUp, total: progress.totalItems },
        copied(
            "upload",
            uploads,
            ({ spec }) => `${spec.sourceNamespace}/${spec.sourcePVC ?? spec.csiSnapshot?.sourcePVC}`,
            volume,
        ),
    );
}

/** A restore that brought everything, with the data of a volume. */
export function restoreIsWhole(
    restore: KubernetesObject | undefined,
    downloads: readonly KubernetesObject[],
    volume: string,
): Evidence[] {
    const { progress = {}, ...status } = restore?.status ?? {};
    return whole(
        ["the restore is complete", "it brought every object"],
        status,
        { done: progress.itemsRestored, total: progress.totalItems },
        copied(
            "download",
            downloads,
            ({ spec }) => `${spec.targetVolume?.namespace}/${spec.targetVolume?.pvc}`,
            volume,
        ),
    );
}

/** What the restore test saw of a backup: the canary, restored into a place of its own. */
export function restoreTestPassed(
    { phase, word, results }: RestoreTestRun,
    schedule: string,
    backup: string,
): Evidence[] {
    const of = results[schedule];
    return [
        holds("the restore test succeeded", phase === "Succeeded", word || phase),
        holds("it passed", of?.passed === true, of?.reason ?? `${of?.seconds?.toFixed(0) ?? "no"} s`),
        holds("what it restored is this backup", of?.backup === backup, of?.backup ?? "none"),
    ];
}

/** Every call of a region is refused. */
export const isGone = (region: string, refusals: readonly (string | undefined)[]): Evidence =>
    holds(
        `every call of ${region} is refused`,
        refusals.length > 0 && refusals.every((refusal) => refusal === "ECONNREFUSED"),
        refusals.map((refusal) => refusal ?? "answered").join(", "),
    );

/**
 * What is read now is what the primary wrote before it went: the first records are its, one by one, at least as many as
 * there were when the backup began, and what follows them was written here.
 */
export function dataIsThatOf(
    restored: readonly Record[] = [],
    { written, atLeast, here }: { written: readonly Record[]; atLeast: number; here: string },
): Evidence[] {
    const fault = faultOf(restored);
    const other = restored.findIndex(({ hash }, index) => hash !== written[index]?.hash);
    const kept = other < 0 ? restored.length : other;
    const last = restored[kept - 1];
    const foreign = restored.slice(kept).filter(({ cluster }) => cluster !== here).length;
    return [
        holds("each record follows the one before", fault === undefined, fault ?? `${restored.length} records`),
        holds(
            "all that was written before the backup is there",
            atLeast > 0 && kept >= atLeast && foreign === 0,
            `${kept} of ${written.length} are those of the primary, ${atLeast} were there before the backup` +
                (last ? `; the last is of ${last.time}` : "") +
                (foreign > 0 ? `; ${foreign} were written by nobody known` : ""),
        ),
    ];
}

/** Somebody who asks is answered, and what is answered goes on in this cluster. */
export function serves(
    first: readonly Record[] | undefined,
    later: readonly Record[] | undefined,
    cluster: string,
): Evidence {
    const [before, after] = [first?.at(-1), later?.at(-1)];
    const seen =
        before !== undefined &&
        after !== undefined &&
        after.number > before.number &&
        after.cluster === cluster &&
        faultOf(later ?? []) === undefined;
    return holds(
        "it serves, and writes on",
        seen,
        `record ${before?.number ?? "none"}, then ${after?.number ?? "none"} of ${after?.cluster ?? "nobody"}`,
    );
}

/** Objects as they were, by their kind. */
export function isSame(
    before: Readonly<globalThis.Record<string, unknown>>,
    after: Readonly<globalThis.Record<string, unknown>>,
): Evidence {
    const kinds = Object.keys(before);
    const other = kinds.filter(
        (kind) => before[kind] === undefined || JSON.stringify(before[kind]) !== JSON.stringify(after[kind]),
    );
    return holds(
        "its objects are as they were",
        kinds.length > 0 && other.length === 0,
        other.length > 0 ? `not ${other.join(", ")}` : kinds.join(", "),
    );
}

/** A command of ours ended well. */
export const succeeded = (what: string, { exitCode, output }: { exitCode: number; output: string }): Evidence =>
    holds(
        `${what} succeeded`,
        exitCode === 0,
        exitCode === 0 ? "exit code 0" : `exit code ${exitCode}: ${output.trim().split("\n").slice(-12).join("\n")}`,
    );

/** Of a request for a volume, what the API server said. */
export const isHeld = (answer: string | undefined): Evidence =>
    holds(
        "somebody else is refused a volume",
        /a standby that waits/.test(answer ?? ""),
        (answer ?? "admitted").slice(0, 120),
    );

export const isFree = (answer: string | undefined): Evidence =>
    holds("everybody has volumes", answer === undefined, (answer ?? "admitted").slice(0, 120));
