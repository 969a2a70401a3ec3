import type { KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import type { Fate } from "./gate.ts";
import { backup, goodManners, type Laboratory, minutesAgo, schedule } from "./laboratory.ts";
import { type StoredRecord, sumOf } from "./records.ts";
import type { Manners } from "./velero.ts";

/** What happens, and what must come of it. */
export interface Scenario {
    /** Backups and schedules. Default: one good backup, of an hour ago. */
    backups?: () => KubernetesObject[];
    /** How Velero and its helpers behave. Default: well. */
    manners?: Partial<Manners>;
    /** When the restored record was written, minutes ago. Default: 5 minutes before the backup. */
    written?: number;
    /** What becomes of the record. Default: nothing. */
    damage?: (record: StoredRecord, lab: Laboratory) => StoredRecord;
    /** What becomes of requests. Default: they pass. */
    fate?: (number: number) => Fate;
    /** Why it must fail. Default: it must pass. */
    fails?: RegExp;
    /** The canary was installed just now. Default: none is there to be asked. */
    newCanary?: true;
    /** It has nothing to say yet: it neither fails nor passes. */
    waits?: true;
}

const without = (kind: string): KubernetesObject[] => goodManners().objects.filter((object) => object.kind !== kind);

const another = (lab: Laboratory, sequence: number): StoredRecord => {
    const record = lab.records.get(sequence);
    if (!record) throw new Error(`there is no record ${sequence}`);
    return record;
};

/** One request of three goes wrong, each time in another way. */
const troubles: Fate[] = [{ status: 429, after: 0 }, "cut", { status: 500 }, "lost", { status: 503 }, { status: 429 }];
const troubled = (number: number): Fate =>
    number % 3 === 0 ? (troubles[(number / 3) % troubles.length] ?? "cut") : "passes";

export const scenarios = {
    "a good backup": {},
    "the newest of several backups": {
        backups: () => [
            backup("b-old", minutesAgo(600)),
            backup("b-new", minutesAgo(60)),
            backup("b-older", minutesAgo(900)),
        ],
    },
    "a newer backup that still runs": {
        backups: () => [backup("b", minutesAgo(60)), backup("b-running", minutesAgo(2), { phase: "InProgress" })],
    },
    "a newer backup of another place": {
        backups: () => [
            backup("b", minutesAgo(60)),
            backup("b-elsewhere", minutesAgo(2), { location: "primary", phase: "Failed" }),
        ],
    },
    "an API server that throttles, breaks off and loses answers": { fate: troubled },
    "a schedule that is too young for a backup": { backups: () => [schedule("velero-every-6h")], waits: true },

    "a backup that is older than the canary": {
        manners: { objects: [], readiness: "never" },
        newCanary: true,
        waits: true,
    },

    "a backup without anything that was made with the canary there": {
        backups: () => [backup("b", minutesAgo(-5))],
        manners: { objects: [], readiness: "never" },
        newCanary: true,
        fails: /does not say how many/,
    },
    "no backup, and no schedule": { backups: () => [], fails: /no schedule/ },
    "a newest backup that failed in part": {
        backups: () => [backup("b", minutesAgo(60)), backup("b-bad", minutesAgo(30), { phase: "PartiallyFailed" })],
        fails: /b-bad, is PartiallyFailed/,
    },
    "a backup with errors that says it is complete": {
        backups: () => [backup("b", minutesAgo(60), { errors: 2 })],
        fails: /the backup has 2 errors/,
    },
    "a stale backup": { backups: () => [backup("b", minutesAgo(600))], written: 605, fails: /old, more than 7h20m0s/ },
    "data that was stale when it was backed up": { written: 95, fails: /the backup began/ },
    "data that was written since": { written: 1, fails: /the backup was complete/ },
    "a restore that ends in part": { manners: { status: { phase: "PartiallyFailed" } }, fails: /is PartiallyFailed/ },
    "a restore with errors that says it is complete": {
        manners: { status: { phase: "Completed", errors: 1 } },
        fails: /1 errors/,
    },
    "a restore that is refused": { manners: { status: { phase: "FailedValidation" } }, fails: /FailedValidation/ },
    "a restore that is stuck": { manners: { status: undefined }, fails: /the restore has no end/ },
    "a backup without the Service": { manners: { objects: without("Service") }, fails: /0 of 1 services/ },
    "a backup without the claim's StatefulSet": {
        manners: { objects: without("StatefulSet"), readiness: "never" },
        fails: /statefulsets/,
    },
    "a backup that does not say what it holds": {
        manners: {
            objects: goodManners().objects.map((object) =>
                object.kind === "ConfigMap" ? { ...object, data: { "contents.json": "{}" } } : object,
            ),
        },
        fails: /does not say how many/,
    },
    "an empty backup": { manners: { objects: [], readiness: "never" }, fails: /no pod is there/ },
    "a pod that does not become ready": { manners: { readiness: "never" }, fails: /not ready/ },
    "a secret of the store that is not synced": { manners: { synced: false }, fails: /not synced/ },
    "a record whose sum is another's": {
        manners: { readiness: "always" },
        damage: ({ head, content }, lab) => ({ head: { ...head, sha256: another(lab, 3).head.sha256 }, content }),
        fails: /has the sum/,
    },
    "a record with the content of another": {
        manners: { readiness: "always" },
        damage: ({ head }, lab) => {
            const { content } = another(lab, 3);
            return { head: { ...head, sha256: sumOf(content) }, content };
        },
        fails: /not the one of sequence number 2/,
    },
    "a record that was cut short": {
        manners: { readiness: "always" },
        damage: ({ head, content }) => ({ head, content: content.subarray(0, content.length / 2) }),
        fails: /has the sum/,
    },
    "an API server that refuses": {
        fate: (number) => (number > 8 ? { status: 403 } : "passes"),
        fails: /./,
    },
} satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;

/** Lets it happen. Says what is wrong with what came of it; nothing where it is as it must be. */
export async function play(lab: Laboratory, name: ScenarioName): Promise<string[]> {
    const { backups, manners, written, damage, fate, fails, waits, newCanary }: Scenario = scenarios[name];
    await lab.backups(backups?.() ?? [backup("b", minutesAgo(60))]);
    await lab.forget();
    await lab.canaryIsNew(newCanary === true);
    lab.velero.manners = { ...goodManners(), ...manners };
    lab.restores(2, minutesAgo(written ?? 65), (record) => damage?.(record, lab) ?? record);
    lab.gate.requests = 0;
    lab.gate.fate = fate ?? (() => "passes");
    const run = await lab.start().ended;
    lab.gate.fate = () => "passes";
    const faults: string[] = [];
    const expect = (holds: boolean, what: string) => {
        if (!holds) faults.push(`${what}\n${run.output}`);
    };
    const recorded = (await lab.recorded())["velero-every-6h"];
    const passed = run.results.some((result) => result.passed === true) || recorded?.passed === true;
    if (fails) {
        expect(run.exitCode === 1, `ends with ${run.exitCode}, not 1`);
        expect(!passed, "a false pass");
        expect(fails.test(run.word), `its last word is: ${run.word}`);
    } else if (waits) {
        expect(run.exitCode === 0, `ends with ${run.exitCode}, not 0`);
        expect(!passed, "a pass without a backup");
    } else {
        expect(run.exitCode === 0, `ends with ${run.exitCode}, not 0`);
        expect(recorded?.passed === true, "no pass is written down");
    }
    if (name !== "an API server that refuses") {
        const left = await lab.left();
        expect(left.length === 0, `it leaves ${left.join(", ")}`);
    }
    return faults;
}
