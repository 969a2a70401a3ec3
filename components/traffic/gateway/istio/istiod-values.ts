import { resources } from "../../../platform/workload.ts";
import { keepsProxies, logging } from "../../mesh/istio/istiod-values.ts";
import { accessLog } from "../access-log.ts";

/** What istiod is told beside, to keep the proxies that people come in by. */
export const gatewayValues = {
    ...keepsProxies,
    global: { ...keepsProxies.global, proxy: { resources: resources(100, 256) } },
    meshConfig: logging(accessLog),
};
