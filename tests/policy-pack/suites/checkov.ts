import { basename, join } from "node:path";
import { cloudFormation } from "./cloud-formation.ts";
import { type Answers, type Case, documents, files, objectsOf, part, type Suite, stricter, text } from "./suite.ts";
import { pulumiResource, terraform } from "./terraform.ts";

const anyWildcard = "any wildcard is found";
const anyWrite = "any wildcard, and any write on roles and bindings, is found";

const answers: Answers = {
    EKSControlPlaneLogging: ["eks-control-plane-logs"],
    EKSNodeGroupRemoteAccess: ["nodes-no-open-ssh"],
    EKSPlatformVersion: stricter("a version is set", "eks-version-supported"),
    EKSPublicAccess: ["eks-endpoint-not-public"],
    EKSPublicAccessCIDR: ["eks-endpoint-cidrs-restricted"],
    EKSSecretEncryption: ["eks-secrets-kms"],
    EKSSecretsEncryption: ["eks-secrets-kms"],
    "kubernetes AllowPrivilegeEscalation": ["pod-no-privilege-escalation"],
    "kubernetes AllowedCapabilities": [part("pod-caps-dropped", /adds/)],
    "kubernetes AllowedCapabilitiesSysAdmin": [part("pod-caps-dropped", /adds/)],
    "kubernetes DangerousGitSync": ["no-legacy-agents"],
    "kubernetes DefaultNamespace": ["ns-not-default"],
    "kubernetes DefaultServiceAccount": ["sa-token-not-mounted"],
    "kubernetes DefaultServiceAccountBinding": "a binding to the account default; sa-default-unused finds its users",
    "kubernetes DockerSocketVolume": ["pod-volume-types"],
    "kubernetes DropCapabilities": stricter("ALL is dropped, in the spelling of the standard", "pod-caps-dropped"),
    "kubernetes HostPort": ["pod-no-host-ports"],
    "kubernetes ImageDigest": ["image-digest"],
    "kubernetes ImagePullPolicy": ["image-pull-policy"],
    "kubernetes ImageTagFixed": ["image-tag-fixed"],
    "kubernetes KubernetesDashboard": ["no-legacy-agents"],
    "kubernetes LivenessReadiness": ["probe-liveness", "probe-readiness"],
    "kubernetes NginxIngressCVE202125742": ["ingress-no-snippets"],
    "kubernetes NoDefaultNamespace": ["ns-not-default"],
    "kubernetes PSP": "PodSecurityPolicy is gone since Kubernetes 1.25; api-not-deprecated finds it",
    "kubernetes PrivilegedContainers": ["pod-not-privileged"],
    "kubernetes RbacApproveCertificateSigningRequests": stricter(anyWildcard, "rbac-csr-approve", "rbac-no-wildcards"),
    "kubernetes RbacBindRoleBindings": stricter(anyWrite, "rbac-escalation-verbs", "rbac-no-wildcards"),
    "kubernetes RbacControlWebhooks": stricter(anyWildcard, "rbac-webhook-config", "rbac-no-wildcards"),
    "kubernetes RbacEscalateRoles": stricter(anyWrite, "rbac-escalation-verbs", "rbac-no-wildcards"),
    "kubernetes ReadOnlyFilesystem": ["pod-ro-rootfs"],
    "kubernetes Requests_Limits": ["res-requests", "res-limits"],
    "kubernetes RootContainers": stricter("runAsNonRoot is set, not a user id alone", "pod-run-as-non-root"),
    "kubernetes RootContainersHighUID": stricter("ids are above 10000, not 10000", part("pod-high-uid", /user/)),
    "kubernetes RootContainersPSP": "PodSecurityPolicy is gone since Kubernetes 1.25; api-not-deprecated finds it",
    "kubernetes Seccomp": stricter("the field is set; the annotation is gone since 1.27", "pod-seccomp"),
    "kubernetes Secrets": ["secret-not-in-env"],
    "kubernetes SecurityContexts": ["pod-security-context-set"],
    "kubernetes ServiceAccountTokens": ["sa-token-not-mounted"],
    "kubernetes ShareHost": ["pod-no-host-namespaces"],
    "kubernetes Suppressed": "comments that switch checkov off",
    "kubernetes Tiller": ["no-legacy-agents"],
    "kubernetes TillerDeploymentListener": stricter("Tiller is gone, wherever it listens", "no-legacy-agents"),
    "kubernetes WildcardRoles": ["rbac-no-wildcards"],
    "the control plane": "AWS runs the control plane and sets its flags; node-kubelet-cis-live looks at the kubelet",
};

