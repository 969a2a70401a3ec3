import { z } from "zod";
import * as aws from "../configuration/aws-fields.ts";
import * as f from "../configuration/fields.ts";
import { type MadeBy, madeBy } from "../configuration/made-by.ts";
import { someCidrs } from "../configuration/server-place.ts";
import { type ImageOrigin, imageOrigins } from "../platform/image-origins.ts";
import { type PushRoleArgs, pushRoles } from "./push-role-args.ts";
import { type VerifiedImagesArgs, verify } from "./verify-args.ts";

/**
 * Where images come from. On EKS every image of the platform comes through ECR of its account, which fetches what it
 * has not got yet from where it is published.
 */
export interface RegistryArgs {
    /** ECR of the account and region that the cluster is in. Default: relays for the platform's images alone. */
    ecr?: EcrArgs;
    /** A private registry that is yours, in place of ECR: it relays what ECR would. Default: none. */
    existing?: ExistingRegistryArgs;
    /**
     * Registries with addresses in private networks that the VPC reaches, `existing` or another one: Kyverno reads signatures there,
     * the Trivy operator images. Nodes need no word of them. Default: none, all but ECR of the cluster's region are asked over the Internet.
     */
    privateHosts?: PrivateHostArgs[];
    /**
     * Weakness: images of the platform are pulled from where they are published, by every node. Default false. What is
     * not on EKS and names no registry of its own pulls them so.
     */
    allowUpstream?: boolean;
    /**
     * Scans the images of what runs once a day, wherever they come from: the Trivy operator. Default false: Inspector scans
     * what is in ECR. On EKS it leaves out what Inspector scans of the platform, and AWS's own in `kube-system`.
     */
    trivy?: boolean;
    /** Images of yours whose signatures Kyverno verifies before a pod runs them. Default: none. */
    verify?: VerifiedImagesArgs[];
}

/** Repositories, relays, and who may push. */
export interface EcrArgs {
    /**
     * Who makes what a region of an account has once: the rules by which ECR relays, the settings of the repositories
     * that it makes for them, and scanning. `stack` makes it, and leaves it there when the stack goes, for other
     * clusters of the region; `given` takes it as another stack has made it. Default `stack`.
     */
    shared?: MadeBy;
    /**
     * Secret in Secrets Manager, with `username` and `accessToken` of Docker Hub; AWS asks for one whose name begins with
     * `ecr-pullthroughcache/`. Default `ecr-pullthroughcache/docker-hub`.
     */
    dockerHubSecret?: string;
    /** The same of GitHub's packages (ghcr.io). Default `ecr-pullthroughcache/github`. */
    githubSecret?: string;
    /** Registries of GitLab and Azure that are relayed to your workloads beside those of the platform. Default: none. */
    relays?: RelayArgs[];
    /** Repositories of your own images, such as `shop/web`: encrypted by the cluster's key. Default: none. */
    repositories?: string[];
    /**
     * Tags that may be pushed again, with `*` for any characters, five at most; every other tag always means the same
     * image. Default `["latest"]`: for relayed images that workloads name so, which admission refuses.
     */
    movingTags?: string[];
    /** Build pipelines that push to the repositories, by OpenID Connect, without keys. Default: none. */
    pushRoles?: PushRoleArgs[];
}

/** A registry that ECR relays with credentials. */
export interface RelayArgs {
    /** Its name: `registry.gitlab.com`, or that of a registry of Azure, such as `example.azurecr.io`. */
    registry: string;
    /** Secret in Secrets Manager with `username` and `accessToken`; its name begins with `ecr-pullthroughcache/`. */
    secretName: string;
}

/**
 * Artifactory, Nexus, Harbor, an organisation of Docker Hub, or another one. It lets the nodes in without credentials, or
 * `credentialSecretName` names one.
 */
export interface ExistingRegistryArgs {
    /** Its name, such as `images.example.com`, with a port where it has one. */
    host: string;
    /**
     * Where in it the images of a registry lie, by the registry's name: `{ "docker.io": "docker-hub-remote" }`. Default:
     * below the registry's own name.
     */
    paths?: Record<string, string>;
    /**
     * Secret in Secrets Manager with `username` and `password`, which may read images. Pods of the platform, of your own
     * charts and of namespaces with the label `production-cluster/image-pull: "true"` pull with it: external-secrets copies
     * it, and Kyverno hands it to the pods. The images of these two, of Cilium and of Calico come through ECR. Default: none is asked
     * for.
     */
    credentialSecretName?: string;
}

/** A registry in a private network. */
export interface PrivateHostArgs {
    /** Its name as images have it, such as `images.example.com`, with a port where it has one. */
    host: string;
    /** Ranges of its addresses, /8 to /32, and of what it sends to at port 443 for tokens and content; at least one. */
    cidrs: string[];
}

const cacheSecret = f.pattern(
    /^ecr-pullthroughcache\/[\w/+=.@-]{1,490}$/,
    "the name of a secret that begins with ecr-pullthroughcache/, as ECR asks for",
);
const repository = f.pattern(
    /^(?=.{2,256}$)[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/,
    "the name of a repository, such as shop/web",
);
const movingTag = f.pattern(
    /^(?=.{1,128}$)[\w.-]*(\*[\w.-]*){0,2}$/,
    "a tag, with two * at most for any characters, such as latest or branch-*",
);

export const registry = f.object({
    ecr: f
        .object({
            shared: madeBy,
            dockerHubSecret: cacheSecret.default("ecr-pullthroughcache/docker-hub"),
            githubSecret: cacheSecret.default("ecr-pullthroughcache/github"),
            relays: f
                .list(
                    f.object({
                        registry: f.pattern(
                            /^(registry\.gitlab\.com|[a-z0-9]{5,19}\.azurecr\.io)$/,
                            "registry.gitlab.com or a registry of Azure with 19 characters at most before .azurecr.io",
                        ),
                        secretName: cacheSecret,
                    }),
                    { of: ({ registry }) => registry },
                )
                .default([]),
            repositories: f.list(repository).default([]),
            movingTags: f.list(movingTag).max(5, "ECR takes five patterns at most").default(["latest"]),
            pushRoles,
        })
        .prefault({}),
    existing: f
        .object({
            host: f.registryName,
            paths: z
                .partialRecord(
                    z.enum(Object.keys(imageOrigins) as [ImageOrigin], {
                        error: `is not a registry of the platform's images; those are ${Object.keys(imageOrigins).join(", ")}`,
                    }),
                    f.pattern(
                        /^[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
                        "a path, such as docker-remote",
                    ),
                    { error: "give a map of paths by registry" },
                )
                .default({}),
            credentialSecretName: aws.secretName.optional(),
        })
        .optional(),
    privateHosts: f
        .list(
            f.object({
                host: f.registryName,
                cidrs: someCidrs.min(1, "must name a range"),
            }),
            { of: ({ host }) => host },
        )
        .default([]),
    allowUpstream: f.flag.default(false),
    trivy: f.flag.default(false),
    verify,
});
