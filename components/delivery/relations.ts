import { mistakeIf, type Relation } from "../configuration/relation.ts";
import type { Settings } from "../settings.ts";

/** The repository and how it is read. */
export const gitOpsRelations: Relation<Settings>[] = [
    {
        fields: ["gitops"],
        broken: ({ gitops: { repository, credential, caCertificate } }) => {
            const overHttps = repository.startsWith("https://");
            return [
                ...mistakeIf(
                    credential !== undefined && overHttps === (credential.kind === "ssh"),
                    "gitops.credential.kind",
                    `does not open gitops.repository, ${overHttps ? "an https:// URL; give https or githubApp" : "a URL of SSH; give ssh"}`,
                ),
                ...mistakeIf(
                    caCertificate !== undefined && !overHttps,
                    "gitops.caCertificate",
                    "has no effect: gitops.repository is a URL of SSH, which knows servers by their keys; leave it out",
                ),
            ];
        },
    },
];
