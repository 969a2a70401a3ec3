import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { cac } from "cac";
import { runCommandLine } from "../sandbox/cli.ts";
import { Failure, say } from "../sandbox/console.ts";
import { ownFolder, removeFolder } from "../sandbox/owner.ts";
import { sandbox } from "../sandbox/paths.ts";
import { Exercise } from "./exercise.ts";
import { Journal, NotSeen } from "./journal.ts";
import { page } from "./page.ts";
import { planned } from "./planned.ts";
import { Region } from "./region.ts";
import { Stacks } from "./stacks.ts";
import { duration, faultsOf } from "./steps.ts";

/** The first cluster of the pair, and its standby. */
const pair = ["prod", "dr"] as const;

/** What stands in for the real thing, as the page says. */
const standIns = [
    "AWS is simulated, but for S3, which is versitygw on loopback: without KMS, IAM and Object Lock.",
    "The rule of replication is done by the exercise, once after each backup: buckets are copied.",
    "EBS and its driver: a volume is a folder, a snapshot a copy of it.",
    "Kubelets: Velero's pods, those of the restore test and the program of the workload are processes of this machine; no probe is asked.",
    "external-secrets: secrets of the namespaces whose pods run are written by the exercise, as its account.",
    "Argo CD and external-dns run nowhere: applications that wait and names that change were not seen.",
];

/** The exercise, there and back so many times. Gives the exit code. */
async function run(rounds: number, oneWay: boolean): Promise<number> {
    const began = Date.now();
    const folder = ownFolder(join(sandbox, "dr-exercise"));
    const journal = new Journal();
    const regions: Region[] = [];
    const password = randomBytes(24).toString("base64url");
    const stop = () => process.exit(130);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, stop);
    let exercise: Exercise | undefined;
    let doubles: readonly string[] = [];
    try {
        say("Bringing both stacks up on simulated clouds, to see which clusters and charts they describe");
        const stacks = await Stacks.prepare(pair, folder, process.env.CHARTS);
        doubles = stacks.doubles;
        const open = async (stack: string): Promise<Region> => {
            const region = await Region.open(stack, stacks.shape(stack), folder, password);
            regions.push(region);
            return region;
        };
        exercise = new Exercise(stacks, journal);
        const first = await open(pair[0]);
        await exercise.begin(first);
        const second = await open(pair[1]);
        for (let round = 0; round < rounds; round++) {
            await exercise.fail(first, second);
            await exercise.returns(first, second);
            if (oneWay) continue;
            await exercise.fail(second, first);
            await exercise.returns(second, first);
        }
    } catch (error) {
        if (!(error instanceof NotSeen)) console.error(error instanceof Failure ? error.message : error);
    } finally {
        for (const region of regions) await region.close().catch((error: Error) => console.error(error.message));
    }
    const expected = planned(rounds, oneWay);
    const charts =
        doubles.length > 0
            ? [`Small charts stand in for ${doubles.join(", ")}: CHARTS=<folder> gives the real ones.`]
            : [];
    const outcome = { expected, steps: journal.steps, gaps: exercise?.gaps ?? [], doubles: [...standIns, ...charts] };
    const file = join(sandbox, "dr-exercise.html");
    writeFileSync(file, await page(outcome));
    for (const { name, began: start, ended } of journal.steps)
        console.log(
            `${duration(start - began).padStart(14)}  ${(ended ? duration(ended - start) : "broke off").padStart(14)}  ${name}`,
        );
    for (const { what, milliseconds } of outcome.gaps) console.log(`${duration(milliseconds).padStart(14)}  ${what}`);
    const faults = faultsOf(expected, journal.steps);
    for (const fault of faults) console.error(`✘ ${fault}`);
    say(
        `${faults.length === 0 ? "Passed" : "Did not pass"} after ${duration(Date.now() - began)}; as a page: ${relative(process.cwd(), file)}`,
    );
    if (process.env.KEEP === undefined) removeFolder(folder);
    return faults.length === 0 ? 0 : 1;
}

const cli = cac("exercise");
cli.command("", "The loss of a region, there and back")
    .option("--rounds <number>", "How often", { default: 1 })
    .option("--one-way", "Not back again")
    .action(({ rounds, oneWay = false }: { rounds: unknown; oneWay?: boolean }) => {
        if (!Number.isInteger(rounds) || Number(rounds) < 1) throw new Failure("--rounds is a whole number from 1");
        return run(Number(rounds), oneWay);
    });

await runCommandLine(cli);
