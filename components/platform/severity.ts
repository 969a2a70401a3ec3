/** `critical`: somebody gets up for it. `warning`: within the working day. `info`: seen by who looks. */
export const Severity = { critical: "critical", warning: "warning", info: "info" } as const;
export type Severity = (typeof Severity)[keyof typeof Severity];
