import { resources } from "../../../../platform/workload.ts";
import { accessLog } from "../../../gateway/access-log.ts";
import { logging } from "../istiod-values.ts";

/** What istiod is told beside, to keep the waypoint. The mesh has one log line: its connections are told in that of requests. */
export const egressValues = {
    global: { waypoint: { resources: resources(100, 256) } },
    meshConfig: logging({
        ...accessLog,
        caller: "%FILTER_STATE(io.istio.peer_principal:PLAIN)%",
        server_name: "%REQUESTED_SERVER_NAME%",
        connection_details: "%CONNECTION_TERMINATION_DETAILS%",
    }),
};
