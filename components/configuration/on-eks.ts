/** Whether the cluster is on EKS: its own, or an existing one of which `eks` says more. */
export const isOnEks = ({ cluster: { existing } }: { cluster: { existing?: { eks?: object } } }): boolean =>
    existing === undefined || existing.eks !== undefined;
