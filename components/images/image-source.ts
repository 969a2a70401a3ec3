import { interpolate, type Resource } from "@pulumi/pulumi";
import { type AwsResources, dataFacts, type EksCluster } from "../platform/eks-cluster.ts";
import type { ImageRelay } from "../platform/image-relay.ts";
import type { Settings } from "../settings.ts";
import { PrivateRegistry, registryHost } from "./private-registry.ts";
import { isRelayed } from "./relayed.ts";

/** Where the images of the platform come from. */
export interface ImageSource {
    /** Default: from where they are published. */
    relay?: ImageRelay;
    /** What must be there before the first of them is pulled. */
    ready: readonly Resource[];
}

/** The user's registry where there is one, else ECR where there is AWS. */
export function imageSource(settings: Settings, eks: (EksCluster & AwsResources) | undefined): ImageSource {
    const { existing, ecr } = settings.registry;
    if (existing) {
        const { host, paths } = existing;
        return { relay: (origin) => `${host}/${paths[origin] ?? origin}`, ready: [] };
    }
    if (!eks || !isRelayed(settings)) return { ready: [] };
    const registry = new PrivateRegistry(
        eks.name,
        {
            ...dataFacts(eks),
            nodeRoleArn: eks.nodeRoleArn,
            ecr,
            replicaRegion: settings.backup.replicaRegion,
            tags: eks.tags,
            allowDeletion: settings.allowDeletion,
        },
        eks.own,
    );
    const host = registryHost(eks.accountId, eks.profile.region);
    return { relay: (origin) => interpolate`${host}/${origin}`, ready: [registry] };
}
