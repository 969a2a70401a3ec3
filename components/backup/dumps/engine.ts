import type { DumpProof } from "./args.ts";

/**
 * `anyCertificate`: over TLS, with whoever answers. `ownCa`: with whom a CA of the file `$CA` says to be `$HOST`, before
 * anything of the credential is sent.
 */
export type Trust = "anyCertificate" | "ownCa";

/** How a database is dumped. */
export interface Engine {
    /** It has the engine's own programs. What is newer dumps what is older, and never the other way round. */
    image: string;
    port: number;
    /** What the name of a dump ends with. */
    ending: string;
    /**
     * Bash: writes the dump of `$DATABASE` at `$HOST:$PORT` to `$DUMP`, as who stands in `$CREDENTIAL/username` and
     * `password`, and what the proof needs beside it.
     */
    dump: Record<Trust, string>;
    /**
     * Bash: fails where `$DUMP` is not whole, or has no table; of a restore also where a server in `$SCRATCH` does not
     * take it, or does not have the rows of each table then. It has neither a credential nor the database's server.
     */
    prove: Record<DumpProof, string>;
}
