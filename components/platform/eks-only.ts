/** Whether the cluster is on EKS: its own, or an existing one of which `eks` says more. */
export const isOnEks = ({ cluster: { existing } }: { cluster: { existing?: { eks?: object } } }): boolean =>
    existing === undefined || existing.eks !== undefined;

/** What only a cluster on EKS can have, and why: add-ons by their name, then what else the platform would bring. */
export const eksOnly: Readonly<Record<string, string>> = {
    loki: "it keeps the logs on S3",
    "fluent-bit": "it sends the logs to loki",
    velero: "it keeps the backups on S3",
    "aws-load-balancer-controller": "it makes load balancers of AWS",
    karpenter: "it buys machines of EC2",
    "alert topic": "alerts reach people over SNS",
    "secret store": "external-secrets reads AWS Secrets Manager",
    "storage class": "volumes are encrypted EBS volumes; here they are of the cluster's default class",
    "control plane metrics": "EKS publishes them in a way of its own",
    "pod identity": "EKS gives pods their AWS permissions",
};
