import { type Case, down } from "../case.ts";

const job = { job: "sealed-secrets-metrics", namespace: "sealed-secrets" };
const condition = (labels: string) =>
    `sealed_secrets_controller_condition_info{job="sealed-secrets-metrics",namespace="sealed-secrets",exported_namespace="shop",${labels}}`;
const database = condition('name="database",condition="Synced",pod="sealed-secrets-0"');

export const sealedSecrets: Case[] = [
    ...down(job, {
        alert: "SealedSecretsDown",
        severity: "warning",
        after: "15m",
        says: "No pod of sealed-secrets-metrics answers: what is sealed anew becomes no Secret.",
    }),
    {
        alert: "SealedSecretNotOpened",
        severity: "warning",
        after: "5m",
        labels: { exported_namespace: "shop", name: "database" },
        says: "SealedSecret shop/database has become no Secret, or its last change has not.",
        fires: { [database]: "-1" },
        beside: {
            [condition('name="mail",condition="Synced",pod="sealed-secrets-0"')]: "1",
            [condition('name="mail",condition="Other",pod="sealed-secrets-0"')]: "-1",
        },
        silent: [{ [database]: "1" }, { [database]: "0" }],
    },
];
