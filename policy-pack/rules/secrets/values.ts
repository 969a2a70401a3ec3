import { rule } from "../../judgement/rule.ts";
import { all, must, type Verdict } from "../../judgement/verdict.ts";
import { argumentsHoldCredential, isCredential } from "../../reading/credentials.ts";
import { containerRule } from "../../reading/pod-rule.ts";
import { type Container, containers, type Variable, workloads } from "../../reading/workloads.ts";

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
            holds: ({ env = [] }) => (env as Variable[]).every(({ valueFrom }) => !valueFrom?.secretKeyRef),
            message: "takes a Secret as environment variable",
        },
        {
            holds: ({ envFrom = [] }) => (envFrom as { secretRef?: object }[]).every(({ secretRef }) => !secretRef),
            message: "takes a Secret as environment variable",
        },
    ],
);

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
                    must(() => !isCredential(key, data[key]), `key ${key} holds what looks like a credential`),
                ),
            );
        }
        return all(
            containers(subject).flatMap((container) => [
                () => variables(container),
                // An operator may fill in one of them; a name that ends one may have its value in the other.
                ...(["command", "args"] as const).map((field) => argumentsOf(container, field)),
                argumentsOf(container, "command", "args"),
            ]),
        );
    },
});

const variables = ({ name, env = [] }: Container): Verdict =>
    all(
        (env as Variable[]).map((variable) =>
            must(
                () => !isCredential(variable.name, variable.value),
                `variable ${variable.name} of container ${name} holds what looks like a credential`,
            ),
        ),
    );

const argumentsOf = (container: Container, ...fields: ("command" | "args")[]) =>
    must(
        () => !argumentsHoldCredential(fields.flatMap((field) => container[field] ?? [])),
        `an argument of container ${container.name} holds what looks like a credential`,
    );
