import {
    chmodSync,
    copyFileSync,
    existsSync,
    readdirSync,
    readFileSync,
    statSync,
    truncateSync,
    writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgresql } from "../../components/backup/dumps/postgresql.ts";
import { atHand, clear, folder, replicaOf, run, server, start } from "./postgresql.ts";

const shop = `
CREATE ROLE "shop owner"; CREATE ROLE tenant;
CREATE SCHEMA "The Shop"; CREATE SCHEMA audit;
CREATE EXTENSION citext;
CREATE TABLE customers (id serial PRIMARY KEY, email citext UNIQUE, name text CHECK (name ~ '^\\w+$'));
INSERT INTO customers (email, name) SELECT 'c' || i || '@example.com', 'Ünal' || i FROM generate_series(1, 1000) i;
CREATE TABLE "The Shop"."Order\nLines" (id bigserial PRIMARY KEY, customer int REFERENCES customers, note text);
INSERT INTO "The Shop"."Order\nLines" (customer, note)
    SELECT 1 + i % 1000, repeat(E'two\\nlines\\t', 20) || i FROM generate_series(1, 100000) i;
CREATE TABLE "The Shop"."tab\tand ""quotes""" (a int);
CREATE TABLE audit.events (at date, what text) PARTITION BY RANGE (at);
CREATE TABLE audit.events_2026 PARTITION OF audit.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE audit.events_2027 PARTITION OF audit.events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
INSERT INTO audit.events SELECT date '2026-06-01' + i, 'seen' FROM generate_series(1, 500) i;
CREATE TABLE parent (a int); CREATE TABLE child (b int) INHERITS (parent);
INSERT INTO parent VALUES (1); INSERT INTO child VALUES (2, 3), (4, 5);
CREATE VIEW late AS SELECT * FROM audit.events WHERE at > '2027-01-01';
CREATE MATERIALIZED VIEW each_day AS SELECT at, count(*) FROM audit.events GROUP BY at;
CREATE TABLE tenants (id int, who text);
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON tenants TO tenant USING (who = current_user);
INSERT INTO tenants VALUES (1, 'a'), (2, 'b');
ALTER TABLE customers OWNER TO "shop owner"; GRANT SELECT ON customers TO tenant;
SELECT lo_from_bytea(0, 'abc') FROM generate_series(1, 3);`;

const rows = [
    ["public.customers", 1000],
    [String.raw`"The Shop"."Order\nLines"`, 100_000],
    [String.raw`"The Shop"."tab\tand ""quotes"""`, 0],
    ["audit.events_2026", 213],
    ["audit.events_2027", 287],
    ["public.parent", 1],
    ["public.child", 2],
    ["public.tenants", 2],
    ["large objects", 3],
];

const small = `
CREATE TABLE people (id int PRIMARY KEY, email text);
CREATE TABLE orders (id int, person int REFERENCES people);
CREATE UNLOGGED TABLE cache (id int); INSERT INTO cache VALUES (1);
ALTER TABLE people ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON people TO reader;
INSERT INTO people SELECT i, 'p' || i || '@example.com' FROM generate_series(1, 99) i;
INSERT INTO orders SELECT i, i FROM generate_series(1, 99) i;`;

const withoutPyPi = "(only where PyPI has PostgreSQL for this machine)";

