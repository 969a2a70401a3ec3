import type { RuleGroup } from "../../platform/rules.ts";

/** Events are there for an hour: what is not read by then is lost. */
export const eventCollectorAlerts: RuleGroup[] = [
    {
        name: "event-collector",
        rules: [
            {
                alert: "EventCollectorDown",
                expr: 'absent(up{namespace="event-collector"} == 1)',
                for: "15m",
                severity: "warning",
                summary: "No pod of event-collector/event-collector is up: events older than an hour are lost.",
            },
        ],
    },
];
