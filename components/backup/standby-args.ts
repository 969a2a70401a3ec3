import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import * as aws from "../configuration/aws-fields.ts";
import * as f from "../configuration/fields.ts";

/**
 * What a standby needs of its primary, whose stack tells it; and what it is now. As long as it waits it runs nothing
 * that owns a volume but the platform: docs/disaster-recovery.md.
 */
export interface StandbyArgs {
    /** Name of the primary's cluster: its secrets begin with it. */
    clusterName: Input<string>;
    /** Name of the bucket, in the standby's region, that the primary's backups are replicated to. */
    backupBucket: Input<string>;
    /** ARN of the KMS key that encrypts it. */
    backupKeyArn: Input<string>;
    /** Name of the secret, in the standby's region, with the password of the primary's backups. */
    backupPasswordSecret: Input<string>;
    /**
     * Whose the primary's records in DNS are (its output `dnsOwner`): under the same id the standby takes them over.
     * Default: `clusterName`, as the primary's without `dns.owner`.
     */
    dnsOwner?: Input<string>;
    /** Whether it is the primary now: what owns volumes runs, and names lead to it. Default false: it waits. */
    active?: boolean;
    /**
     * Name of the backup of the primary that is restored, before anything that waits begins. The update waits until the
     * restore is complete, and fails where it is not. Default: nothing is restored.
     */
    restore?: string;
    /**
     * Kinds that belong to no namespace and are restored before all others, such as
     * `customresourcedefinitions.apiextensions.k8s.io`, as their plural with its group. What is there already stays as it
     * is. Default: none, they come of this program and of Git.
     */
    restoreClusterScoped?: string[];
    /**
     * Registry here by registry of the primary: what Velero restores names its images as they are called here, the restore
     * test's too. `{ "111122223333.dkr.ecr.eu-west-1.amazonaws.com": "111122223333.dkr.ecr.eu-central-1.amazonaws.com" }`
     * takes those that ECR has replicated. Default: images keep their names, and cannot be pulled while the primary's
     * region is gone.
     */
    imageRegistries?: Record<string, string>;
    /**
     * Whether this cluster was the primary before, and keeps the password that its backups are written with. Default
     * false: it never was, and has none.
     */
    wasPrimary?: boolean;
}

const facts = {
    clusterName: aws.eksClusterNameInput,
    backupBucket: aws.bucket,
    backupKeyArn: aws.keyArn,
    backupPasswordSecret: aws.secretNameInput,
};

const rest = {
    dnsOwner: aws.dnsOwnerInput.optional(),
    active: f.flag.default(false),
    restore: f.label.optional(),
    restoreClusterScoped: f.list(f.resource).default([]),
    imageRegistries: z
        .record(f.registryName, f.registryName, {
            error: ({ code }) =>
                code === "invalid_key"
                    ? "is not the name of a registry: leave out https:// and the path"
                    : "give a map of registries here by registry of the primary",
        })
        .default({}),
    wasPrimary: f.flag.default(false),
};

export const standby = f.object({ ...facts, ...rest });

/** What a standby must know of its primary. */
export const standbyFacts = Object.keys(facts) as (keyof typeof facts)[];

/** In a stack the facts come by `primaryStack`; all of them given, nobody reads its state. */
export const standbyOfStack = f.object({
    clusterName: facts.clusterName.optional(),
    backupBucket: facts.backupBucket.optional(),
    backupKeyArn: facts.backupKeyArn.optional(),
    backupPasswordSecret: facts.backupPasswordSecret.optional(),
    ...rest,
});
