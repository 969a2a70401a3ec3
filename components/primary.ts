import { StackReference } from "@pulumi/pulumi";
import type { StandbyArgs } from "./backup/args.ts";

/** What a standby needs of its primary; a missing output fails the plan instead of becoming undefined. */
export function primary(stack: string): StandbyArgs {
    const reference = new StackReference(stack);
    return {
        backupBucket: reference.requireOutput("backupReplicaBucket"),
        backupKeyArn: reference.requireOutput("backupReplicaKeyArn"),
        backupPasswordSecret: reference.requireOutput("backupPasswordSecret"),
    };
}
