import { object, type Props, release, resource } from "../../ready/resource.ts";
import { cluster, deployment, type Edge, hold, workload } from "../edge.ts";

const policy = (values: Props, chart = "kyverno") => [cluster(), release("policies", chart, values)];
const kyverno = { admissionController: { replicas: 2 } };
const gatekeeper = { replicas: 2, validatingWebhookFailurePolicy: "Fail" };

const run = (name: string, image: string, ...args: string[]) =>
    workload("apps/v1:Deployment", name, { image, args }, {}, { replicas: 2 });
const ofKyverno = (...args: string[]) => [
    run("kyverno-admission-controller", "reg.kyverno.io/kyverno/kyverno:v1.19.0", "--v=2"),
    run("kyverno-admission-controller-2", "reg.kyverno.io/kyverno/kyverno:v1.19.0", ...args),
];
const validation = "validation.gatekeeper.sh";
const ofGatekeeper = (...configurations: (Props[] | undefined)[]) => [
    cluster(),
    run("gatekeeper-controller-manager", "openpolicyagent/gatekeeper:v3.23.0"),
    ...configurations.map((webhooks, index) =>
        object("admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration", `gatekeeper-${index}`, { webhooks }),
    ),
];

const engines: Edge[] = [
    ["policy-engine-present", "two replicas of Kyverno", "pass", policy(kyverno)],
    [
        "policy-engine-present",
        "one replica of Kyverno",
        "fail",
        policy({ admissionController: { replicas: 1 } }),
        { says: /fewer than 2/ },
    ],
    [
        "policy-engine-present",
        "Kyverno that lets through what it cannot judge",
        "fail",
        policy({ ...kyverno, features: { forceFailurePolicyIgnore: { enabled: true } } }),
        { says: /let through/ },
    ],
    ["policy-engine-present", "two replicas of Gatekeeper", "pass", policy(gatekeeper, "gatekeeper")],
    [
        "policy-engine-present",
        "one replica of Gatekeeper",
        "fail",
        policy({ ...gatekeeper, replicas: 1 }, "gatekeeper"),
    ],
    [
        "policy-engine-present",
        "Gatekeeper by its defaults",
        "fail",
        policy({ replicas: 2 }, "gatekeeper"),
        { says: /let through/ },
    ],
    ["policy-engine-present", "Kyverno as plain objects", "pass", [cluster(), ...ofKyverno("--v=2")]],
    [
        "policy-engine-present",
        "Kyverno as plain objects, one of which lets through what it cannot judge",
        "fail",
        [cluster(), ...ofKyverno("--forceFailurePolicyIgnore")],
        { says: /let through/ },
    ],
    [
        "policy-engine-present",
        "Gatekeeper as plain objects",
        "pass",
        ofGatekeeper([], [{ name: validation, failurePolicy: "Fail" }]),
    ],
    [
        "policy-engine-present",
        "Gatekeeper by the API's default",
        "pass",
        ofGatekeeper([{ name: validation }], undefined),
    ],
    [
        "policy-engine-present",
        "Gatekeeper with a webhook that lets through what it cannot judge",
        "fail",
        ofGatekeeper([{ name: validation, failurePolicy: "Fail" }], [{ name: validation, failurePolicy: "Ignore" }]),
        { says: /let through/ },
    ],
    [
        "policy-engine-present",
        "Gatekeeper with another webhook alone",
        "unknown",
        ofGatekeeper([{ name: "check-ignore-label.gatekeeper.sh", failurePolicy: "Fail" }]),
        { says: /not among what is seen/ },
    ],
    ["policy-engine-present", "nothing", "fail", [cluster(), deployment()], { says: /no policy engine/ }],
];

const required = {
    config: { "policy-set-complete": { required: ["image-tag-fixed"] }, "policy-engine-present": "disabled" },
};
const validations = [{ expression: "true" }];
const set = (spec: Props, name = "image-tag-fixed") => [
    cluster(),
    object("policies.kyverno.io/v1:ValidatingPolicy", name, { spec }),
];
const native = (spec: Props, binding?: Props) => [
    cluster(),
    object("admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy", "image-tag-fixed", { spec }),
    ...(binding
        ? [object("admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding", "binding", { spec: binding })]
        : []),
];
const bound = { policyName: "image-tag-fixed", validationActions: ["Deny"] };