describe.skipIf(!atHand)(`The proof of a dump by a server that restores it ${withoutPyPi}`, () => {
    let source: Awaited<ReturnType<typeof server>>;
    let credential: string;

    beforeAll(async () => {
        source = await server();
        credential = folder("credential");
        writeFileSync(join(credential, "username"), "dumper");
        writeFileSync(join(credential, "password"), "any");
        chmodSync(credential, 0o755);
        await source.sql("postgres", "CREATE ROLE dumper LOGIN SUPERUSER; CREATE ROLE reader LOGIN;");
        for (const [name, statements] of Object.entries({ shop, small, empty: "" })) {
            await source.sql("postgres", `CREATE DATABASE ${name}`);
            await source.sql(name, statements);
        }
    }, 60_000);
    afterAll(async () => {
        await source?.stop();
        clear();
    });

    /** Dumps a database, and says where the dump is. */
    async function dumped(database: string, before = "", socket = source.socket) {
        const to = join(folder("dump"), "dump");
        // Neither this server nor these programs know TLS.
        const script = before + postgresql.dump.anyCertificate.replace("PGSSLMODE=require", "PGSSLMODE=disable");
        const env = { HOST: socket, PORT: "5432", DATABASE: database, CREDENTIAL: credential, DUMP: to };
        return { to, ...(await run(script, env)) };
    }

    const proof = (dump: string, scratch = folder("scratch"), before = "") => ({
        scratch,
        ...start(before + postgresql.prove.restore, { DUMP: dump, SCRATCH: scratch }),
    });

    /** What the proof makes of a dump. */
    const proven = (dump: string, scratch?: string, before?: string) => proof(dump, scratch, before).ended;

    /** Takes the dump of a database, and lays another one beside the rows that were counted for it. */
    async function changed(database: string, change: string, back: string): Promise<string> {
        const { to } = await dumped(database);
        await source.sql(database, change);
        const after = await dumped(database);
        await source.sql(database, back);
        copyFileSync(after.to, to);
        return to;
    }

    it("passes with the rows of each table in its log, whatever is in the database, and leaves nothing behind", async () => {
        const { to, code: made } = await dumped("shop");
        const { scratch, ended } = proof(to);
        const { code, said } = await ended;
        expect([made, code]).toEqual([0, 0]);
        const [head, ...lines] = said.trimEnd().split("\n");
        expect(head).toBe("table\trows");
        expect(lines.pop()).toMatch(/^restored and counted in \d+ s$/);
        expect(lines.toSorted()).toEqual(rows.map((row) => row.join("\t")).toSorted());
        expect(readdirSync(scratch)).toEqual([]);
    });

    it("passes with what a replica has", async () => {
        const replica = await replicaOf(source.socket);
        const { to, code: made } = await dumped("small", "", replica.socket);
        await replica.stop();
        const { code, said } = await proven(to);
        expect([made, code]).toEqual([0, 0]);
        expect(said).toMatch(/^public\.cache\t0$/m);
    });

    it("counts what the dump has, though others write meanwhile", async () => {
        const write = `psql -qX -h ${source.socket} -U postgres small -c "INSERT INTO orders VALUES (0)"`;
        const programs = folder("programs");
        const busy = `#!/bin/bash\n${write}\nPATH="\${PATH#*:}" pg_dump "$@"\n${write}\n`;
        writeFileSync(join(programs, "pg_dump"), busy, { mode: 0o755 });
        chmodSync(programs, 0o755);
        const { to, code } = await dumped("small", `PATH="${programs}:$PATH";`);
        await source.sql("small", "DELETE FROM orders WHERE id = 0");
        expect(code).toBe(0);
        expect(await proven(to)).toMatchObject({ code: 0, said: expect.stringContaining("public.orders\t99\n") });
    });

    it("fails where a row is missing, and says where", async () => {
        const dump = await changed("small", "DELETE FROM orders WHERE id = 7", "INSERT INTO orders VALUES (7, 7)");
        const { code, said } = await proven(dump);
        expect(code).toBe(1);
        expect(said).toMatch(/^\tpublic\.orders\t98\npublic\.orders\t99$/m);
    });

    it("fails where a constraint does not hold, and says which one, and no contents", async () => {
        const orphan = "SET session_replication_role = replica; INSERT INTO orders VALUES (1, 424242);";
        const dump = await changed("small", orphan, "DELETE FROM orders WHERE person = 424242");
        const { code, said } = await proven(dump);
        expect(code).toBe(1);
        expect(said).toMatch(/from TOC entry .+ FK CONSTRAINT orders orders_person_fkey/);
        expect(said).toMatch(/^23503 ERROR$/m);
        expect(said).not.toContain("424242");
    });

    it("fails where a role is missing that a policy names", async () => {
        const { to } = await dumped("small");
        writeFileSync(`${to}.roles`, "");
        const { code, said } = await proven(to);
        expect(code).toBe(1);
        expect(said).toMatch(/POLICY people own/);
        expect(said).toMatch(/^42704 ERROR$/m);
    });

    it("fails where the dump is cut", async () => {
        const { to } = await dumped("small");
        truncateSync(to, statSync(to).size - 99);
        const { code, said } = await proven(to);
        expect(code).toBe(1);
        expect(said).toMatch(/could not read from input file/);
    });

    it("fails where the database is empty", async () => {
        const { to, code: made } = await dumped("empty");
        expect(made).toBe(0);
        expect(await proven(to)).toEqual({ code: 1, said: "the dump has no table\n" });
    });

    it("fails where its server does not start, and says why", async () => {
        const { to } = await dumped("small");
        const deep = join(folder("scratch"), "s".repeat(100));
        expect((await run(`mkdir ${deep}`)).code).toBe(0);
        const { code, said } = await proven(to, deep);
        expect(code).toBe(1);
        expect(said).toMatch(/does not start/);
        expect(said).toMatch(/path .* is too long/);
    });

    it("fails where the disk does not take it", async () => {
        const { to } = await dumped("shop");
        const { code, said } = await proven(to, undefined, "ulimit -f 20000;");
        expect(code).toBe(1);
        expect(said).toMatch(/^pg_restore: error: COPY failed for table .Order$/m);
    });

    it("passes after it was killed half-way, in what is left of it", async () => {
        const { to } = await dumped("small");
        const { scratch, kill, ended } = proof(to);
        const postmaster = join(scratch, "data/postmaster.pid");
        // The file is empty for a moment, and 0 would be the group of this very process.
        const pid = () =>
            (existsSync(postmaster) && Number.parseInt(readFileSync(postmaster, "utf8"), 10)) || undefined;
        while (!existsSync(join(scratch, "log")) || !pid()) await setTimeout(5);
        process.kill(pid() ?? expect.fail("the server is gone"), "SIGKILL");
        kill();
        await ended;
        expect(readdirSync(scratch)).not.toEqual([]);
        expect((await proven(to, scratch)).code).toBe(0);
        expect(readdirSync(scratch)).toEqual([]);
    });

    it("is not reached where the dump could not be made", async () => {
        writeFileSync(join(credential, "username"), "reader");
        const { code, said } = await dumped("small");
        writeFileSync(join(credential, "username"), "dumper");
        expect(code).not.toBe(0);
        expect(said).toMatch(/permission denied for table/);
        expect(said).toMatch(/pg_dump failed/);
    });
});
