export * from "./certificates.ts";
export * from "./gateway.ts";
export * from "./ingress.ts";
export * from "./ingress-tls.ts";
export * from "./service-mesh.ts";
export * from "./services.ts";
