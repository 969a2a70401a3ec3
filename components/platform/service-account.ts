import type { ServiceAccount } from "./kubernetes-object.ts";

/** A service account whose pods get no token unless they ask for one. */
export const accountWithoutToken = (metadata: NonNullable<ServiceAccount["metadata"]>): ServiceAccount => ({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata,
    automountServiceAccountToken: false,
});
