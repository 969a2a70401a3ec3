import { StackReference } from "@pulumi/pulumi";
import type { Settings, StackSettings } from "./settings.ts";

/**
 * What makes a stack a standby: its own settings, and what the stack of the primary tells. A missing output fails the
 * plan instead of becoming undefined. With all facts given nobody reads that stack, whose state may be out of reach.
 */
export function standbyOf({
    primaryStack,
    standby,
}: Pick<StackSettings, "primaryStack" | "standby">): Settings["standby"] {
    const { clusterName, backupBucket, backupKeyArn, backupPasswordSecret, ...rest } = standby ?? nothing;
    if (clusterName && backupBucket && backupKeyArn && backupPasswordSecret)
        return { ...rest, clusterName, backupBucket, backupKeyArn, backupPasswordSecret };
    if (primaryStack === undefined) return undefined;
    const primary = new StackReference(primaryStack);
    return {
        ...rest,
        // A primary without names in DNS has none, nor one that was updated before there was such an output.
        dnsOwner: rest.dnsOwner ?? primary.getOutput("dnsOwner"),
        clusterName: clusterName ?? primary.requireOutput("clusterName"),
        backupBucket: backupBucket ?? primary.requireOutput("backupReplicaBucket"),
        backupKeyArn: backupKeyArn ?? primary.requireOutput("backupReplicaKeyArn"),
        backupPasswordSecret: backupPasswordSecret ?? primary.requireOutput("backupPasswordSecret"),
    };
}

const nothing: NonNullable<StackSettings["standby"]> = {
    active: false,
    restoreClusterScoped: [],
    imageRegistries: {},
    wasPrimary: false,
};
