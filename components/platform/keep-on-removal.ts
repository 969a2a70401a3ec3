/** Annotations by which Helm leaves a CRD where it is: with it every object of its kind would go, whoever made it. */
export const keepOnRemoval = { "helm.sh/resource-policy": "keep" };
