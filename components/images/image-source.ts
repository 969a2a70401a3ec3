import { interpolate, type Output, type Resource } from "@pulumi/pulumi";
import { type AwsResources, dataFacts, type EksCluster } from "../platform/eks-cluster.ts";
import type { ImageOrigin } from "../platform/image-origins.ts";
import type { ImageRelay } from "../platform/image-relay.ts";
import type { Settings } from "../settings.ts";
import { PrivateRegistry, registryHost } from "./private-registry.ts";
import { isRelayed } from "./relayed.ts";

/** Where the images of the platform come from. */
export interface ImageSource {
    /** Default: from where they are published. */
    relay?: ImageRelay;
    /** The same of who is there before the credential that the registry asks for. Default: it asks for none. */
    openRelay?: ImageRelay;
    /** Roles of pipelines that push, by name. Default: there are none. */
    pushRoleArns?: Output<Record<string, string>>;
    /** What must be there before the first of them is pulled. */
    ready: readonly Resource[];
}

/**
 * What those are made of who hand out the credential of a registry, and what comes before them, such as Cilium or Calico: ECR relays
 * that beside it, and nothing else.
 */
const openOrigins: ImageOrigin[] = ["ghcr.io", "quay.io"];

/** The user's registry where there is one, else ECR where there is AWS. */
export function imageSource(settings: Settings, eks: (EksCluster & AwsResources) | undefined): ImageSource {
    const { existing, ecr } = settings.registry;
    const own: ImageRelay | undefined =
        existing && ((origin) => `${existing.host}/${existing.paths[origin] ?? origin}`);
    if (own && !existing?.credentialSecretName) return { relay: own, ready: [] };
    if (!eks || !isRelayed(settings)) return { ready: [] };
    const registry = new PrivateRegistry(
        eks.name,
        {
            ...dataFacts(eks),
            nodeRoleArn: eks.nodeRoleArn,
            ...(own ? { ecr: { ...ecr, relays: [], repositories: [], pushRoles: [] }, origins: openOrigins } : { ecr }),
            replicaRegion: settings.backup.replicaRegion,
            tags: eks.tags,
            allowDeletion: settings.allowDeletion,
        },
        eks.own,
    );
    const host = registryHost(eks.accountId, eks.profile.region);
    const byEcr: ImageRelay = (origin) => interpolate`${host}/${origin}`;
    return {
        ...(own ? { relay: own, openRelay: byEcr } : { relay: byEcr }),
        ...(registry.pushRoleArns && { pushRoleArns: registry.pushRoleArns }),
        ready: [registry],
    };
}
