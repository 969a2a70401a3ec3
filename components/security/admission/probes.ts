import { each, ofPods, services } from "./pods.ts";
import type { Policy } from "./policy.ts";

export const probePolicies: Policy[] = [
    {
        id: "probe-readiness",
        action: "deny",
        match: services,
        ...ofPods,
        validations: [
            each(
                "running",
                "c.?ports.orValue([]).size() == 0 || c.?readinessProbe.hasValue()",
                "listens, and gets traffic before it is ready; set readinessProbe",
            ),
        ],
    },
    {
        id: "probe-liveness",
        action: "deny",
        match: services,
        ...ofPods,
        validations: [
            each("mainContainers", "c.?livenessProbe.hasValue()", "is not restarted when it hangs; set livenessProbe"),
        ],
    },
];
