import { tmpdir } from "node:os";
import { join } from "node:path";

/** What the folders of clusters begin with; each belongs to the process that started the cluster. */
export const folders = join(tmpdir(), "production-cluster");

/** Files in the folder of a cluster. */
export const files = {
    kubeconfig: "kubeconfig",
    /** Static token of the one user. */
    tokens: "tokens.csv",
    serviceAccountKey: "service-account.key",
    serviceAccountPublicKey: "service-account.pub",
    certificates: "certificates",
    /** Written by the API server, which makes its own certificate authority. */
    authority: "certificates/apiserver.crt",
} as const;
