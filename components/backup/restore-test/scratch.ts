import type { Part } from "../../part.ts";
import { accessToScratch } from "./access.ts";
import { namespaces, port } from "./names.ts";

const namespace = namespaces.scratch;

/**
 * The namespace that the restore test restores into, and that is empty at any other time. It is always there, so that
 * nobody has to be allowed to make namespaces; nothing in it may open a connection.
 */
export const restoreScratch: Part = {
    name: namespace,
    withoutChart: true,
    namespace: { name: namespace, podSecurity: "restricted" },
    onlyOnEks: "backups are restored into it, and they are kept on S3",
    requires: { secretStore: "there are no backups without one" },
    accepted: [
        {
            check: "rbac-secrets-access",
            objects: ["role-restore-test"],
            reason: "it removes the password of the restored canary, the only Secret that can be in this namespace",
            review: "2027-11-30",
        },
    ],
    addon: () => ({
        traffic: { from: [{ peer: "clients", ports: [port] }], to: [] },
        before: accessToScratch,
    }),
};
