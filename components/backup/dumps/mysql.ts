import type { Engine } from "./engine.ts";
import { comparison } from "./rows.ts";

/** Of one moment for tables of InnoDB; without what asks for rights on the whole server. */
const dump = (tls: string) => `
MYSQL_PWD="$(cat "$CREDENTIAL/password")"
export MYSQL_PWD
mysqldump --host="$HOST" --port="$PORT" --user="$(cat "$CREDENTIAL/username")" ${tls} \\
    --single-transaction --routines --events --hex-blob --no-tablespaces --set-gtid-purged=OFF \\
    "$DATABASE" | gzip > "$DUMP"`;

/** It writes its last line when everything before it is written. */
const read = `
last="$(gzip -dc "$DUMP" | tail -n 1)"
[[ "$last" == "-- Dump completed"* ]] || { echo "the dump has no end"; exit 1; }
gzip -dc "$DUMP" | grep -c "^CREATE TABLE " > /dev/null || { echo "the dump has no table"; exit 1; }`;

/** SQL: the query that counts the rows of a table, for each table. */
const counts = `
SELECT CONCAT('SELECT ', QUOTE(sys.quote_identifier(table_name)), ', COUNT(*) FROM ', sys.quote_identifier(table_name), ';')
FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'`;

/**
 * A server for this dump alone, without network, which need not outlive a crash. Two sessions of MySQL share no snapshot:
 * the rows that must be there are those that the server took of each INSERT, as its client says. Of what it refuses the log
 * has the code and the line: the words that follow can have contents of rows. In binary mode the client runs no commands
 * of its own that a dump could have.
 */
const restore = String.raw`
${comparison}
server() {
    exec mysqld --no-defaults --datadir="$SCRATCH/data" --tmpdir="$SCRATCH" --secure-file-priv=NULL --log-error="$SCRATCH/log.err" \
        --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=OFF --performance-schema=OFF --max-allowed-packet=1G "$@"
}
client() {
    mysql --no-defaults --socket="$SCRATCH/socket" --user=root --binary-mode --max-allowed-packet=1G --skip-column-names "$@"
}
finish() { [[ -z "$(jobs -p)" ]] || { kill -KILL %1 && wait; } 2> /dev/null || true; rm -rf "$SCRATCH"/*; }
trap finish EXIT
rm -rf "$SCRATCH"/*
failed() { echo "the server to restore into does not start"; cat "$SCRATCH/log.err" || true; exit 1; }
(server --initialize-insecure) || failed
server --socket="$SCRATCH/socket" --pid-file="$SCRATCH/pid" --skip-networking --mysqlx=OFF --disable-log-bin --event-scheduler=OFF &
until client --execute="SELECT 1" > "$SCRATCH/said" 2>&1; do
    kill -0 $! || failed
    sleep 0.2
done
client --execute="CREATE DATABASE restored"
gzip -dc "$DUMP" | client --verbose --verbose --verbose restored 2> "$SCRATCH/said" \
    | sed -nE 's/^CREATE TABLE (\x60.+\x60) \($/table \1/p; s/^Query OK, ([0-9]+) .*/rows \1/p' > "$SCRATCH/taken" || {
    sed -nE 's/^(ERROR [^:]+):.*/\1/p' "$SCRATCH/said"
    exit 1
}
table="" sum=0
total() { [[ -z "$table" ]] || printf '%s\t%d\n' "$table" "$sum"; }
while read -r what value; do
    case "$what" in
        table) total; table="$value" sum=0 ;;
        rows) sum=$((sum + value)) ;;
    esac
done < "$SCRATCH/taken" > "$SCRATCH/expected"
total >> "$SCRATCH/expected"
client --raw --execute="${counts}" restored | client --raw restored > "$SCRATCH/rows"
compare "$SCRATCH/expected" "$SCRATCH/rows"`;

export const mysql: Engine = {
    image: "public.ecr.aws/docker/library/mysql:8.4.10-oraclelinux9",
    port: 3306,
    ending: "sql.gz",
    dump: {
        anyCertificate: dump("--ssl-mode=REQUIRED"),
        ownCa: dump('--ssl-mode=VERIFY_IDENTITY --ssl-ca="$CA"'),
    },
    prove: { read, restore: read + restore },
};
