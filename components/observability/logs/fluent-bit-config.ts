import { type FluentBitSection, type LogReceiverOffer, type Offers, offered } from "../../offers.ts";
import type { Egress, EksProfile, Statement } from "../../platform/addon.ts";

/** Where Fluent Bit keeps its buffers, and how far it came. */
export const state = "/var/fluent-bit/state";

/** One section of Fluent Bit's classic configuration. */
export const section = (name: string, keys: FluentBitSection): string =>
    [`[${name}]`, ...Object.entries(keys).map(([key, value]) => `    ${key} ${value}`), ""].join("\n");

/**
 * Buffers lie on disk, bounded, so that a store that is away for a while costs no line and a forwarder that is
 * restarted goes on where it was.
 */
export const service = section("SERVICE", {
    Daemon: "Off",
    Flush: 5,
    Log_Level: "warn",
    Parsers_File: "/fluent-bit/etc/parsers.conf",
    HTTP_Server: "On",
    HTTP_Listen: "0.0.0.0",
    HTTP_Port: 2020,
    Health_Check: "On",
    "storage.path": `${state}/buffers`,
    "storage.sync": "normal",
    // Chunks of 2 MB: what is held in memory stays within the limit, the rest waits on the disk.
    "storage.max_chunks_up": 16,
    "storage.backlog.mem_limit": "16M",
    "storage.metrics": "On",
});

/** Who takes the lines of Fluent Bit. */
export const receiverOf = (offers: Offers): LogReceiverOffer => offers.logAggregator ?? offered(offers, "logs");

/** What Fluent Bit may do in AWS; undefined where there is nothing, or no AWS. */
export function writePermissions(offers: Offers, onEks: EksProfile | undefined): Statement[] | undefined {
    if (!onEks) return undefined;
    const statements = [
        ...(receiverOf(offers).permissions?.(onEks) ?? []),
        ...(offers.logArchive?.permissions(onEks) ?? []),
    ];
    return statements.length > 0 ? statements : undefined;
}

/** The ways of Fluent Bit. */
export function writeFlows(offers: Offers): Egress[] {
    const { flow } = receiverOf(offers);
    return [flow, ...(offers.logArchive && flow.peer !== "aws" ? [{ peer: "aws" as const }] : [])];
}

/** The outputs for the archive, if there is one. */
export const archived = ({ logArchive }: Offers, onEks: EksProfile | undefined): string[] =>
    logArchive && onEks ? [output("*", logArchive.output(onEks))] : [];

/** The way of what has a tag to the store: tried until the store is there again, as long as the disk has room. */
export const output = (match: string, { Name, ...own }: FluentBitSection): string =>
    section("OUTPUT", {
        ...(Name !== undefined && { Name }),
        Match: match,
        ...own,
        Retry_Limit: "no_limits",
        "storage.total_limit_size": "1G",
    });
