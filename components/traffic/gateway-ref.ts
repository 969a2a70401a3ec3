/** What a policy names that holds for a Gateway of its namespace, and for the proxies that are made of it. */
export const gatewayRef = (name: string) => ({ group: "gateway.networking.k8s.io", kind: "Gateway", name }) as const;
