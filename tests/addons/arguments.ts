import type { Rendered } from "./render.ts";

export interface Named {
    kind: string;
    name: string;
    namespace?: string;
}

/** Flags by the end of their names, in any spelling, and the kind that they name an object of. */
const flags: [RegExp, string][] = [
    [/config-?map(-?name)?$/, "ConfigMap"],
    [/secret-?name$/, "Secret"],
    [/service-?account(-?name)?$/, "ServiceAccount"],
    [/^(service-?name|kubelet-service)$/, "Service"],
    [/webhook-?name$/, "ValidatingWebhookConfiguration"],
    [/priority-?class(-?name)?$/, "PriorityClass"],
    [/ingress-class$/, "IngressClass"],
];

/** Variables that name an object, of programs of the platform. */
const variables: Record<string, string> = {
    INIT_CONFIG: "ConfigMap",
    METRICS_CONFIG: "ConfigMap",
    KYVERNO_SVC: "Service",
    KYVERNO_DEPLOYMENT: "Deployment",
    KYVERNO_SERVICEACCOUNT_NAME: "ServiceAccount",
    KYVERNO_ROLE_NAME: "ClusterRole",
    KARPENTER_SERVICE: "Service",
    ARGOCD_SERVER_NAME: "Deployment",
    ARGOCD_REPO_SERVER_NAME: "Deployment",
    ARGOCD_APPLICATION_CONTROLLER_NAME: "StatefulSet",
};

const clusterWide = ["ClusterRole", "IngressClass", "PriorityClass", "ValidatingWebhookConfiguration"];

/** Objects that a container is told by name: in its arguments, its variables, and as hosts in both. */
export function namedArguments({ command, args, env }: Rendered): Named[] {
    const words = [...(command ?? []), ...(args ?? [])].map(String);
    const said = new Map(words.flatMap((word, at) => flagOf(word, words[at + 1])));
    const values = ((env ?? []) as Rendered[]).filter(({ value }) => value);
    return [
        ...[...said].flatMap(([flag, value]) => {
            const kind = flags.find(([end]) => end.test(flag.toLowerCase()))?.[1];
            return kind ? [object(kind, value, said.get(namespaceFlag(flag)))] : [];
        }),
        ...values.flatMap(({ name, value }) => (variables[name] ? [object(variables[name], String(value))] : [])),
        ...[...words, ...values.map(({ value }) => String(value))].flatMap(hosts),
    ];
}

/** `--flag=value` or `--flag value`. */
function flagOf(word: string, next: string | undefined): [string, string][] {
    const [, flag, value = next] = /^--?([A-Za-z][\w.-]*)(?:=(.*))?$/s.exec(word) ?? [];
    return flag && value && !value.startsWith("-") ? [[flag, value]] : [];
}

const namespaceFlag = (flag: string): string => (/-name$/.test(flag) ? flag.replace(/-name$/, "-namespace") : "");

function object(kind: string, value: string, namespace?: string): Named {
    if (clusterWide.includes(kind)) return { kind, name: value, namespace: "" };
    const [, of, account] = /^system:serviceaccount:([^:]+):(.+)$/.exec(value) ?? [];
    if (of && account) return { kind, name: account, namespace: of };
    const [first = "", second] = value.split("/");
    if (second !== undefined) return { kind, name: second, namespace: first };
    return { kind, name: value, ...(namespace ? { namespace } : {}) };
}

/** Services in the names of hosts: `<name>.<namespace>.svc`. */
export const hosts = (text: string): Named[] =>
    [...text.matchAll(/(?<![\w.-])([a-z][a-z0-9-]*)\.([a-z][a-z0-9-]*)\.svc(?![\w-])(?!\.kyverno-tls)/g)].map(
        ([, name = "", namespace]) => ({ kind: "Service", name, namespace }),
    );
