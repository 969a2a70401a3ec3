/** One resource's inputs as plain data. Reading a leaf that is unknown throws `UnknownValue` (see `unknown.ts`). */
export interface Resource {
    readonly urn: string;
    /** Pulumi type token, such as `aws:eks/cluster:Cluster`. */
    readonly type: string;
    readonly name: string;
    // biome-ignore lint/suspicious/noExplicitAny: inputs of any provider
    readonly props: any;
    readonly parent?: string;
    /** URN of the provider, without its id: which cluster a Kubernetes object goes to. Default: not known. */
    readonly provider?: string;
    /** By property, the URNs of the resources whose outputs it was made from: relations hold before ids are known. */
    readonly dependencies?: Readonly<Record<string, readonly string[]>>;
    /** When the engine makes and removes it. Default: not known, as of manifests. */
    readonly order?: Order;
    /** Names that AWS or Kubernetes knows it by (id, ARN), as far as known: what other resources may refer to. */
    readonly ids?: readonly string[];
    /**
     * URN of the release that it is rendered from, or of the list that it is an item of: the engine knows no such
     * resource. Default: the engine knows it.
     */
    readonly release?: string;
    /** Keys of that release's values that it is made of. */
    readonly keys?: Keys;
    /** Outputs that the program exports, of the stack's own resource only. */
    readonly outputs?: Readonly<Record<string, unknown>>;
    /** Something that the engine knows as secret is among its inputs, and can be read. */
    readonly holdsSecret?: true;
    /** Its inputs change an object that somebody else made: what they leave out cannot be read. */
    readonly isPatch?: true;
    /** It is not among the resources, though what is there is part of it. */
    readonly standIn?: StandIn;
}

/** Keys of a chart's values, which are looked up where somebody is told of a failure: that costs a rendering. */
export interface Keys {
    /** As far as they are known; nothing until they were looked up. */
    readonly known: readonly string[] | undefined;
    lookUp(): Promise<void>;
}

/** What the engine waits for, beside parent, provider and what the inputs are made from. */
export interface Order {
    /** URNs of what comes before it. */
    readonly after: readonly string[];
    /** URN of what takes it along when that is removed. Default: it is removed by itself. */
    readonly deletedWith?: string;
    /** It is something of a provider's: components only hold others together. */
    readonly custom: boolean;
}

/** What a stand-in is for, and what is said of it where nothing that is there decides. */
export interface StandIn {
    /** Answers that name no resource of the stack, and so speak of what is not there. */
    readonly replaces: readonly ("pass" | "fail" | "unknown" | "not-applicable")[];
    /** What takes their place, in one clause; nothing is said where there is none. */
    readonly message?: string;
    /** The resource that the message is about. */
    readonly urn?: string;
}
