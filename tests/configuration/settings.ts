import { read } from "../../components/configuration/stack.ts";

/** A right configuration, as a stack file says it. Each case breaks it in one place. */
export const right = {
    name: "shop",
    region: "eu-west-1",
    zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    access: { administratorRoleArns: ["arn:aws:iam::111122223333:role/admin"] },
    alerts: { emails: ["platform@example.com"], heartbeatUrlSecret: "shop/heartbeat" },
    gitops: { repository: "https://github.com/example/clusters" },
    ownership: { owner: "platform", environment: "production", costCenter: "4711" },
};

/** A sign-in to Grafana, as a stack file says it. */
export const grafanaSso = {
    authorizationUrl: "https://login.example.com/authorize",
    tokenUrl: "https://login.example.com/token",
    userInfoUrl: "https://login.example.com/userinfo",
    clientId: "grafana",
    clientSecretName: "sso/grafana",
    administratorGroup: "platform",
};

const { name, gitops, ownership } = right;

/** The same for a cluster that exists elsewhere than on EKS. */
export const elsewhere = {
    ...{ name, gitops, ownership },
    cluster: {
        existing: {
            kubeconfig: "~/.kube/config",
            context: "x",
            nodeCidrs: ["172.18.0.0/16"],
            serviceCidr: "10.96.0.0/16",
        },
    },
};

/** Pulumi hands text over as it is and everything else as JSON. */
export const handedOver = (settings: object): Record<string, string> =>
    Object.fromEntries(
        Object.entries(settings).map(([key, value]) => [
            `shop-clusters:${key}`,
            typeof value === "string" ? value : JSON.stringify(value),
        ]),
    );

export const mistakesOf = (settings: object): string[] =>
    read("shop-clusters", handedOver(settings)).mistakes.map(({ path, reason }) => `${path}: ${reason}`);
