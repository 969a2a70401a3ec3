/** How strictly Pod Security Admission judges a namespace. */
export const PodSecurity = { restricted: "restricted", baseline: "baseline", privileged: "privileged" } as const;
export type PodSecurity = (typeof PodSecurity)[keyof typeof PodSecurity];
