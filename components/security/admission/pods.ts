import type { Match, Policy, Validation } from "./policy.ts";

/** Workloads that run until they are stopped. */
export const lasting: Match[] = [
    { group: "apps", version: "v1", resources: ["deployments", "statefulsets", "daemonsets", "replicasets"] },
    { group: "", version: "v1", resources: ["replicationcontrollers"] },
];

/** Everything that makes pods, and single pods. */
export const workloads: Match[] = [
    ...lasting,
    { group: "batch", version: "v1", resources: ["jobs", "cronjobs"] },
    { group: "", version: "v1", resources: ["pods"] },
];

/** As above, and the containers that somebody adds to a running pod. */
export const everyContainer: Match[] = [
    ...workloads,
    { group: "", version: "v1", resources: ["pods/ephemeralcontainers"] },
];

/** Spec of the pods of any workload. */
const podSpec = (object: string): string =>
    `object.kind == "Pod" ? dyn(${object}).spec : ` +
    `object.kind == "CronJob" ? dyn(${object}).spec.jobTemplate.spec.template.spec : dyn(${object}).spec.template.spec`;

/** Labels of the pods of any workload. */
const podLabels =
    'object.kind == "Pod" ? dyn(object).metadata.?labels.orValue({}) : ' +
    'object.kind == "CronJob" ? dyn(object).spec.jobTemplate.spec.template.?metadata.?labels.orValue({}) : ' +
    "dyn(object).spec.template.?metadata.?labels.orValue({})";

/** Whether Istio puts its proxy into the pods. */
const injected =
    'variables.podLabels[?"sidecar.istio.io/inject"].orValue("") == "true" || ' +
    '(variables.podLabels[?"sidecar.istio.io/inject"].orValue("") != "false" && ' +
    'variables.podLabels[?"istio.io/rev"].orValue("") != "")';

/** Whether a container only marks the place of that proxy, whose image, resources and probes are the injector's own. */
const standsIn = 'variables.injected && c.name == "istio-proxy" && c.?image.orValue("") == "auto"';

/** What a rule on pods starts from: only a change of the pod's spec is judged. */
export const ofPods = {
    judged: podSpec,
    variables: {
        pod: podSpec("object"),
        podLabels,
        injected,
        mainContainers: `variables.pod.?containers.orValue([]).filter(c, !(${standsIn}))`,
        initContainers: "variables.pod.?initContainers.orValue([])",
        containers: "variables.initContainers + variables.mainContainers",
        // The main ones and sidecars, which run next to each other.
        running:
            'variables.mainContainers + variables.initContainers.filter(c, c.?restartPolicy.orValue("") == "Always")',
        all: "variables.containers + variables.pod.?ephemeralContainers.orValue([])",
        // With those that an injector fills in: what they say themselves counts.
        said:
            "variables.initContainers + variables.pod.?containers.orValue([]) + " +
            "variables.pod.?ephemeralContainers.orValue([])",
    },
} satisfies Pick<Policy, "judged"> & { variables: Record<string, string> };

export type Containers = "mainContainers" | "containers" | "running" | "all" | "said";

/** What must hold for each container `c`. The message follows the names of the containers at fault. */
export const each = (of: Containers, holds: string, message: string): Validation => ({
    expression: `variables.${of}.all(c, ${holds})`,
    message,
    culprits: `variables.${of}.filter(c, !(${holds})).map(c, c.name)`,
});

/** Name of the service account: the older field counts where the newer one is not given. */
const account =
    'variables.pod.?serviceAccountName.orValue("") == "" ? ' +
    'variables.pod.?serviceAccount.orValue("") : variables.pod.serviceAccountName';

export const podPolicies: Policy[] = [
    {
        id: "no-naked-pods",
        action: "deny",
        match: [{ group: "", version: "v1", resources: ["pods"] }],
        // An owner that goes without its pods leaves them behind by an update.
        operations: ["CREATE"],
        judged: (object) => `${object}.metadata.?ownerReferences`,
        validations: [
            {
                expression: "object.metadata.?ownerReferences.orValue([]).size() > 0",
                message: "nothing replaces the pod when its node goes; make it a Deployment, StatefulSet or Job",
            },
        ],
    },
    {
        id: "sa-default-unused",
        action: "deny",
        match: workloads,
        ...ofPods,
        variables: { ...ofPods.variables, account },
        validations: [
            {
                expression: '!(variables.account in ["", "default"])',
                message:
                    "its pods use the service account default; make one for the workload and set serviceAccountName",
            },
        ],
    },
    {
        id: "pod-ro-rootfs",
        action: "warn",
        match: workloads,
        ...ofPods,
        validations: [
            each(
                "all",
                'c.?securityContext.?readOnlyRootFilesystem.orValue(false) || variables.pod.?os.?name.orValue("") == "windows"',
                "can write to its root file system; set readOnlyRootFilesystem and mount an emptyDir where it writes",
            ),
        ],
    },
];