/** A template of Gatekeeper with its constraint. */
const constrained = (source: Props, constraint: Props = {}, engine = "K8sNativeValidation") => [
    cluster(),
    object("templates.gatekeeper.sh/v1:ConstraintTemplate", "fixedtags", {
        spec: { crd: { spec: { names: { kind: "FixedTags" } } }, targets: [{ code: [{ engine, source }] }] },
    }),
    object("constraints.gatekeeper.sh/v1beta1:FixedTags", "image-tag-fixed", { spec: constraint }),
];
const scoped = (action: string, ...points: string[]) => ({
    enforcementAction: "scoped",
    scopedEnforcementActions: [{ action, enforcementPoints: points.map((name) => ({ name })) }],
});

const sets: Edge[] = [
    [
        "policy-set-complete",
        "a constraint of CEL that denies by default",
        "pass",
        constrained({ validations }),
        required,
    ],
    [
        "policy-set-complete",
        "a constraint of CEL that denies at admission",
        "pass",
        constrained({ validations }, scoped("deny", validation)),
        required,
    ],
    ...(
        [
            ["that only warns", constrained({ validations }, { enforcementAction: "warn" })],
            ["that denies in the audit alone", constrained({ validations }, scoped("deny", "audit.gatekeeper.sh"))],
            ["that warns at admission", constrained({ validations }, scoped("warn", validation))],
            ["that says nothing", constrained({ validations: [] })],
            ["that lets through what it cannot judge", constrained({ validations, failurePolicy: "Ignore" })],
            ["of another engine", constrained({ validations }, {}, "Rego")],
            ["without its template", constrained({ validations }).toSpliced(1, 1)],
        ] as const
    ).map(([what, stack]): Edge => ["policy-set-complete", `a constraint ${what}`, "fail", [...stack], required]),
    [
        "policy-set-complete",
        "a policy that denies",
        "pass",
        set({ validations, validationActions: ["Audit", "Deny"] }),
        required,
    ],
    ["policy-set-complete", "a policy that denies by default", "pass", set({ validations }), required],
    [
        "policy-set-complete",
        "a policy that audits",
        "fail",
        set({ validations, validationActions: ["Audit"] }),
        required,
    ],
    [
        "policy-set-complete",
        "another policy",
        "fail",
        set({ validations }, "other"),
        { ...required, says: /denies: image-tag-fixed/ },
    ],
    ["policy-set-complete", "a policy that says nothing", "fail", set({ validations: [] }), required],
    [
        "policy-set-complete",
        "a policy without validations",
        "fail",
        set({}),
        { ...required, says: /no admission policy/ },
    ],
    ["policy-set-complete", "a policy that gives in", "fail", set({ validations, failurePolicy: "Ignore" }), required],
    ["policy-set-complete", "one of Kubernetes' own, bound", "pass", native({ validations }, bound), required],
    ["policy-set-complete", "one of Kubernetes' own, not bound", "fail", native({ validations }), required],
    [
        "policy-set-complete",
        "one of Kubernetes' own, bound to audit",
        "fail",
        native({ validations }, { ...bound, validationActions: ["Audit"] }),
        required,
    ],
    [
        "policy-set-complete",
        "one of Kubernetes' own that gives in",
        "fail",
        native({ validations, failurePolicy: "Ignore" }, bound),
        required,
    ],
    [
        "policy-set-complete",
        "none",
        "fail",
        [cluster(), deployment()],
        {
            config: { "policy-engine-present": "disabled" },
            says: /res-requests, res-limits, probe-readiness, probe-liveness, image-tag-fixed, image-registry-allowed, ns-not-default, svc-type-restricted, rbac-no-user-subjects, rbac-no-wildcards, secret-from-store/,
        },
    ],
];

const feature = (name: string, status = "ENABLED", more: Props = {}) =>
    resource("aws:guardduty/detectorFeature:DetectorFeature", name, { name, status, ...more });
