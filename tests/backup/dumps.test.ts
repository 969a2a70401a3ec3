import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { engines } from "../../components/backup/dumps/engines.ts";
import { comparison } from "../../components/backup/dumps/rows.ts";
import { schedules } from "../../components/backup/schedules.ts";
import { BackupTier } from "../../components/backup/tiers.ts";
import type { Values } from "../../components/platform/addon.ts";
import { networkPolicies } from "../../components/platform/network-policies.ts";
import { addonOf, args, assembled, everything, settingsOfEverything } from "../addons/example.ts";
import { type Recording, record } from "../foundation/recording.ts";

const { dumps } = settingsOfEverything.backup;
const part = addonOf(everything, "database-dumps");
const cronJobsOf = ({ after = [] }: typeof part) => after.filter(({ kind }) => kind === "CronJob") as Values[];
const cronJobs = cronJobsOf(part);
const podOf = (cronJob: Values) => cronJob.spec.jobTemplate.spec.template.spec;
const steps = (cronJob: Values): Values[] => [...podOf(cronJob).initContainers, ...podOf(cronJob).containers];

describe("The dumps of a database", () => {
    it("are made in its tiers, when Velero makes backups, one at a time and with an end", () => {
        expect(cronJobs.map(({ metadata, spec }) => [metadata.name, spec.schedule])).toEqual([
            ["orders-every-6h", "0 */6 * * *"],
            ["orders-weekly", "30 1 * * 0"],
            ["orders-monthly", "30 2 1 * *"],
            ["blog-weekly", schedules(5, []).weekly.schedule],
        ]);
        for (const { spec } of cronJobs) {
            expect(spec).toMatchObject({ concurrencyPolicy: "Forbid", timeZone: "Etc/UTC" });
            expect(spec).not.toHaveProperty("suspend");
            expect(spec.jobTemplate.spec.activeDeadlineSeconds).toBeLessThan(6 * 3600);
        }
    });

    it("are suspended where their tier is paused", async () => {
        const paused = await assembled({ settings: { backup: { dumps: dumpsAsGiven, pausedTiers: ["weekly"] } } });
        const suspended = cronJobsOf(addonOf(paused, "database-dumps")).filter(({ spec }) => spec.suspend);
        expect(suspended.map(({ metadata }) => metadata.name)).toEqual(["orders-weekly", "blog-weekly"]);
    });

    it("are proven after they were made and before they are uploaded, in containers that can write nowhere else", () => {
        for (const cronJob of cronJobs) {
            expect(steps(cronJob).map(({ name }) => name)).toEqual(["dump", "prove", "upload"]);
            expect(podOf(cronJob).initContainers).toHaveLength(2);
            for (const { name, securityContext, volumeMounts } of steps(cronJob)) {
                expect(securityContext.readOnlyRootFilesystem).toBe(true);
                const writable = volumeMounts.filter(({ readOnly }: Values) => !readOnly);
                expect(writable.map(({ name }: Values) => name)).toEqual([name === "prove" ? "scratch" : "dump"]);
            }
        }
    });

    it("have a password that one step reads from a file, and that is in no argument and no variable of a pod", () => {
        for (const cronJob of cronJobs) {
            const readers = steps(cronJob).filter((it) => it.volumeMounts.some((m: Values) => m.name === "credential"));
            expect(readers.map(({ name }) => name)).toEqual(["dump"]);
            expect(JSON.stringify(cronJob)).not.toMatch(/secretKeyRef|secretRef/);
            for (const { command } of readers) expect(command.at(-1)).not.toMatch(/--password=/);
        }
        const secrets = part.before?.filter(({ kind }) => kind === "ExternalSecret") as Values[];
        expect(secrets.map(({ metadata, spec }) => [metadata.name, spec.data[1].remoteRef])).toEqual([
            ["orders", { key: "rds/orders", property: "password" }],
            ["blog", { key: "shop/blog", property: "password" }],
        ]);
    });

    it("go to the folder of their tier, under a name that no other dump has", () => {
        const keys = cronJobs.map((cronJob) => steps(cronJob).at(-1)?.args);
        expect(keys).toEqual([
            ["s3://$(BUCKET)/every-6h/orders/$(POD).dump"],
            ["s3://$(BUCKET)/weekly/orders/$(POD).dump"],
            ["s3://$(BUCKET)/monthly/orders/$(POD).dump"],
            ["s3://$(BUCKET)/weekly/blog/$(POD).sql.gz"],
        ]);
        const [, , upload] = steps(cronJobs[0] as Values);
        expect(upload?.env).toContainEqual({ name: "POD", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } });
    });

    it("are sent with a sum of what was proven, by which S3 refuses what broke off", () => {
        for (const cronJob of cronJobs) {
            const [, prove, upload] = steps(cronJob);
            const proven = prove?.env.find(({ name }: Values) => name === "DUMP").value;
            expect(upload?.command).toEqual(
                expect.arrayContaining(["aws", "s3", "cp", "--checksum-algorithm=CRC64NVME", proven]),
            );
        }
    });

    it("have room on the disk of the node as they were given it, and three times as much where they are restored", () => {
        for (const cronJob of cronJobs) {
            const limits = steps(cronJob).map(({ resources }) => resources.limits["ephemeral-storage"]);
            expect(limits).toEqual(["11Gi", "41Gi", "11Gi"]);
            const [dump, scratch] = podOf(cronJob).volumes;
            expect(dump).toEqual({ name: "dump", emptyDir: { sizeLimit: "10Gi" } });
            expect(scratch).toEqual({ name: "scratch", emptyDir: { sizeLimit: "30Gi" } });
        }
    });

    it("are restored by an image, with the room, or not at all, as somebody says", async () => {
        const image = `111122223333.dkr.ecr.eu-west-1.amazonaws.com/postgis@sha256:${"0".repeat(64)}`;
        const [orders, blog] = dumpsAsGiven;
        const asked = [
            { ...orders, image, restoredSizeGiB: 7 },
            { ...blog, proof: "read" },
        ];
        const cluster = await assembled({ settings: { backup: { dumps: asked } } });
        const [first, , , last] = cronJobsOf(addonOf(cluster, "database-dumps")) as Values[];
        const [dump, prove] = steps(first as Values);
        expect([dump?.image, prove?.image]).toEqual([image, image]);
        expect(prove?.resources.limits["ephemeral-storage"]).toBe("18Gi");
        const reading = steps(last as Values)[1] as Values;
        expect(reading.command.at(-1)).toBe(engines.mysql.prove.read);
        expect(reading.env.map(({ name }: Values) => name)).toEqual(["DUMP"]);
        expect(JSON.stringify(last)).not.toContain("scratch");
    });

    it("are restored by default, with commands that Kubernetes hands over as they are", () => {
        const [prove] = cronJobs.map((cronJob) => steps(cronJob)[1] as Values);
        expect(prove?.command.at(-1)).toBe(engines.postgresql.prove.restore);
        for (const { dump, prove } of Object.values(engines))
            for (const script of [...Object.values(dump), ...Object.values(prove)])
                expect(script).not.toMatch(/\$\$|\$\(\w+\)/);
    });

    it("are uploaded by who may put objects there, and may read, list and delete none", () => {
        const [identity] = part.identities ?? [];
        expect(identity?.serviceAccount).toBe(podOf(cronJobs[0] as Values).serviceAccountName);
        expect(identity?.statements.flatMap(({ Action }) => Action)).toEqual([
            "s3:PutObject",
            "s3:AbortMultipartUpload",
            "kms:Decrypt",
            "kms:GenerateDataKey",
        ]);
        const [put] = identity?.statements ?? [];
        expect(Object.keys(put?.Condition?.StringEquals ?? {})).toEqual(["aws:ResourceAccount"]);
    });

    it("have a way to their servers and to AWS, and nobody has one to them", () => {
        const ranges = {
            nodeCidrs: ["10.0.0.0/16"],
            controlPlaneCidrs: [],
            apiServerPorts: [],
            serviceCidr: "10.2.0.0/20",
        };
        const policies = networkPolicies(part, ranges);
        expect(policies.map(({ name }) => name)).toEqual(["default-deny", "allow-dns", "allow-egress"]);
        const [, , { spec } = { spec: undefined }] = policies;
        expect(spec?.egress?.slice(-2)).toEqual([
            { to: [{ ipBlock: { cidr: "10.1.0.0/24" } }], ports: [{ port: 5432, protocol: "TCP" }] },
            {
                to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "blog" } } }],
                ports: [{ port: 3307, protocol: "TCP" }],
            },
        ]);
    });

    it("are no part of a cluster whose databases nobody names", async () => {
        expect((await assembled()).map(({ name }) => name)).not.toContain("database-dumps");
    });
});

