import { setTimeout as delay } from "node:timers/promises";
import { until } from "../kubernetes/until.ts";
import { Failure } from "../sandbox/console.ts";
import type { Result } from "../sandbox/engine/stack.ts";
import { refusalOf } from "./door.ts";
import {
    backupIsWhole,
    dataIsThatOf,
    holds,
    isFree,
    isGone,
    isHeld,
    isSame,
    restoreIsWhole,
    restoreTestPassed,
    serves,
    succeeded,
} from "./evidence.ts";
import type { Journal } from "./journal.ts";
import { asksForVolume, imagesAreOf, named, patience, recordsIn, veleroRuns } from "./looks.ts";
import { type State, settingsOf } from "./pair.ts";
import type { Region } from "./region.ts";
import { testNow } from "./restore-test.ts";
import type { Changes, Stacks } from "./stacks.ts";
import type { Evidence, Gap } from "./steps.ts";
import { command, namespace as velero } from "./velero.ts";
import * as workload from "./workload.ts";

const volume = `${workload.namespace}/data-${workload.namespace}-0`;

/** Which backup is made and restored: that of the tier that is made most often. */
const schedule = "velero-every-6h";

/** What is known of the two regions from one step to the next. */
export class Exercise {
    readonly gaps: Gap[] = [];
    readonly #stacks: Stacks;
    readonly #journal: Journal;
    /** Clusters whose backups are copied to the other region by a rule of their own. */
    readonly #replicating = new Set(["prod"]);
    /** Regions that answer no call. */
    readonly #gone = new Set<string>();

    constructor(stacks: Stacks, journal: Journal) {
        this.#stacks = stacks;
        this.#journal = journal;
    }

