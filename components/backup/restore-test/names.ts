/** Namespaces of the restore test: what is backed up, where it is restored to, and who looks. */
export const namespaces = { canary: "backup-canary", scratch: "restore-scratch", test: "restore-test" } as const;

/** Every object of the canary has it: by it they are restored. */
export const canaryLabels = { "app.kubernetes.io/name": namespaces.canary };

/** Service account of the test. */
export const account = { name: "restore-test", namespace: namespaces.test };

/** Where a canary serves its record, and the test its metrics. */
export const port = 8080;

/** Minutes between two records of the canary. */
export const writeMinutes = 10;
