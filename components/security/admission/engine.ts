/** Who judges objects before they are stored: the API server itself, or the webhook of Kyverno or Gatekeeper. */
export const AdmissionEngine = { native: "native", kyverno: "kyverno", gatekeeper: "gatekeeper" } as const;
export type AdmissionEngine = (typeof AdmissionEngine)[keyof typeof AdmissionEngine];
