import type { RuleGroup } from "../../platform/rules.ts";
import { failedRequests, sloRules } from "../../platform/slo.ts";

/**
 * What people get through the gateway: an answer, and not an error of the gateway or of what is behind it. Both count,
 * as who asks cannot tell them apart.
 *
 * @param requests the proxies' own count of them
 */
export const ingressSlo = (requests: Parameters<typeof failedRequests>[0]): RuleGroup =>
    sloRules({ name: "ingress", service: "gateway", objective: 0.995, errorRatio: failedRequests(requests) });
