import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { installed } from "../../bench/installed.ts";
import { folder } from "./postgresql.ts";

/** https://pypi.org/project/psycopg-binary: libpq 18 with OpenSSL, which psql and pg_dump of the other package lack */
const version = "3.3.9";

const found =
    process.platform === "linux"
        ? await installed(`psycopg-binary-${version}`, `libpq of psycopg-binary ${version}`, (draft) =>
              execa("python3", [
                  ...["-m", "pip", "install", "--quiet", "--no-deps", "--target", draft],
                  `psycopg-binary==${version}`,
              ]),
          )
        : undefined;

/** By which PostgreSQL's programs speak TLS; undefined where it cannot be had. */
export function libpq(): Record<string, string> | undefined {
    if (!found) return undefined;
    const own = folder("libpq");
    // Who runs the programs may not read the cache of who runs the tests.
    cpSync(join(found, "psycopg_binary.libs"), own, { recursive: true });
    const [name] = readdirSync(own).filter((file) => file.startsWith("libpq-"));
    return name ? { LD_PRELOAD: join(own, name) } : undefined;
}
