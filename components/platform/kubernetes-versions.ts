/**
 * Kubernetes minor versions in EKS standard support, and until when
 * (https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html).
 */
export const standardSupport = { "1.35": "2027-03-27", "1.36": "2027-08-02" } as const;

export type KubernetesVersion = keyof typeof standardSupport;
export const kubernetesVersions = Object.keys(standardSupport) as [KubernetesVersion, ...KubernetesVersion[]];
