import type { z } from "zod";
import * as f from "../configuration/fields.ts";

/** What becomes of a pod whose hook did not succeed. */
export const HookError = { fail: "Fail", continue: "Continue" } as const;
export type HookError = (typeof HookError)[keyof typeof HookError];

/**
 * Commands that Velero runs in pods before and after it backs them up, such as one by which a database writes all that it
 * has to its disk. Annotations of a pod do the same and, where it has any, take the place of these: docs/backup.md.
 */
export interface HookArgs {
    /** What it is called in Velero's log, 1 to 40 of a-z, 0-9 and -. */
    name: string;
    /** Namespaces of the pods, at least one. */
    namespaces: string[];
    /** Labels that the pods have. Default: every pod of the namespaces is meant. */
    labels?: Record<string, string>;
    /** Before a pod and its volumes are backed up, one after the other. Default: none. */
    pre?: HookCommandArgs[];
    /** After it, when the snapshots of its volumes are taken; not where a command before failed. Default: none. */
    post?: HookCommandArgs[];
}

/** A command in a container. */
export interface HookCommandArgs {
    /** Program and arguments, without a shell. Everybody who reads schedules sees them: no place for a credential. */
    command: string[];
    /** Container of the pod. Default: its first one. */
    container?: string;
    /**
     * `Fail`: the pod is in no backup. `Continue`: it is backed up as it stands. Either way the backup has failed in part,
     * and is told of. Default `Fail`: what shall be consistent, and is not, is no backup.
     */
    onError?: HookError;
    /** Seconds that it may take, 1 to 3600. Default 30, Velero's own. */
    timeout?: number;
}

const commands = f
    .list(
        f.object({
            command: f.command,
            container: f.label.optional(),
            onError: f.oneOf(HookError).default(HookError.fail),
            timeout: f.integer(1, 3600).default(30),
        }),
    )
    .default([]);

export const hooks = f.list(
    f.object({
        name: f.shortLabel,
        namespaces: f.list(f.label).min(1, "name at least one namespace"),
        labels: f.labels.default({}),
        pre: commands,
        post: commands,
    }),
    { of: ({ name }) => name, because: ": Velero's log tells hooks apart by their names" },
);

export type Hook = z.output<typeof hooks>[number];
