import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { mysql } from "../../components/backup/dumps/mysql.ts";
import { clear, folder, run } from "./postgresql.ts";

// MariaDB calls its server so too, and is another one.
const { said: version } = await run("mysqld --version && mysql --version || true");
const atHand = /^mysqld? .*Ver (8\.4|9)\./m.test(version.replaceAll(/^.*\//gm, ""));

/** A table as mysqldump writes it. */
const table = (name: string, columns: string, ...inserts: string[]) =>
    [
        `DROP TABLE IF EXISTS \`${name}\`;`,
        `CREATE TABLE \`${name}\` (`,
        `  ${columns}`,
        ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;",
        `LOCK TABLES \`${name}\` WRITE;`,
        `/*!40000 ALTER TABLE \`${name}\` DISABLE KEYS */;`,
        ...inserts.map((values) => `INSERT INTO \`${name}\` VALUES ${values};`),
        `/*!40000 ALTER TABLE \`${name}\` ENABLE KEYS */;`,
        "UNLOCK TABLES;\n",
    ].join("\n");

const rows = (count: number) =>
    Array.from(
        { length: count },
        (_, index) => String.raw`(${index + 1},'two\nQuery OK, 7 rows affected (0.1 sec)\n')`,
    );
const posts = table("The ``Posts``", "`id` int PRIMARY KEY, `body` text", rows(900).join(","), "(901,'last')");
const others = table("other", "`id` int, UNIQUE KEY `one` (`id`)", "(1),(424242)") + table("nothing", "`id` int");
const functions = [
    "DELIMITER ;;",
    "CREATE DEFINER=`nobody`@`%` PROCEDURE `p`()",
    "BEGIN",
    "INSERT INTO `tmp` VALUES (1);",
    "END ;;",
    "DELIMITER ;\n",
].join("\n");
const end = "-- Dump completed on 2027-01-03  1:30:04\n";

describe.skipIf(!atHand)(
    "The proof of a dump by a MySQL that restores it (only where MySQL 8.4 or 9 is installed)",
    () => {
        afterAll(clear);

        async function proven(dump: string, scratch = folder("scratch")) {
            const path = join(folder("dump"), "dump");
            writeFileSync(path, gzipSync(dump));
            return { scratch, ...(await run(mysql.prove.restore, { DUMP: path, SCRATCH: scratch })) };
        }

        it("passes with the rows of each table in its log, and leaves nothing behind", async () => {
            const { code, said, scratch } = await proven(posts + others + functions + end);
            expect(said).toMatch(
                /^table\trows\n`The ``Posts```\t901\n`nothing`\t0\n`other`\t2\nrestored and counted in \d+ s\n$/,
            );
            expect(code).toBe(0);
            expect(readdirSync(scratch)).toEqual([]);
        });

        it.each([
            [
                "a row is there twice",
                posts + others.replace("(1),", "(1),(424242),") + end,
                /^ERROR 1062 \(23000\) at line \d+$/m,
            ],
            [
                "the dump itself takes a row away",
                `${posts}${others}DELETE FROM \`other\` LIMIT 1;\n${end}`,
                /^\t`other`\t1$/m,
            ],
            [
                "a view is of what is not there",
                `${posts}CREATE VIEW v AS SELECT * FROM away.t;\n${end}`,
                /^ERROR 1\d+ /m,
            ],
            ["the dump has a command for the client", `system echo 424242\n${posts}${end}`, /^ERROR 1064 /m],
            ["the dump has no table", end, /^the dump has no table$/m],
        ])("fails where %s, and says no contents", async (_, dump, said) => {
            const proof = await proven(dump);
            expect(proof.code).toBe(1);
            expect(proof.said).toMatch(said);
            expect(proof.said).not.toContain("424242");
        });
    },
);
