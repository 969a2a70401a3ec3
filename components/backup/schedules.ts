import type { HookSpec } from "./hooks.ts";
import { type BackupTier, type Tier, tiers } from "./tiers.ts";
import { volumePolicyName } from "./volume-policy.ts";

/** Spec of a Schedule of Velero (velero.io/v1), as far as it is used: no package has its types. */
export interface ScheduleSpec {
    /** Cron expression, UTC. */
    schedule: string;
    /** It makes no backup; those that there are stay until their time. Default false. */
    paused?: true;
    /** Whether a backup is deleted with its schedule. */
    useOwnerReferencesInBackup: boolean;
    template: {
        /** How long the backup is kept. */
        ttl: string;
        storageLocation: string;
        includedNamespaces: string[];
        includeClusterResources: boolean;
        /** Copies the contents of volume snapshots to the storage location. */
        snapshotMoveData: boolean;
        /** What becomes of volumes whose driver makes no snapshots. */
        resourcePolicy: { kind: "ConfigMap"; name: string };
    } & BackupScope;
}

/** What of the cluster is backed up, and what is done for it. Empty: all of it, and nothing. */
export interface BackupScope {
    excludedNamespaces?: readonly string[];
    excludedResources?: readonly string[];
    hooks?: { resources: HookSpec[] };
}

/**
 * The tiers as Velero's schedules.
 *
 * @param later minutes, below 30, that all of them are late
 * @param scope of each of them
 */
export function schedules(
    monthlyRetentionYears: number,
    paused: readonly BackupTier[],
    later = 0,
    scope: BackupScope = {},
): Record<BackupTier, ScheduleSpec> {
    const each = tiers(monthlyRetentionYears);
    const of = (name: BackupTier): ScheduleSpec => ({
        ...schedule({ ...each[name], minute: each[name].minute + later }, scope),
        ...(paused.includes(name) && { paused: true }),
    });
    return { "every-6h": of("every-6h"), weekly: of("weekly"), monthly: of("monthly") };
}

const schedule = (tier: Tier, scope: BackupScope): ScheduleSpec => ({
    schedule: cron(tier),
    // Backups must not go with their schedule: deleting that by mistake would delete five years.
    useOwnerReferencesInBackup: false,
    template: {
        ttl: `${tier.keptHours}h0m0s`,
        storageLocation: "default",
        includedNamespaces: ["*"],
        includeClusterResources: true,
        snapshotMoveData: true,
        resourcePolicy: { kind: "ConfigMap", name: volumePolicyName },
        ...scope,
    },
});

/** The five fields of cron, which Velero reads in the time zone of its pod: UTC. */
export const cron = ({ minute, hour, everyHours, on }: Tier): string =>
    [minute, everyHours ? `*/${everyHours}` : hour, on === "first" ? 1 : "*", "*", on === "sunday" ? 0 : "*"].join(" ");
