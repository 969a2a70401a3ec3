import { rule } from "../../judgement/rule.ts";
import { all, must } from "../../judgement/verdict.ts";
import { containerRule } from "../../reading/pod-rule.ts";
import { containers, type Variable, workloads } from "../../reading/workloads.ts";

export const secretNotInEnv = containerRule(
    {
        id: "secret-not-in-env",
        title: "Secrets reach containers as files",
        level: "advisory",
        severity: "medium",
        mend: "Mount the Secret as a volume: variables leak into logs, dumps and child processes",
        url: "https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
    },
    [
        {
            holds: ({ env = [], envFrom = [] }) =>
                (env as Variable[]).every(({ valueFrom }) => !valueFrom?.secretKeyRef) &&
                (envFrom as { secretRef?: object }[]).every(({ secretRef }) => !secretRef),
            message: "takes a Secret as environment variable",
        },
    ],
);

/** Names of what is secret; and what such a name ends with when it only points to the secret. */
const secretName =
    /pass(word|wd|phrase)|secret|token|(api|access|account|batch|encryption|master|private|shared|signing|storage)_?key|key_?content|credential/i;
const pointerName =
    /(file|path|dir|name|url|uri|arn|ref|id|ttl|length|type|mount|provider|enabled|region|expir\w*|namespace|class|key_?name|host|issuer|audience|mode|policy|rotation|refresh\w*|timeout|duration|seconds|count|limit|size|format|engine|backend|store|pull_?secret|selector|helper)s?$/i;
/** What is secret whatever it is called: AWS access keys, private keys, tokens of GitHub and Slack. */
const secretValue =
    /\bAKIA[0-9A-Z]{16}\b|-{3,}BEGIN [A-Z ]*PRIVATE KEY-{3,}|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[abpr]-[0-9A-Za-z-]{10,}/;

/** A value that is a variable, a path, a selector, or too plain to be a secret. */
const reference = /^\$[({]|^\.{0,2}\/|!=|^(true|false|\d+|null|none)$/i;

function isSecret(name: string, value: unknown): boolean {
    const text = String(value ?? "");
    if (secretValue.test(text)) return true;
    const literal = text !== "" && !reference.test(text);
    return literal && secretName.test(name) && !pointerName.test(name);
}

export const secretNotPlaintext = rule({
    id: "secret-not-plaintext",
    title: "No credential is written in plain text",
    level: "mandatory",
    severity: "critical",
    mend: "Put it into the store of secrets, change it, and mount it by an ExternalSecret",
    url: "https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
    inCharts: true,
    subjects: (inventory) => [...workloads(inventory), ...inventory.objects("ConfigMap", "core")],
    judge: (subject) => {
        if (subject.type.endsWith(":ConfigMap")) {
            const { data = {} } = subject.props;
            return all(
                Object.keys(data).map((key) =>
                    must(() => !isSecret(key, data[key]), `key ${key} holds what looks like a credential`),
                ),
            );
        }
        return all(
            containers(subject).flatMap(({ name, env = [], args = [], command = [] }) => [
                ...(env as Variable[]).map((variable) =>
                    must(
                        () => !isSecret(variable.name, variable.value),
                        `variable ${variable.name} of container ${name} holds what looks like a credential`,
                    ),
                ),
                must(
                    () => ![...command, ...args].some((text: string) => secretArgument(text)),
                    `an argument of container ${name} holds what looks like a credential`,
                ),
            ]),
        );
    },
});

/** `--password=value`; a flag without a value, or with a reference to a variable, is none. */
function secretArgument(text: unknown): boolean {
    const [, name = "", value = ""] = /^-{1,2}([\w.-]+)=(.+)$/s.exec(String(text)) ?? [];
    return secretValue.test(String(text)) || (name !== "" && isSecret(name.replaceAll("-", "_"), value));
}