const dumpsAsGiven = dumps.map(({ port, namespace, ...dump }) => ({
    ...dump,
    ...(port !== undefined && { port }),
    ...(namespace !== undefined && { namespace }),
}));

describe("The bucket of the dumps", () => {
    const lifecycles = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
    let plan: Recording<void>;
    beforeAll(async () => {
        plan = await record(async () => {
            const { ProductionCluster } = await import("../../components/index.ts");
            const backup = { dumps: dumpsAsGiven, replicaRegion: "eu-central-1", monthlyRetentionYears: 2 };
            new ProductionCluster("shop", { ...args, backup });
        });
    });
    const expiring = (name: string) => {
        const found = plan.of(lifecycles).find((each) => each.name === name);
        return found?.inputs.rules
            .filter(({ filter }: Values) => filter.prefix)
            .map(({ filter, expiration, status }: Values) => [filter.prefix, expiration.days, status]);
    };

    it("and its copy keep each dump as long as a backup of its tier, and what is gone 30 days more", () => {
        const kept = [
            ["every-6h/", 2, "Enabled"],
            ["weekly/", 8, "Enabled"],
            ["monthly/", 731, "Enabled"],
        ];
        expect(kept.map(([prefix]) => prefix)).toEqual(Object.values(BackupTier).map((tier) => `${tier}/`));
        for (const name of ["shop-dumps-lifecycle", "shop-dumps-replica-replica-lifecycle"])
            expect(expiring(name)).toEqual(kept);
    });

    it("are no bucket of Velero's, in which nothing goes by its age", () => {
        expect(expiring("shop-backups-lifecycle")).toEqual([]);
        const names = plan.of("aws:s3/bucket:Bucket").map(({ inputs }) => inputs.bucket as string);
        expect(names.filter((name) => name.startsWith("shop-dumps-"))).toHaveLength(2);
        expect(new Set(names).size).toBe(names.length);
    });

    it("are protected, and the copy is locked as that of the backups is", () => {
        const buckets = plan.of("aws:s3/bucket:Bucket").filter(({ name }) => name.startsWith("shop-dumps"));
        expect(buckets.map(({ protect }) => protect)).toEqual([true, true]);
        const locks = plan.of("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration");
        const retentions = locks.map(({ inputs }) => inputs.rule.defaultRetention);
        expect(retentions).toHaveLength(2);
        expect(retentions[0]).toEqual(retentions[1]);
        const aliases = plan.of("aws:kms/alias:Alias").map(({ inputs }) => inputs.name);
        expect(new Set(aliases).size).toBe(aliases.length);
    });
});

