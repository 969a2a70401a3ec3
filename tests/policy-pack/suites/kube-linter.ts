import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { type Answers, type Case, inNamespaces, objectsOf, part, type Suite, stricter, text } from "./suite.ts";

const example = "an example of one organisation, or of style";

const answers: Answers = {
    "access-to-create-pods": ["rbac-create-workloads"],
    "access-to-secrets": ["rbac-secrets-access"],
    "cluster-admin-role-binding": ["rbac-no-cluster-admin"],
    "dangling-ingress": ["refs-resolve"],
    "dangling-networkpolicy": ["netpol-no-dangling"],
    "dangling-networkpolicypeer-podselector": ["netpol-no-dangling"],
    "dangling-service": ["refs-select"],
    "dangling-servicemonitor": stricter(
        "without a namespaceSelector it looks in its own namespace alone",
        "refs-select",
    ),
    "default-service-account": ["sa-default-unused"],
    "deprecated-service-account-field": "Kubernetes sets both fields itself, and every dump of a cluster has them",
    "dnsconfig-options": example,
    "docker-sock": stricter("no file of the node is mounted, whichever it is", "pod-volume-types"),
    "duplicate-env-var": ["env-no-duplicates"],
    "env-value-from": ["refs-resolve"],
    "env-var-secret": ["secret-not-plaintext"],
    "exposed-services": ["svc-type-restricted"],
    "host-ipc": ["pod-no-host-namespaces"],
    "host-network": ["pod-no-host-namespaces"],
    "host-pid": ["pod-no-host-namespaces"],
    "hpa-minimum-three-replicas": [part("hpa-valid", /one pod/)],
    "job-ttl-seconds-after-finished": [part("job-hygiene", /that are done stay for ever/)],
    "latest-tag": ["image-tag-fixed"],
    "minimum-three-replicas": ["replicas-min"],
    "mismatching-selector": ["refs-select"],
    "no-anti-affinity": ["spread-hosts"],
    "no-liveness-probe": ["probe-liveness"],
    "no-node-affinity": "Karpenter and the scheduler choose nodes; no check asks for a node affinity",
    "no-read-only-root-fs": ["pod-ro-rootfs"],
    "no-readiness-probe": ["probe-readiness"],
    "non-existent-service-account": [part("sa-exists", /does not exist/)],
    "non-isolated-pod": stricter("all pods of a namespace are denied, not those of a policy alone", "ns-default-deny"),
    "pdb-min-available": ["pdb-not-blocking"],
    "pdb-unhealthy-pod-eviction-policy": stricter("IfHealthyBudget blocks a drain too", "pdb-not-blocking"),
    "priority-class-name": "any class is good that exists; the accepted names are of the example",
    "privilege-escalation-container": ["pod-no-privilege-escalation"],
    "privileged-container": ["pod-not-privileged"],
    "privileged-ports": "since containerd 1.6 no privilege is needed for a port below 1024",
    "read-secret-from-env-var": ["secret-not-in-env"],
    "required-annotation-email": example,
    "required-label-owner": [part("labels-standard", /label owner is missing/)],
    "restart-policy": "a pod that ends once may have Never",
    "run-as-non-root": ["pod-run-as-non-root"],
    "scc-deny-privileged-container": "a kind of OpenShift",
    "sensitive-host-mounts": ["pod-volume-types"],
    "ssh-port": [part("pod-no-host-ports", /SSH|22/)],
    "statefulset-volumeclaimtemplate-annotation": example,
    "unsafe-proc-mount": ["pod-other-pss"],
    "unsafe-sysctls": ["pod-other-pss"],
    "unset-cpu-requirements": [part("res-requests", /CPU/)],
    "unset-memory-requirements": [part("res-requests", /memory/)],
    "use-namespace": ["ns-not-default"],
    "writable-host-mount": ["pod-volume-types"],
};

/** A test of one check: its file, and what it must say, one message an object. */
const test = /^@test "(?<rule>[^"]+)" \{\n(?<body>.*?)^\}/gms;
const file = /tmp="tests\/checks\/([^"]+)"/;
const kinds = /" ==? "(\w+)[: ]/g;
const count = /"\$\{count\}" == "(\d+)"/;

/** Configuration of our checks with the meaning of theirs. */
const configured: Readonly<Record<string, object>> = { "minimum-three-replicas": { "replicas-min": { minimum: 3 } } };

/** What the objects that no test may name are called. */
const sound = /^(dont-fire|good|valid|should-pass)/;

/** kube-linter: a file a check, and the number and kinds of the objects in it that the check must name. */
export const kubeLinter: Suite = {
    name: "kube-linter",
    answers,
    leftOut: { "A kind of OpenShift": /: DeploymentConfig / },
    read: (folder) =>
        [...text(folder, "e2etests/bats-tests.sh").matchAll(test)].flatMap(({ groups }): Case[] => {
            const { rule = "", body = "" } = groups ?? {};
            const name = file.exec(body)?.[1];
            if (!name) return [];
            const named = new Set([...body.matchAll(kinds)].map(([, kind]) => kind));
            const whole = objectsOf(folder, "tests/checks", name).map(filled);
            const objects = rule === "non-isolated-pod" ? inNamespaces(whole) : whole;
            const subjects = objects.filter((object) => named.has(kindOf(object)));
            const faulty = subjects.filter((object) => !sound.test(nameOf(object)));
            // Where the messages count something else than objects, the file does not tell which are bad.
            if (faulty.length !== Number(count.exec(body)?.[1])) return [];
            return subjects.map((object) => ({
                name: `${rule}: ${kindOf(object)} ${nameOf(object)}`,
                rule,
                expected: faulty.includes(object) ? "fail" : "pass",
                objects,
                // Of pods that are not isolated, the namespace is judged.
                about: rule === "non-isolated-pod" ? undefined : object.urn,
                config: configured[rule],
            }));
        }),
};

const kindOf = ({ type }: Resource): string => type.split(":").at(-1) ?? "";
const nameOf = ({ props }: Resource): string => props.metadata?.name ?? "";

/** Kinds of the cases that hold a pod template. */
const templated = /^(Deployment|DeploymentConfig|DaemonSet|StatefulSet|ReplicaSet|ReplicationController|Job)$/;

/** The cases are fragments: what Kubernetes asks for, and they are not about, is filled in. */
function filled(object: Resource): Resource {
    if (!templated.test(kindOf(object))) return object;
    const props = structuredClone(object.props);
    props.spec ??= {};
    const template = props.spec.template ?? {};
    const containers: object[] = template.spec?.containers ?? [{ name: "app" }];
    const spec = { ...template.spec, containers: containers.map((each) => ({ image: "app:1.0", ...each })) };
    props.spec.template = { ...template, spec };
    props.spec.selector ??= { matchLabels: template.metadata?.labels ?? {} };
    return { ...object, props };
}