    /** The first primary, and something that writes data there. */
    async begin(primary: Region): Promise<void> {
        const { api } = primary.cluster;
        await this.#journal.step(`${primary.stack} comes up`, async () => [
            succeeded("the update", await this.#update(primary, this.#settings(primary, "alone"))),
            await veleroRuns(primary, "default"),
        ]);
        await this.#journal.step("Somebody brings a workload with data", async () => {
            for (const object of workload.objects(primary.name)) await api.create(object);
            const records = await recordsIn(primary, 5);
            return [holds("it writes", records.length >= 5, `${records.length} records`)];
        });
    }

    /** One region goes, and the other takes over. */
    async fail(from: Region, to: Region): Promise<void> {
        const before = await workload.served(from.workloadPort);
        const contents = await workload.contents(from.cluster.api);
        const backup = await this.#backUp(from);
        await this.#journal.step(`S3 copies the backups of ${from.stack} to ${to.name}`, async () => [
            await this.#replicate(from, to),
        ]);
        // What is written after the backup is what a disaster costs.
        await delay(3000);
        const written = (await workload.served(from.workloadPort)) ?? [];
        const went = Date.now();
        await this.#journal.step(`${from.name} goes`, async () => {
            await from.goes();
            this.#gone.add(from.name);
            return [isGone(from.name, await Promise.all(from.ports.map(refusalOf)))];
        });
        await this.#comesUp(to);
        await this.#knows(from, to, backup);
        const tested = await this.#tests(from, to, backup);
        await this.#takesOver(to, backup);
        await this.#journal.step(`${to.stack} serves`, async () => {
            const served = await recordsIn(to, (before?.length ?? 0) + 1);
            const later = await recordsIn(to, served.length + 2);
            const kept = served.filter(({ hash }, index) => hash === written[index]?.hash).at(-1);
            const milliseconds = Date.now() - went - tested;
            this.gaps.push({
                what: `${from.name} went: until ${to.stack} served, less the restore test`,
                milliseconds,
            });
            this.gaps.push({
                what: `Age of the data that ${to.stack} took over`,
                milliseconds: went - Date.parse(kept?.time ?? ""),
            });
            return [
                ...dataIsThatOf(served, { written, atLeast: before?.length ?? 0, here: to.stack }),
                isSame(contents, await workload.contents(to.cluster.api)),
                await imagesAreOf(to),
                serves(served, later, to.stack),
                isFree(await asksForVolume(to.cluster.api)),
                isGone(from.name, await Promise.all(from.ports.map(refusalOf))),
            ];
        });
    }

    /** The region that went is back, and its cluster stands by for the other. */
    async returns(back: Region, primary: Region): Promise<void> {
        const { api } = back.cluster;
        await this.#journal.step(`${back.name} is back, as it was`, async () => {
            await back.returns();
            this.#gone.delete(back.name);
            const answers = await until(
                "its API server to answer",
                120,
                async () => (await api.get(ofWorkload)) ?? false,
            );
            return [
                holds(
                    "its cluster has the workload of the day that it went",
                    answers.kind === "Namespace",
                    answers.metadata.name,
                ),
            ];
        });
        await this.#journal.step(`Somebody deletes the workload in ${back.stack}`, async () => {
            await api.remove(ofWorkload);
            await until("the namespace to be gone", 180, async () => (await api.get(ofWorkload)) === undefined);
            return [holds("its place is free", (await api.get(ofWorkload)) === undefined, "no namespace, no volume")];
        });
        await this.#journal.step(`${primary.stack} copies its backups to ${back.name}`, async () => {
            this.#replicating.add(primary.stack);
            return [succeeded("the update", await this.#update(primary, this.#settings(primary, "leads")))];
        });
        await this.#journal.step(`${back.stack} stands by for ${primary.stack}`, async () => [
            succeeded("the update", await this.#update(back, this.#settings(back, "waits"))),
            await veleroRuns(back, "primary"),
            isHeld(await until("the policy to hold volumes", 60, () => asksForVolume(api))),
        ]);
    }

    /** An update that failed ends its step: nothing that is seen after it says anything. */
    async #update(region: Region, changes: Changes): Promise<Result> {
        const result = await this.#stacks.update(region, changes, [...this.#gone]);
        if (result.exitCode !== 0)
            throw new Failure(`the update of ${region.stack} failed:\n${result.output.slice(-6000)}`);
        return result;
    }

    #settings({ stack }: Region, state: State, restore?: string): Changes {
        const replicaRegion =
            stack === "dr" && this.#replicating.has(stack) ? this.#stacks.shape("prod").region : undefined;
        return settingsOf(stack, state, { restore, replicaRegion });
    }

    /** A standby that was never there comes up, and waits; one that is there waits already, and has nothing to do. */
    async #comesUp(to: Region): Promise<void> {
        await this.#journal.step(`${to.stack} comes up and waits`, async () => [
            succeeded("the update", await this.#update(to, this.#settings(to, "waits"))),
            await veleroRuns(to, "primary"),
            isHeld(await until("the policy to hold volumes", 60, () => asksForVolume(to.cluster.api))),
            holds("the workload is not there", (await to.cluster.api.get(ofWorkload)) === undefined, "no namespace"),
        ]);
    }

    async #knows(from: Region, to: Region, backup: string): Promise<void> {
        const { api } = to.cluster;
        await this.#journal.step(`${to.stack} knows the backup of ${from.stack}`, async () => {
            const found = await until(
                "the backup to be known",
                patience,
                async () => (await api.get(named("Backup", backup))) ?? false,
            );
            return [
                holds(
                    "it is of the primary's location",
                    found.spec.storageLocation === "primary",
                    `${backup} of ${found.spec.storageLocation}`,
                ),
            ];
        });
    }

    /** The restore test of a standby, of what the primary backed up. Gives the milliseconds that it took. */
    async #tests(from: Region, to: Region, backup: string): Promise<number> {
        const began = Date.now();
        await this.#journal.step(`${to.stack} tests whether it can restore what ${from.stack} backed up`, async () => {
            const run = await testNow(to.cluster.api);
            const { seconds, age } = run.results[schedule] ?? {};
            const times = { "the time to restore": seconds, "the age of the data": age };
            for (const [what, value] of Object.entries(times))
                if (value && run.results[schedule]?.passed)
                    this.gaps.push({ what: `Restore test in ${to.stack}: ${what}`, milliseconds: value * 1000 });
            return restoreTestPassed(run, schedule, backup);
        });
        return Date.now() - began;
    }

    async #takesOver(to: Region, backup: string): Promise<void> {
        const { api } = to.cluster;
        await this.#journal.step(`${to.stack} restores, and becomes the primary`, async () => {
            const result = await this.#update(to, this.#settings(to, "leads", backup));
            const downloads = await api.list("velero.io/v2alpha1", "DataDownload", velero);
            const of = downloads.filter(({ metadata }) => metadata.labels?.["velero.io/restore-name"] === backup);
            return [
                succeeded("the update", result),
                ...restoreIsWhole(await api.get(named("Restore", backup)), of, volume),
            ];
        });
    }

    async #backUp(region: Region): Promise<string> {
        const { api } = region.cluster;
        let name = "";
        await this.#journal.step(`${region.stack} backs up`, async () => {
            const { exitCode, all } = await command(region.velero, region.cluster.kubeconfig, [
                "backup",
                "create",
                "--from-schedule",
                schedule,
            ]);
            name = /Backup request "([^"]+)"/.exec(`${all}`)?.[1] ?? "";
            if (exitCode !== 0 || !name) throw new Failure(`velero backup create: ${all}`);
            const ended = await until("the backup to end", patience, async () => {
                const backup = await api.get(named("Backup", name));
                return (
                    /^(Completed|PartiallyFailed|Failed|FailedValidation)$/.test(backup?.status?.phase ?? "") && backup
                );
            });
            const uploads = await api.list("velero.io/v2alpha1", "DataUpload", velero);
            const of = uploads.filter(({ metadata }) => metadata.labels?.["velero.io/backup-name"] === name);
            return backupIsWhole(ended, of, volume);
        });
        return name;
    }

    /** What the rule of S3 does that the stack declares; nobody copies where none is declared. */
    async #replicate(from: Region, to: Region): Promise<Evidence> {
        const { backupBucket, backupReplicaBucket } = await this.#stacks.outputs(from.stack);
        const declared = typeof backupBucket === "string" && typeof backupReplicaBucket === "string";
        if (declared) from.store.replicate(backupBucket, to.store, backupReplicaBucket);
        return holds(
            "its stack declares a copy in the other region",
            declared,
            `${backupBucket} to ${backupReplicaBucket}`,
        );
    }
}

const ofWorkload = { apiVersion: "v1", kind: "Namespace", metadata: { name: workload.namespace } };
