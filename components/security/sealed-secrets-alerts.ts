import { noneUp, type RuleGroup } from "../platform/rules.ts";

const name = "sealed-secrets";

export const sealedSecretsAlerts: RuleGroup = {
    name,
    rules: [
        {
            alert: "SealedSecretsDown",
            expr: noneUp(name, `${name}-metrics`),
            for: "15m",
            severity: "warning",
            summary: "No pod of {{ $labels.job }} answers: what is sealed anew becomes no Secret.",
        },
        {
            alert: "SealedSecretNotOpened",
            expr: 'max by (exported_namespace, name) (sealed_secrets_controller_condition_info{condition="Synced"}) < 0',
            for: "5m",
            severity: "warning",
            summary:
                "SealedSecret {{ $labels.exported_namespace }}/{{ $labels.name }} has become no Secret, or its last change has not.",
        },
    ],
};
