import type { AcceptedFinding } from "../../../platform/exemption.ts";

/**
 * Where Istio's images are pulled from: the project publishes them on Docker Hub, too, which ECR relays, unlike the
 * registry that its charts name.
 */
export const hub = "docker.io/istio";

/** Values of the chart's profile for a mesh without sidecars; its images have no shell. */
export const profile = "ambient";

/** Namespaces, each with the Pod Security level that what runs in it needs. */
export const namespaces = {
    istiod: "istio-system",
    cni: "istio-cni",
    ztunnel: "ztunnel",
    egress: "istio-egress",
} as const;

/** Port of istiod for certificates and configuration. */
export const xdsPort = 15_012;

/** HBONE: HTTP/2 CONNECT over mutual TLS. */
export const hbonePort = 15_008;

/** By which both node agents write to the node and enter the network of a pod; SELinux of Bottlerocket knows it. */
export const seLinuxOptions = { type: "spc_t" };

/** What the policy pack holds against containers that enter the network of a pod, and stays so. */
export const entersPods = (finding: Omit<AcceptedFinding, "check">): AcceptedFinding[] =>
    ["pod-caps-dropped", "pod-no-privilege-escalation", "pod-run-as-non-root"].map((check) => ({ check, ...finding }));
