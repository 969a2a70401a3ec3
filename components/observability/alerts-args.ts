import * as f from "../configuration/fields.ts";

/** Alerts leave through an SNS topic that the component makes: no credential is stored anywhere. */
export interface AlertsArgs {
    /** E-mail addresses subscribed to the topic, at least one, each in one spelling. */
    emails: string[];
    /**
     * Name of the Secrets Manager secret that holds the URL of a dead-man switch (healthchecks.io and the like); the
     * always-firing Watchdog alert is sent there, so that silence itself raises an alarm. Its whole text is the URL.
     */
    heartbeatUrlSecret: string;
}

export const alerts = f.object({
    emails: f.emails.min(1, "give at least one e-mail address"),
    heartbeatUrlSecret: f.secretName,
});
