import { dirname, join } from "node:path";
import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { type Answers, type Case, documents, files, objectsIn, part, type Suite, stricter } from "./suite.ts";

const byImage = "exceptions are made by resource, not by image";
const level = "the restricted level holds everywhere";

const answers: Answers = {
    update: "exempts the update of a pod that is there, which only admission sees",
    "general/allowedrepos": ["image-registry-allowed"],
    "general/allowedreposv2": ["image-registry-allowed"],
    "general/automount-serviceaccount-token": ["sa-token-not-mounted"],
    "general/block-endpoint-edit-default-role": stricter("other writes count too", "rbac-sensitive-writes"),
    "general/block-loadbalancer-services": ["svc-type-restricted"],
    "general/block-nodeport-services": ["svc-type-restricted"],
    "general/block-wildcard-ingress": ["ingress-host-safe"],
    "general/containerlimits": stricter("CPU is limited too", "res-limits"),
    "general/containerrequests": ["res-requests"],
    "general/containerresourceratios": ["res-ratio", "res-requests", "res-limits"],
    "general/containerresources": stricter("all four are set", "res-requests", "res-limits"),
    "general/disallowanonymous": stricter("no role is bound to everybody", "rbac-no-anonymous"),
    "general/disallowedrepos": stricter("registries are allowed by name, not forbidden", "image-registry-allowed"),
    "general/disallowedtags": stricter(byImage, "image-tag-fixed"),
    "general/disallowinteractive": "judges stdin and tty of containers; who may attach is judged by rbac-exec-attach",
    "general/ephemeralstoragelimit": stricter("an emptyDir needs a sizeLimit too", "res-ephemeral"),
    "general/externalip": stricter("no external address is allowed", "svc-no-external-ips"),
    "general/horizontalpodautoscaler": [part("hpa-valid", /scale|metric|exist/)],
    "general/httpsonly": stricter("tls is set; the annotation allow-http is Google's", "ingress-tls"),
    "general/imagedigests": ["image-digest"],
    "general/noupdateserviceaccount": "judges a change of an object, which only admission sees",
    "general/poddisruptionbudget": [part("pdb-not-blocking", /evicted|drained/)],
    "general/replicalimits": ["replicas-min"],
    "general/requiredannotations": "no annotation is required",
    "general/requiredlabels": ["labels-standard"],
    "general/requiredprobes": ["probe-readiness", "probe-liveness"],
    "general/storageclass": [part("stateful-storage", /storage class/)],
    "general/uniqueingresshost": ["ingress-host-safe"],
    "general/uniqueserviceselector": "two Services may select the same pods",
    "general/verifydeprecatedapi": stricter("an API is found before it is gone", "api-not-deprecated"),
    "pod-security-policy/allow-privilege-escalation": stricter(byImage, "pod-no-privilege-escalation"),
    "pod-security-policy/apparmor": stricter("Unconfined is allowed nowhere, as in the standard", "pod-other-pss"),
    "pod-security-policy/capabilities": stricter(level, "pod-caps-dropped"),
    "pod-security-policy/flexvolume-drivers": stricter("no FlexVolume is allowed", "pod-volume-types"),
    "pod-security-policy/forbidden-sysctls": ["pod-other-pss"],
    "pod-security-policy/fsgroup": "judges a range of the example; pod-high-uid asks that fsGroup is set",
    "pod-security-policy/host-filesystem": stricter("no file of the node is mounted at all", "pod-volume-types"),
    "pod-security-policy/host-namespaces": ["pod-no-host-namespaces"],
    "pod-security-policy/host-network-ports": stricter(
        "no port of the node is used at all",
        "pod-no-host-ports",
        "pod-no-host-namespaces",
    ),
    "pod-security-policy/host-probes-lifecycle": ["pod-other-pss"],
    "pod-security-policy/host-process": ["pod-other-pss"],
    "pod-security-policy/privileged-containers": stricter(byImage, "pod-not-privileged"),
    "pod-security-policy/proc-mount": stricter(byImage, "pod-other-pss"),
    "pod-security-policy/read-only-root-filesystem": stricter(byImage, "pod-ro-rootfs"),
    "pod-security-policy/seccomp": stricter("the field is set; the annotation is gone since 1.27", "pod-seccomp"),
    "pod-security-policy/seccompv2": stricter(level, "pod-seccomp"),
    "pod-security-policy/selinux": ["pod-other-pss"],
    "pod-security-policy/users": ["pod-run-as-non-root"],
    "pod-security-policy/volumes": ["pod-volume-types"],
};

// biome-ignore lint/suspicious/noExplicitAny: each template has parameters of its own
type Parameters = any;

/** Settings of our checks with the meaning of a constraint's parameters. */
const settings: Record<string, (parameters: Parameters) => object> = {
    "general/allowedrepos": ({ repos }) => ({ "image-registry-allowed": { allowed: prefixes(repos) } }),
    "general/allowedreposv2": ({ allowedImages }) => ({ "image-registry-allowed": { allowed: allowedImages } }),
    "general/containerresourceratios": ({ ratio, cpuRatio = ratio }) => ({
        "res-ratio": { memory: Number(ratio), cpu: Number(cpuRatio) },
    }),
    "general/requiredlabels": ({ labels }) => ({
        "labels-standard": { required: labels.map(({ key }: { key: string }) => key) },
    }),
};

const prefixes = (repositories: string[]) => repositories.map((each) => `${each}*`);

/** gatekeeper-library: a `suite.yaml` a template, whose cases name an object, a constraint, and what else is there. */
export const gatekeeperLibrary: Suite = {
    name: "gatekeeper-library",
    answers,
    read: (folder) =>
        files(join(folder, "library"), "*/*/suite.yaml").flatMap((path) => {
            const rule = dirname(path);
            const base = join(folder, "library", rule);
            const [{ tests }] = documents(base, "suite.yaml");
            return (tests as Test[]).flatMap((test) => {
                const parameters = documents(base, test.constraint)[0]?.spec?.parameters ?? {};
                return (test.cases ?? []).map((each): Case => {
                    const [request] = documents(base, each.object);
                    const there = [each.object, ...(each.inventory ?? [])];
                    return {
                        name: `${rule}/${test.name}/${each.name}`,
                        rule: request?.request?.operation === "UPDATE" ? "update" : rule,
                        expected: each.assertions.some(violated) ? "fail" : "pass",
                        objects: there.flatMap((file) => admitted(join(base, file))),
                        config: settings[rule]?.(parameters),
                    };
                });
            });
        }),
};

interface Test {
    name: string;
    constraint: string;
    cases?: { name: string; object: string; inventory?: string[]; assertions: Assertion[] }[];
}

interface Assertion {
    violations?: string | number | boolean;
}

const violated = ({ violations = "yes" }: Assertion) => !["no", 0, false].includes(violations);

/** Objects of a file; of a request for admission, the object that it is about. */
function admitted(file: string): readonly Resource[] {
    const objects = documents(file).map((document) => document?.request?.object ?? document);
    return objectsIn(file, objects.map((object) => JSON.stringify(object)).join("\n---\n"));
}
