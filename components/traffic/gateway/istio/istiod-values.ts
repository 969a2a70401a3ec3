import { resources } from "../../../platform/workload.ts";
import { logging } from "../../mesh/istio/istiod-values.ts";
import { accessLog } from "../access-log.ts";

/** What istiod is told beside, to keep the proxies that people come in by. */
export const gatewayValues = {
    global: { proxy: { resources: resources(100, 256) } },
    meshConfig: logging(accessLog),
};