/** checkov: EKS in Terraform and CloudFormation, and Kubernetes objects. */
export const checkov: Suite = {
    name: "checkov",
    answers,
    leftOut: {
        "A kind of OpenShift": /\/oc-deploymentConfig/,
        "The pod has no list of containers: Kubernetes refuses the object": /\/pod-FAILED2|malformed/,
    },
    read: (folder) => [
        ...inTerraform(join(folder, "tests/terraform/checks/resource/aws")),
        ...inCloudFormation(join(folder, "tests/cloudformation/checks/resource/aws")),
        ...inKubernetes(join(folder, "tests/kubernetes/checks")),
    ],
};

/** Tests name resources of a file beside them, or hold Terraform or parsed Terraform themselves. */
function inTerraform(folder: string): Case[] {
    return files(folder, "test_EKS*.py").flatMap((path): Case[] => {
        const rule = basename(path, ".py").replace("test_", "");
        const code = text(folder, path);
        const [file] = files(folder, `example_${rule}/main.tf`);
        const resources = file ? terraform(text(folder, file)) : new Map();
        const named = [...code.matchAll(/(passing|failing)_resources = \{([^}]*)\}/g)].flatMap(([, word, list = ""]) =>
            [...list.matchAll(/"([^"]+)"/g)].map(([, name = ""]): Case => {
                const expected = word === "passing" ? "pass" : "fail";
                return { name: `${rule}/${name}`, rule, expected, objects: [resources.get(name)] };
            }),
        );
        const inline = [...code.matchAll(/def test_((?:success|failure)\w*)\(self\):(.*?)CheckResult\.(\w+)/gs)].map(
            ([, name, test = "", verdict]): Case => ({
                name: `${rule}/${name}`,
                rule,
                expected: verdict === "PASSED" ? "pass" : "fail",
                objects: [...written(rule, test)],
            }),
        );
        return [...named, ...inline];
    });
}

/** What a Python test holds: Terraform in a string, or a dictionary in which every value is in a list. */
function written(rule: string, test: string) {
    const [, source] = /"""(.*?)"""/s.exec(test) ?? [];
    if (source) return terraform(source).values();
    const [, dictionary = "{}"] = /resource_conf = (\{.*\})/.exec(test) ?? [];
    const json = dictionary.replaceAll("'", '"').replaceAll("True", "true").replaceAll("False", "false");
    return [pulumiResource("aws_eks_cluster", rule, unwrapped(JSON.parse(json)) as Record<string, unknown>)];
}

function unwrapped(value: unknown): unknown {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(
        Object.entries(value).map(([key, child]) => [key, unwrapped(Array.isArray(child) ? child[0] : child)]),
    );
}

/** The file's name says whether its resources pass. */
const verdictOf = (path: string): Case["expected"][] => [
    ...(/pass/i.test(basename(path)) ? (["pass"] as const) : []),
    ...(/fail/i.test(basename(path)) ? (["fail"] as const) : []),
];

function inCloudFormation(folder: string): Case[] {
    return files(folder, "example_EKS*/*.yml").flatMap((path) => {
        const rule = path.split("/")[0]?.replace("example_", "") ?? "";
        const [template] = documents(folder, path);
        return cloudFormation(template).map(
            (resource, index): Case => ({
                name: `CloudFormation ${path} ${index}`,
                rule,
                expected: verdictOf(path)[0] ?? "pass",
                objects: [resource],
            }),
        );
    });
}

const controlPlane = /^(ApiServer|Etcd|KubeController|Kubele?t|Kublet|Controller|Scheduler|Peer|Rotate)/;

/** Files whose names say both, or neither, are left out: they do not tell which object is which. */
function inKubernetes(folder: string): Case[] {
    return files(folder, "example_*/**/*.{yaml,yml,json}").flatMap((path): Case[] => {
        const [example = ""] = path.replace("example_", "").split("/");
        const verdicts = verdictOf(path);
        const [expected] = verdicts;
        if (!expected || verdicts.length > 1 || /UNKNOWN/i.test(path)) return [];
        const rule = controlPlane.test(example) ? "the control plane" : `kubernetes ${example}`;
        return [{ name: `kubernetes/${path}`, rule, expected, objects: objectsOf(folder, path) }];
    });
}
