/** Namespaces of EKS add-ons, which have no policies: a default for every namespace leaves them out. */
export const openNamespaces = ["kube-system", "amazon-cloudwatch", "amazon-guardduty"];
