import { noneUp, type RuleGroup } from "../../platform/rules.ts";

/** That its store takes nothing, Fluent Bit's own alerts say, whichever pod it is. */
export const eventCollectorAlerts: RuleGroup = {
    name: "event-collector",
    rules: [
        {
            alert: "EventCollectorDown",
            expr: noneUp("event-collector", "event-collector"),
            for: "15m",
            severity: "warning",
            summary: "No pod of {{ $labels.job }} answers: events older than an hour are lost.",
        },
    ],
};