const managing = (status = "ENABLED", name = "EKS_ADDON_MANAGEMENT") => ({
    additionalConfigurations: [
        { name: "OTHER", status: "ENABLED" },
        { name, status },
    ],
});
const audit = feature("EKS_AUDIT_LOGS");
const inspector = (...resourceTypes: string[]) => [
    cluster(),
    resource("aws:inspector2/enabler:Enabler", "on", { resourceTypes }),
];

const detection: Edge[] = [
    [
        "guardduty-eks",
        "both, with the agent",
        "pass",
        [cluster(), audit, feature("RUNTIME_MONITORING", "ENABLED", managing())],
    ],
    [
        "guardduty-eks",
        "the agent is off",
        "fail",
        [cluster(), audit, feature("RUNTIME_MONITORING", "ENABLED", managing("DISABLED"))],
        { says: /^the agent/ },
    ],
    [
        "guardduty-eks",
        "another agent",
        "fail",
        [cluster(), audit, feature("RUNTIME_MONITORING", "ENABLED", managing("ENABLED", "ECS"))],
        { says: /^the agent/ },
    ],
    ["guardduty-eks", "no agent", "fail", [cluster(), audit, feature("RUNTIME_MONITORING")], { says: /^the agent/ }],
    [
        "guardduty-eks",
        "no audit logs",
        "fail",
        [cluster(), feature("RUNTIME_MONITORING", "ENABLED", managing())],
        { says: /^audit logs/ },
    ],
    [
        "guardduty-eks",
        "nothing of the nodes",
        "fail",
        [cluster(), audit],
        { says: /^what runs on nodes is not watched\. / },
    ],
    [
        "guardduty-eks",
        "audit logs that are off",
        "fail",
        [cluster(), feature("EKS_AUDIT_LOGS", "DISABLED"), feature("RUNTIME_MONITORING", "ENABLED", managing())],
    ],
    ["inspector-enabled", "both", "pass", inspector("EC2", "ECR", "LAMBDA")],
    ["inspector-enabled", "without ECR", "fail", inspector("EC2"), { says: /leaves out/ }],
    ["inspector-enabled", "without EC2", "fail", inspector("ECR")],
    ["inspector-enabled", "off", "fail", [cluster()], { says: /is off/ }],
    ["runtime-detection", "GuardDuty", "pass", [cluster(), feature("RUNTIME_MONITORING")]],
    ["runtime-detection", "GuardDuty by its older name", "pass", [cluster(), feature("EKS_RUNTIME_MONITORING")]],
    ["runtime-detection", "GuardDuty that is off", "fail", [cluster(), feature("RUNTIME_MONITORING", "DISABLED")]],
    ["runtime-detection", "another feature", "fail", [cluster(), audit]],
    [
        "runtime-detection",
        "the agent",
        "pass",
        [cluster(), audit, resource("aws:eks/addon:Addon", "agent", { addonName: "aws-guardduty-agent" })],
    ],
    ["runtime-detection", "Falco", "pass", [cluster(), release("falco", "falco", {})]],
    ["runtime-detection", "Tetragon", "pass", [cluster(), release("tetragon", "tetragon", {})]],
    ["runtime-detection", "nothing", "fail", [cluster(), deployment()]],
];

const key = (props: Props) => [resource("aws:kms/key:Key", "key", { enableKeyRotation: true, ...props })];

const keys: Edge[] = [
    ["kms-key-rotation", "rotating", "pass", key({})],
    ["kms-key-rotation", "not rotating", "fail", key({ enableKeyRotation: false }), { says: /does not rotate/ }],
    ["kms-key-rotation", "7 days", "pass", key({ deletionWindowInDays: 7 })],
    ["kms-key-rotation", "6 days", "fail", key({ deletionWindowInDays: 6 }), { says: /less than 7/ }],
    [
        "kms-key-rotation",
        "a symmetric key by name",
        "fail",
        key({ enableKeyRotation: false, customerMasterKeySpec: "SYMMETRIC_DEFAULT" }),
    ],
    [
        "kms-key-rotation",
        "a key that signs",
        "not-applicable",
        key({ enableKeyRotation: false, customerMasterKeySpec: "RSA_2048" }),
    ],
];

hold([...engines, ...sets, ...detection, ...keys]);
