/** A Pulumi CLI that is ready to run. */
export interface Engine {
    /** Absolute path of the executable. */
    readonly executable: string;
    /** Without a leading `v`. */
    readonly version: string;
    /** Where it came from, for people. */
    readonly origin: string;
}

/** Why an engine cannot be had one way. */
export interface Missing {
    readonly missing: string;
}

/** One way to the real Pulumi CLI. */
export interface EngineSource {
    /** What a user does to make this way work. */
    readonly remedy: string;
    /** The engine, where it is at hand at once: no download, no build. */
    find(): Promise<Engine | Missing>;
    /** Downloads or builds it. */
    obtain?(): Promise<Engine | Missing>;
}
