import { argumentsHoldCredential, isCredential } from "./credentials.ts";
import type { AdmissionEngine } from "./engine.ts";
import { each, ofPods, workloads } from "./pods.ts";
import { literal, type Policy, type Validation } from "./policy.ts";

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

/**
 * How large an object may be to be looked at for credentials: characters of names and values, and how many there are. What
 * costs the API server more than a million units is refused, and regular expressions over text cost some 20 to 50 units a
 * character: of text that is made to cost much, 18,000 characters are too many (docs/decisions/0106). Gatekeeper has as
 * much for a whole policy as the API server for an expression (docs/decisions/0147).
 */
const limits = { characters: 16_384, entries: { native: 500, kyverno: 500, gatekeeper: 250 } } as const;

const isConfigMap = 'object.kind == "ConfigMap"';
const variablesOf = "c.?env.orValue([])";
const wordsOf = "(c.?command.orValue([]) + c.?args.orValue([]))";
const textOf = 'e.?value.orValue("")';
const { initContainers, said } = ofPods.variables;

/** Names of the containers of which something holds, of objects that are not too large. */
const containersWhere = (holds: string) => `variables.isSmall ? variables.said.filter(c, ${holds}).map(c, c.name) : []`;
const none = (culprits: string, what: string, of: Validation["of"] = "container"): Validation => ({
    expression: `variables.${culprits}.size() == 0`,
    culprits: `variables.${culprits}`,
    of,
    message: `${what} what looks like a credential; put it into the store and mount it by an ExternalSecret`,
});

const secretNotPlaintext = (engine: AdmissionEngine): Policy => ({
    id: "secret-not-plaintext",
    action: "deny",
    match: [...workloads, { group: "", version: "v1", resources: ["configmaps"] }],
    judged: (object) => `${isConfigMap} ? dyn(dyn(${object}).?data.orValue({})) : dyn(${ofPods.judged(object)})`,
    variables: {
        data: `${isConfigMap} ? dyn(object).?data.orValue({}) : {}`,
        pod: `${isConfigMap} ? dyn({}) : dyn(${ofPods.variables.pod})`,
        initContainers,
        said,
        entries: `variables.data.size() + variables.said.map(c, ${variablesOf}.size() + ${wordsOf}.size()).sum()`,
        characters:
            "variables.data.map(key, key.size() + variables.data[key].size()).sum() + " +
            `variables.said.map(c, ${variablesOf}.map(e, e.name.size() + ${textOf}.size()).sum() + ` +
            `${wordsOf}.map(word, word.size()).sum()).sum()`,
        isSmall: `variables.entries <= ${limits.entries[engine]} && variables.characters <= ${limits.characters}`,
        keys: `variables.isSmall ? variables.data.filter(key, ${isCredential("key", "variables.data[key]")}) : []`,
        byVariables: containersWhere(`${variablesOf}.exists(e, ${isCredential("e.name", textOf)})`),
        byArguments: containersWhere(argumentsHoldCredential(wordsOf)),
    },
    validations: [
        none("keys", "holds", "key"),
        none("byVariables", "has a variable that holds"),
        none("byArguments", "has an argument that holds"),
    ],
});

export const secretPolicies = (engine: AdmissionEngine): Policy[] => [
    secretNotPlaintext(engine),
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
