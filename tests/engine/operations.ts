import { existsSync, readFileSync } from "node:fs";

/** One thing that the engine did, as its event log tells. */
export interface Operation {
    /** `create`, `update`, `delete`, `delete-replaced`, ... */
    readonly verb: string;
    readonly urn: string;
    readonly type: string;
    /** What the program or the state says of it. */
    readonly inputs: Readonly<Record<string, unknown>>;
    /** Place of its beginning and of its end among all events. */
    readonly start: number;
    readonly end: number;
    readonly failed: boolean;
}

interface Metadata {
    readonly op: string;
    readonly urn: string;
    readonly type: string;
    readonly old?: { readonly inputs: Operation["inputs"] };
    readonly new?: { readonly inputs: Operation["inputs"] };
}

interface Event {
    readonly sequence: number;
    readonly resourcePreEvent?: { readonly metadata: Metadata; readonly planning?: boolean };
    readonly resOutputsEvent?: { readonly metadata: Metadata; readonly planning?: boolean };
    readonly resOpFailedEvent?: { readonly metadata: Metadata };
}

/** What an update or removal did, in the order in which it ended; what its own preview planned is not among it. */
export function operationsIn(file: string): Operation[] {
    const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
    const begun = new Map<string, number>();
    const operations: Operation[] = [];
    for (const event of lines.map((line): Event => JSON.parse(line))) {
        const { sequence, resourcePreEvent: pre, resOutputsEvent: done, resOpFailedEvent: failed } = event;
        const key = ({ op, urn }: Metadata) => `${op} ${urn}`;
        if (pre && !pre.planning) begun.set(key(pre.metadata), sequence);
        const ended = done?.planning ? undefined : (done ?? failed);
        if (!ended || ended.metadata.op === "same") continue;
        const { op: verb, urn, type, old, new: young } = ended.metadata;
        const inputs = (verb.startsWith("delete") ? old : (young ?? old))?.inputs ?? {};
        const start = begun.get(key(ended.metadata)) ?? sequence;
        operations.push({ verb, urn, type, inputs, start, end: sequence, failed: ended === failed });
    }
    return operations;
}
