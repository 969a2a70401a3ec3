import { type FluentBitSection, type LogReceiverOffer, offered } from "../../offers.ts";
import type { Platform } from "../../part.ts";
import { charts } from "../../platform/charts.ts";
import type { ServiceAccountName } from "../../platform/role.ts";

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

/**
 * How a Fluent Bit hands its lines on: what that asks of its part, of its pods, and its outputs.
 *
 * @param account its namespace and its service account
 */
export function forwarding(
    { namespace, name }: ServiceAccountName,
    { profile, eks, offers }: Pick<Platform, "profile" | "eks" | "offers">,
) {
    const onEks = eks?.profile;
    const { logArchive } = offers;
    const receiver: LogReceiverOffer = offers.logAggregator ?? offered(offers, "logs");
    const credentials = receiver.credentials?.(namespace, offers);
    const statements = onEks && [...(receiver.permissions?.(onEks) ?? []), ...(logArchive?.permissions(onEks) ?? [])];
    const { flow } = receiver;
    const toArchive = logArchive && flow.peer !== "aws" ? [{ peer: "aws" as const }] : [];
    const part = {
        chart: charts.fluentBit,
        identities: statements?.length ? [{ serviceAccount: name, statements }] : undefined,
        traffic: {
            from: [{ peer: "metrics" as const, ports: [2020] }],
            to: [{ peer: "kubeApi" as const }, flow, ...toArchive],
        },
        needs: [...(credentials?.needs ?? []), ...receiver.needs],
        answers: ["Log aggregation" as const],
    };
    return {
        part,
        credentials,
        outputs: receiver.outputs(onEks ?? profile, offers),
        archived: logArchive && onEks ? [output("*", logArchive.output(onEks))] : [],
    };
}

/** The way of what has a tag to the store: tried until the store is there again, as long as the disk has room. */
export const output = (match: string, { Name, ...own }: FluentBitSection): string =>
    section("OUTPUT", {
        ...(Name !== undefined && { Name }),
        Match: match,
        ...own,
        Retry_Limit: "no_limits",
        "storage.total_limit_size": "1G",
    });
