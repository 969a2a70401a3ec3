/** A registry that images of the platform are published in, by its name in references. */
export type ImageOrigin =
    | "cr.fluentbit.io"
    | "cr.l5d.io"
    | "docker.elastic.co"
    | "docker.io"
    | "ecr-public.aws.com"
    | "ghcr.io"
    | "public.ecr.aws"
    | "quay.io"
    | "reg.kyverno.io"
    | "registry.k8s.io";

interface Origin {
    /** Where ECR fetches from. Default: it relays nothing of it. */
    upstream?: string;
    /** The registry that has the same images under the same names, and is relayed in its place. Default: none. */
    sameAs?: ImageOrigin;
}

/**
 * What ECR relays: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-rule.html
 */
export const imageOrigins: Readonly<Record<ImageOrigin, Origin>> = {
    // A name before the organisation's images on Docker Hub.
    "cr.fluentbit.io": { sameAs: "docker.io" },
    // A proxy before the organisation's packages on GitHub.
    "cr.l5d.io": { sameAs: "ghcr.io" },
    // Nobody else has all of these: they are copied (docs/security.md).
    "docker.elastic.co": {},
    "docker.io": { upstream: "registry-1.docker.io" },
    // The name of the same registry that has IPv6.
    "ecr-public.aws.com": { sameAs: "public.ecr.aws" },
    "ghcr.io": { upstream: "ghcr.io" },
    "public.ecr.aws": { upstream: "public.ecr.aws" },
    "quay.io": { upstream: "quay.io" },
    // A proxy before the organisation's packages on GitHub.
    "reg.kyverno.io": { sameAs: "ghcr.io" },
    "registry.k8s.io": { upstream: "registry.k8s.io" },
};

/** The registry that stands for an origin: itself, or the one with the same images. */
export const relayedOrigin = (origin: ImageOrigin): ImageOrigin => imageOrigins[origin].sameAs ?? origin;
