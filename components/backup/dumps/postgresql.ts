import type { Engine } from "./engine.ts";
import { comparison } from "./rows.ts";

/**
 * psql: rows of each table, as pg_dump sees tables: not those of extensions, each partition for itself; a replica has no
 * rows of unlogged ones. Each is a line, whatever its name is: COPY escapes. Large objects, where there are any, are one
 * more.
 */
const counts = String.raw`
SELECT format(
    CASE WHEN relpersistence = 'u' AND pg_is_in_recovery() THEN 'COPY (SELECT %L, 0) TO STDOUT'
    ELSE 'COPY (SELECT %L, count(*) FROM ONLY %I.%I) TO STDOUT' END,
    format('%I.%I', nspname, relname), nspname, relname)
FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE relkind = 'r' AND nspname !~ '^pg_' AND nspname <> 'information_schema'
  AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
\gexec
COPY (SELECT 'large objects', count(*) FROM pg_largeobject_metadata HAVING count(*) > 0) TO STDOUT;`;

/** While pg_dump runs it says nothing for hours: networks forget connections that are silent for minutes. */
const psql = "psql --no-psqlrc --quiet --no-align --tuples-only --set=ON_ERROR_STOP=1 --dbname=keepalives_idle=60";

/** As pg_dump sets them, where the server knows them: no row is left out, nothing gives up, no name is another's. */
const settings = `
SELECT set_config(name, value, false) AS set
FROM (VALUES ('row_security', 'off'), ('search_path', ''), ('statement_timeout', '0'), ('lock_timeout', '0'),
  ('idle_in_transaction_session_timeout', '0'), ('transaction_timeout', '0')) AS wanted (name, value)
JOIN pg_settings USING (name) \\g /dev/null`;

/** Policies and mappings of users name roles: without them they could not be restored. */
const roles =
    "SELECT format('CREATE ROLE %I;', rolname) FROM pg_roles WHERE rolname !~ '^pg_' AND rolname <> 'postgres'";

/** The rows are counted in the snapshot that is dumped: the session that keeps it starts pg_dump. */
const dump = (tls: string) => String.raw`
export PGHOST="$HOST" PGPORT="$PORT" PGDATABASE="$DATABASE" ${tls} PGCONNECT_TIMEOUT=30
PGUSER="$(cat "$CREDENTIAL/username")"
PGPASSWORD="$(cat "$CREDENTIAL/password")"
export PGUSER PGPASSWORD
${psql} --command="${roles}" > "$DUMP.roles"
${psql} > "$DUMP.rows" <<'END'
${settings}
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT pg_export_snapshot() AS snapshot \gset
\setenv SNAPSHOT :snapshot
\! pg_dump --format=custom --no-password --snapshot="$SNAPSHOT" --file="$DUMP"
\if :SHELL_ERROR
DO 'BEGIN RAISE ''pg_dump failed''; END';
\endif
${counts}
END`;

/** The list says what is in it. */
const hasTable = `
pg_restore --list "$DUMP" | grep -c " TABLE DATA " > /dev/null || { echo "the dump has no table"; exit 1; }`;

/**
 * A server for this dump alone, without network, which need not outlive a crash. Of what it refuses the log has the
 * entry and the code: the words that follow can have contents of rows.
 */
const restore = String.raw`
${comparison}
data="$SCRATCH/data"
finish() { pg_ctl stop --pgdata="$data" --mode=immediate --silent 2> /dev/null || true; rm -rf "$SCRATCH"/*; }
trap finish EXIT
rm -rf "$SCRATCH"/*
initdb --pgdata="$data" --username=postgres --auth=trust --no-sync \
    --encoding=UTF8 --locale-provider=builtin --locale=C.UTF-8 \
    --set=listen_addresses= --set=unix_socket_directories="$data" --set=log_line_prefix='%e ' \
    --set=fsync=off --set=full_page_writes=off --set=wal_level=minimal --set=max_wal_senders=0 \
    --set=autovacuum=off --set=maintenance_work_mem=256MB --set=max_parallel_workers=0 > "$SCRATCH/said"
pg_ctl start --pgdata="$data" --log="$SCRATCH/log" --timeout=120 --silent || {
    echo "the server to restore into does not start"
    cat "$SCRATCH/log"
    exit 1
}
export PGHOST="$data" PGUSER=postgres PGDATABASE=restored
createdb --template=template0
${psql} --file="$DUMP.roles"
pg_restore --dbname=restored --no-owner --no-privileges --no-tablespaces --exit-on-error --verbose "$DUMP" \
    2> "$SCRATCH/said" || {
    sed -nE '/^pg_restore: (from|error)/{s/(ERROR|FATAL|PANIC): .*/\1/;p}' "$SCRATCH/said"
    grep -oE '^[0-9A-Z]{5} (ERROR|FATAL|PANIC)' "$SCRATCH/log" | tail -n 1
    exit 1
}
${psql} > "$SCRATCH/rows" <<'END'
${counts}
END
compare "$DUMP.rows" "$SCRATCH/rows"`;

export const postgresql: Engine = {
    image: "public.ecr.aws/docker/library/postgres:18.6-trixie",
    port: 5432,
    ending: "dump",
    dump: {
        anyCertificate: dump("PGSSLMODE=require"),
        ownCa: dump('PGSSLMODE=verify-full PGSSLROOTCERT="$CA"'),
    },
    prove: {
        // That all of it can be read, only reading it says.
        read: `${hasTable}\nexec pg_restore --file=/dev/null "$DUMP"`,
        restore: hasTable + restore,
    },
};
