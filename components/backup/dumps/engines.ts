import type { DumpEngine } from "./args.ts";

/** How a database is dumped. */
interface Engine {
    /** It has the engine's own programs. What is newer dumps what is older, and never the other way round. */
    image: string;
    port: number;
    /** What the name of a dump ends with. */
    ending: string;
    /**
     * Bash: writes the dump of `$DATABASE` at `$HOST:$PORT` to `$DUMP`, as who stands in `$CREDENTIAL/username` and
     * `password`.
     */
    dump: string;
    /** Bash: fails where `$DUMP` is not whole, or has no table. It has neither a credential nor the server. */
    prove: string;
}

/** The password is in no argument, which others could see, but in the environment of one process. */
export const engines: Record<DumpEngine, Engine> = {
    postgresql: {
        image: "public.ecr.aws/docker/library/postgres:18.6-trixie",
        port: 5432,
        ending: "dump",
        dump: [
            'export PGHOST="$HOST" PGPORT="$PORT" PGDATABASE="$DATABASE" PGSSLMODE=require PGCONNECT_TIMEOUT=30',
            'PGUSER="$(cat "$CREDENTIAL/username")"',
            'PGPASSWORD="$(cat "$CREDENTIAL/password")"',
            "export PGUSER PGPASSWORD",
            'exec pg_dump --format=custom --no-password --file="$DUMP"',
        ].join("\n"),
        // The list says what is in it; that all of it can be read, only reading it says.
        prove: ['pg_restore --list "$DUMP" | grep -c " TABLE DATA "', 'exec pg_restore --file=/dev/null "$DUMP"'].join(
            "\n",
        ),
    },
    mysql: {
        image: "public.ecr.aws/docker/library/mysql:8.4.10-oraclelinux9",
        port: 3306,
        ending: "sql.gz",
        // Of one moment for tables of InnoDB; without what asks for rights on the whole server.
        dump: [
            'MYSQL_PWD="$(cat "$CREDENTIAL/password")"',
            "export MYSQL_PWD",
            'mysqldump --host="$HOST" --port="$PORT" --user="$(cat "$CREDENTIAL/username")" --ssl-mode=REQUIRED \\',
            "    --single-transaction --routines --events --hex-blob --no-tablespaces --set-gtid-purged=OFF \\",
            '    "$DATABASE" | gzip > "$DUMP"',
        ].join("\n"),
        // It writes its last line when everything before it is written.
        prove: [
            'last="$(gzip -dc "$DUMP" | tail -n 1)"',
            '[[ "$last" == "-- Dump completed"* ]] || { echo "the dump ends with: $last"; exit 1; }',
            'gzip -dc "$DUMP" | grep -c "^CREATE TABLE "',
        ].join("\n"),
    },
};
