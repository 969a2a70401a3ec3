import {
    type Answers,
    type Case,
    files,
    inNamespaces,
    objectsOf,
    part,
    runTwice,
    type Suite,
    stricter,
    text,
} from "./suite.ts";

const shares = ["res-ratio", "res-limits", "res-requests"];

const answers: Answers = {
    "Container CPU Requests Equal Limits": shares,
    "Container Ephemeral Storage Request Equals Limit":
        "how much more than the request a container may take is not asked",
    "Container Ephemeral Storage Request and Limit": ["res-ephemeral"],
    "Container Image Pull Policy": ["image-pull-policy"],
    "Container Image Tag": ["image-tag-fixed"],
    "Container Memory Requests Equal Limits": shares,
    "Container Ports Check": "an example of style: ports have names",
    "Container Resource Requests Equal Limits": shares,
    "Container Resources": ["res-requests", "res-limits"],
    "Container Seccomp Profile": stricter("the annotation is gone since Kubernetes 1.27", "pod-seccomp"),
    "Container Security Context Privileged": ["pod-not-privileged"],
    "Container Security Context ReadOnlyRootFilesystem": ["pod-ro-rootfs"],
    "Container Security Context User Group ID": [part("pod-high-uid", /id above/)],
    "CronJob RestartPolicy": [part("job-hygiene", /restarts for ever/)],
    "CronJob has deadline": [part("job-hygiene", /start that was missed/)],
    "Deployment Replicas": ["replicas-min"],
    "Deployment Strategy": [part("rolling-update", /stops all pods/)],
    "Deployment has PodDisruptionBudget": ["pdb-exists"],
    "Deployment has host PodAntiAffinity": stricter("a preference keeps no replicas apart", "spread-hosts"),
    "Deployment targeted by HPA does not have replicas configured": [part("hpa-valid", /own number/)],
    "Environment Variable Key Duplication": ["env-no-duplicates"],
    "HorizontalPodAutoscaler Replicas": [part("hpa-valid", /one pod/)],
    "HorizontalPodAutoscaler has target": [part("hpa-valid", /exist/)],
    "Ingress targets Service": ["refs-resolve"],
    "NetworkPolicy targets Pod": ["netpol-no-dangling"],
    "Pod NetworkPolicy": stricter("all pods of a namespace are denied, not those of a policy alone", "ns-default-deny"),
    "Pod Probes": stricter("each container has its own, not one of them for all", "probe-readiness", "probe-liveness"),
    "Pod Probes Identical": ["probe-sane"],
    "Pod Topology Spread Constraints": ["spread-hosts"],
    "PodDisruptionBudget has policy": ["pdb-not-blocking"],
    "Service Targets Pod": [part("refs-select", /the Service/)],
    "Service Type": ["svc-type-restricted"],
    "Stable version": stricter("clusters of today are asked, not of Kubernetes 1.18", "api-not-deprecated"),
    "StatefulSet Pod Selector labels match template metadata labels": ["refs-select"],
    "StatefulSet has PodDisruptionBudget": ["pdb-exists"],
    "StatefulSet has ServiceName": ["refs-resolve", "refs-select"],
    "StatefulSet has host PodAntiAffinity": stricter("a preference keeps no replicas apart", "spread-hosts"),
};

/** A call that says what one check makes of some files, with the configuration of its run between them. */
const call = /testExpectedScore\w*\(t,((?:(?!\n}).)*?)"([^"]+)", scorecard\.Grade(\w+)\)/gs;

/** What the cases of a rule leave out, and mean. */
const contexts: Readonly<Record<string, typeof inNamespaces>> = {
    "Pod NetworkPolicy": inNamespaces,
    "Deployment has PodDisruptionBudget": runTwice,
    "StatefulSet has PodDisruptionBudget": runTwice,
};

/** Settings of our checks with the meaning of a rule. */
const settings: Readonly<Record<string, object>> = {
    "Container CPU Requests Equal Limits": { "res-ratio": { memory: 100, cpu: 1 } },
    "Container Memory Requests Equal Limits": { "res-ratio": { memory: 1, cpu: 100 } },
    "Container Resource Requests Equal Limits": { "res-ratio": { memory: 1, cpu: 1 } },
};

/** Settings under which a fault is none; and one that a check of ours has too. */
const excuses = /Ignore\w+: +true|MinReplicasHPA/;
const replicas = /MinReplicasDeployment: (\d+)/;

const same: typeof inNamespaces = (objects) => objects;

const versions = ["batchv1beta1", "batchv1"];

/** kube-score: Go tests that name a file, a check and its grade. */
export const kubeScore: Suite = {
    name: "kube-score",
    answers,
    leftOut: {
        "The API of the Ingress is gone, or its backend is of that one: Kubernetes refuses the object":
            /^Ingress targets Service: ingress(-targets|-networkingv1beta1|-v1-invalid-backend|_issue363)/,
        "Kubernetes refuses the pod: a field of its spread constraint is missing, or has no meaning":
            /^Pod Topology Spread Constraints: .*(-invalid-|-no-topologykey)/,
    },
    read: (folder) =>
        files(folder, "score/*_test.go").flatMap((path) =>
            [...text(folder, path).matchAll(call)].flatMap(([, given = "", rule = "", grade]): Case[] => {
                const named = [...given.matchAll(/"([^"]+\.yaml)"/g)].map(([, name = ""]) => name);
                if (named.length === 0 || excuses.test(given)) return [];
                const [, minimum] = replicas.exec(given) ?? [];
                // A name that is put together is one for each version of the API.
                const all = named.some((name) => name.startsWith("-"))
                    ? versions.map((v) => [`cronjob-${v}${named}`])
                    : [named];
                return all.map((each) => ({
                    name: `${rule}: ${each.join(" and ")}${minimum ? `, at least ${minimum}` : ""}`,
                    rule,
                    expected: grade === "AllOK" || grade === "AlmostOK" ? "pass" : "fail",
                    objects: (contexts[rule] ?? same)(
                        each.flatMap((name) => objectsOf(folder, "score/testdata", name)),
                    ),
                    config: minimum ? { "replicas-min": { minimum: Number(minimum) } } : settings[rule],
                }));
            }),
        ),
};
