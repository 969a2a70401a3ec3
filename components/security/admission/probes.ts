import { each, lasting, ofPods } from "./pods.ts";
import type { Match, Policy } from "./policy.ts";

/** What runs until it is stopped: single pods may. */
const untilStopped: Match[] = [...lasting, { group: "", version: "v1", resources: ["pods"] }];

const ends = 'variables.pod.?restartPolicy.orValue("Always") != "Always"';

export const probePolicies: Policy[] = [
    {
        id: "probe-readiness",
        action: "deny",
        match: untilStopped,
        ...ofPods,
        variables: { ...ofPods.variables, ends },
        validations: [
            each(
                "running",
                "variables.ends || c.?ports.orValue([]).size() == 0 || c.?readinessProbe.hasValue()",
                "listens, and gets traffic before it is ready; set readinessProbe",
            ),
        ],
    },
    {
        id: "probe-liveness",
        action: "deny",
        match: untilStopped,
        ...ofPods,
        variables: { ...ofPods.variables, ends },
        validations: [
            each(
                "mainContainers",
                "variables.ends || c.?livenessProbe.hasValue() || " +
                    // Beside a container that listens, one that opens no port has nothing that a probe could ask.
                    "(c.?ports.orValue([]).size() == 0 && variables.mainContainers.exists(o, o.?ports.orValue([]).size() > 0))",
                "is not restarted when it hangs; set livenessProbe",
            ),
        ],
    },
];
