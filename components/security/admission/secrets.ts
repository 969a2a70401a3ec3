import { each, ofPods, workloads } from "./pods.ts";
import { literal, type Policy } from "./policy.ts";

/** Types of Secrets that Kubernetes and tools make. */
const madeByTools = ["kubernetes.io/service-account-token", "helm.sh/release.v1", "bootstrap.kubernetes.io/token"];

/**
 * Fields of a repository of Argo CD that are credentials; without them it only says where the repository is
 * (https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#repositories).
 */
const repositoryCredentials = [
    "password",
    "bearerToken",
    "sshPrivateKey",
    "tlsClientCertKey",
    "githubAppPrivateKey",
    "gcpServiceAccountKey",
];

const isRepositoryWithoutCredential =
    'object.metadata.?labels[?"argocd.argoproj.io/secret-type"].orValue("") == "repository" && ' +
    ["data", "stringData"]
        .map((field) => `!object.?${field}.orValue({}).exists(key, key in ${literal(repositoryCredentials)})`)
        .join(" && ");

export const secretPolicies: Policy[] = [
    {
        id: "secret-from-store",
        action: "deny",
        match: [{ group: "", version: "v1", resources: ["secrets"] }],
        judged: (object) => `${object}.?data.orValue({})`,
        validations: [
            {
                expression:
                    `object.?type.orValue("") in ${literal(madeByTools)} || ` +
                    "(object.?data.orValue({}).size() == 0 && object.?stringData.orValue({}).size() == 0) || " +
                    `(${isRepositoryWithoutCredential})`,
                message: "the Secret is written by hand; put its value into the store and make an ExternalSecret of it",
            },
        ],
    },
    {
        id: "secret-not-in-env",
        action: "warn",
        match: workloads,
        ...ofPods,
        validations: [
            each(
                "said",
                "c.?env.orValue([]).all(e, !e.?valueFrom.?secretKeyRef.hasValue()) && " +
                    "c.?envFrom.orValue([]).all(e, !e.?secretRef.hasValue())",
                "takes a Secret as environment variable; mount it as a volume",
            ),
        ],
    },
];
