/** Namespaces of what writes to the store. */
export const logWriters = ["fluent-bit", "event-collector"] as const;
