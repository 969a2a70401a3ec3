import type { AcceptedFinding } from "../../../platform/exemption.ts";

const review = "2027-11-30";
const agent = "DaemonSet cilium/cilium";
const operator = "Deployment cilium/cilium-operator";

const finding = (reason: string, objects: readonly string[], checks: readonly string[]): AcceptedFinding[] =>
    checks.map((check) => ({ check, objects, reason, review }));

/** What the policy pack finds of Cilium, and stays so. */
export const accepted: AcceptedFinding[] = [
    ...finding(
        "it loads programs into the kernel as root, and its first step mounts the file system of their maps",
        [agent],
        [
            ...["pod-caps-dropped", "pod-no-privilege-escalation", "pod-not-privileged", "pod-run-as-non-root"],
            "pod-seccomp",
        ],
    ),
    ...finding(
        "maps and programs of the kernel, networks of pods, and the folders of plugins are on the node",
        [agent],
        ["pod-volume-types"],
    ),
    ...finding(
        "nobody else makes a network before it, so it is on that of the node, and is asked there how it is",
        [agent, operator],
        ["pod-no-host-namespaces", "pod-no-host-ports", "pod-other-pss"],
    ),
];
