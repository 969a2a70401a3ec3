/** Namespaces of what is a Fluent Bit. */
export const fluentBits = ["fluent-bit", "event-collector"] as const;