describe("What was restored is compared with what must be there, and", () => {
    const folder = mkdtempSync(join(tmpdir(), "rows-"));

    it.each([
        [
            "passes where it is the same, in any order",
            ["a\t1", "b c\t0"],
            ["b c\t0", "a\t1"],
            0,
            /^table\trows\na\t1\nb c\t0\n/,
        ],
        ["fails where a table has other rows", ["a\t1", "b\t2"], ["a\t1", "b\t1"], 1, /\n\tb\t1\nb\t2\n$/],
        ["fails where a table is missing", ["a\t1", "b\t0"], ["a\t1"], 1, /\nb\t0\n$/],
        ["fails where a table is there that nobody counted", ["a\t1"], ["a\t1", "b\t0"], 1, /\n\tb\t0\n$/],
        ["fails where no table was counted", [], [], 1, /^no table was counted\n$/],
    ])("%s", (_, expected, restored, code, said) => {
        const [one, other] = [expected, restored].map((rows, index) => {
            const path = join(folder, String(index));
            writeFileSync(path, rows.map((row) => `${row}\n`).join(""));
            return path;
        });
        const script = `${comparison}\ncompare "${one}" "${other}"`;
        const { status, stdout } = spawnSync("bash", ["-euo", "pipefail", "-c", script], { encoding: "utf8" });
        expect(status).toBe(code);
        expect(stdout).toMatch(said);
    });
});

describe("The proof of a dump that is only read", () => {
    const folder = mkdtempSync(join(tmpdir(), "dumps-"));

    /** Whether the script takes what lies at `$DUMP`. */
    function passes(script: string, dump: Buffer): boolean {
        const path = join(folder, "dump");
        writeFileSync(path, dump);
        const env = { DUMP: path, PATH: `${folder}:${process.env.PATH}` };
        try {
            execFileSync("bash", ["-euo", "pipefail", "-c", script], { env, stdio: "ignore" });
            return true;
        } catch {
            return false;
        }
    }

    const table = "CREATE TABLE `posts` (id int);\nINSERT INTO `posts` VALUES (1);\n";
    const last = "-- Dump completed on 2027-01-03  1:30:04\n";
    it.each([
        ["one that is whole", gzipSync(table + last), true],
        ["one that broke off", gzipSync(table), false],
        ["one that broke off behind a text that looks like the end", gzipSync(last + table), false],
        ["one of an empty database", gzipSync(last), false],
        ["a file that was cut", gzipSync(table.repeat(9) + last).subarray(0, -9), false],
        ["an empty file", Buffer.alloc(0), false],
    ])("of MySQL: %s", (_, dump, verdict) => {
        expect(passes(engines.mysql.prove.read, dump)).toBe(verdict);
    });

    // Its first argument says which of the two it is asked: what is in it, or all of it.
    const program = (list: string, whole: number) => `#!/bin/sh\n[ "$1" = --list ] && { ${list}; }\nexit ${whole}\n`;
    const entry = 'echo "3456; 0 16385 TABLE DATA public orders shop"; exit 0';
    it.each([
        ["one that is whole", program(entry, 0), true],
        ["one that has no table", program("exit 0", 0), false],
        ["one whose contents cannot be listed", program(`${entry.replace("exit 0", "exit 1")}`, 0), false],
        ["one that is listed, and cannot be read to its end", program(entry, 1), false],
    ])("of PostgreSQL: %s", (_, pgRestore, verdict) => {
        const path = join(folder, "pg_restore");
        writeFileSync(path, pgRestore);
        chmodSync(path, 0o755);
        expect(passes(engines.postgresql.prove.read, Buffer.from("PGDMP"))).toBe(verdict);
    });
});
