import { unknown } from "../../../../policy-pack/inventory/unknown.ts";
import { object, type Props, release, resource } from "../../ready/resource.ts";
import { cluster, deployment, type Edge, hold } from "../edge.ts";

const digest = `sha256:${"0".repeat(64)}`;
const ecr = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
const image = (name: string | undefined, more: Props = {}) => [deployment({ image: name, ...more })];
const own = (name: string) => image(`${ecr}/${name}`);
/** Calico as its operator shall install it, with the template of a container that it changes. */
const calico = (spec: Props) => [
    object("operator.tigera.io/v1:Installation", "default", {
        spec: {
            calicoNodeDaemonSet: {
                spec: { template: { spec: { containers: [{ name: "calico-node", resources: {} }] } } },
            },
            ...spec,
        },
    }),
];
const tigera = (...allowed: string[]) => ({ config: { "image-registry-allowed": { allowed } } });

const references: Edge[] = [
    ["image-tag-fixed", "a tag", "pass", image("shop:1.0")],
    ["image-tag-fixed", "no tag", "fail", image("shop")],
    ["image-tag-fixed", "a registry with a port", "fail", image("registry:5000/shop")],
    ["image-tag-fixed", "latest", "fail", image("shop:latest")],
    ["image-tag-fixed", "latest with a digest", "pass", image(`shop:latest@${digest}`)],
    ["image-tag-fixed", "a digest", "pass", image(`shop@${digest}`)],
    ["image-digest", "a digest", "pass", image(`shop@${digest}`)],
    ["image-digest", "a tag", "fail", image("shop:1.0")],
    ["image-pull-policy", "Always", "pass", image("shop:1.0", { imagePullPolicy: "Always" })],
    ["image-pull-policy", "the default of a tag", "fail", image("shop:1.0")],
    ["image-pull-policy", "the default of latest", "pass", image("shop:latest")],
    ["image-pull-policy", "the default without a tag", "pass", image("shop")],
    [
        "image-pull-policy",
        "latest, if there is none",
        "fail",
        image("shop:latest", { imagePullPolicy: "IfNotPresent" }),
    ],
    [
        "image-pull-policy",
        "a digest, if there is none",
        "pass",
        image(`shop@${digest}`, { imagePullPolicy: "IfNotPresent" }),
    ],
    ["image-registry-allowed", "ECR", "pass", own("shop:1.0")],
    [
        "image-registry-allowed",
        "ECR in China",
        "pass",
        image("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/shop:1.0"),
    ],
    [
        "image-registry-allowed",
        "ECR in the European Sovereign Cloud",
        "pass",
        image("123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu/shop:1.0"),
    ],
    ["image-registry-allowed", "ECR over both stacks", "pass", image("123456789012.dkr-ecr.eu-west-1.on.aws/shop:1.0")],
    ["image-registry-allowed", "another registry", "fail", image("docker.io/shop:1.0")],
    [
        "image-registry-allowed",
        "another registry with ECR in its path",
        "fail",
        image(`evil.example.com/${ecr}/shop:1.0`),
    ],
    ["image-registry-allowed", "no registry", "fail", image("shop:1.0")],
    ["image-registry-allowed", "no image", "fail", image(undefined)],
    [
        "image-registry-allowed",
        "one name that is allowed",
        "pass",
        image("shop:1.0"),
        { config: { "image-registry-allowed": { allowed: ["shop:*"] } } },
    ],
    [
        "image-registry-allowed",
        "a path that is allowed",
        "pass",
        image("ghcr.io/acme/shop:1.0"),
        { config: { "image-registry-allowed": { allowed: ["ghcr.io/acme/*"] } } },
    ],
    [
        "image-registry-allowed",
        "another path",
        "fail",
        image("ghcr.io/other/shop:1.0"),
        { config: { "image-registry-allowed": { allowed: ["ghcr.io/acme/*"] } } },
    ],
    ["image-registry-allowed", "Calico from ECR", "pass", calico({ registry: `${ecr}/quay.io/` })],
    ["image-registry-allowed", "Calico from where it is published", "fail", calico({ registry: "quay.io/" })],
    ["image-registry-allowed", "Calico of which nobody says from where", "fail", calico({})],
    ["image-registry-allowed", "Calico from its own place by word", "fail", calico({ registry: "UseDefault" })],
    [
        "image-registry-allowed",
        "Calico from a registry of which nobody knows",
        "unknown",
        calico({ registry: unknown }),
    ],
    [
        "image-registry-allowed",
        "Calico from its own path of a registry that is allowed",
        "pass",
        calico({}),
        tigera("quay.io/calico/*"),
    ],
    [
        "image-registry-allowed",
        "Calico from another path of it",
        "fail",
        calico({ imagePath: "mirror" }),
        tigera("quay.io/calico/*"),
    ],
    ["image-registry-allowed", "Calico's agent alone allowed", "fail", calico({}), tigera("quay.io/calico/node:*")],
    [
        "image-registry-allowed",
        "Calico with its own network and drivers, of which three images are allowed",
        "fail",
        calico({}),
        tigera("quay.io/calico/node:*", "quay.io/calico/typha:*", "quay.io/calico/kube-controllers:*"),
    ],
    [
        "image-registry-allowed",
        "Calico of three images, which are allowed",
        "pass",
        calico({ cni: { type: "AmazonVPC" }, flexVolumePath: "None", kubeletVolumePluginPath: "None" }),
        tigera("quay.io/calico/node:*", "quay.io/calico/typha:*", "quay.io/calico/kube-controllers:*"),
    ],
    [
        "image-registry-allowed",
        "Calico with a prefix",
        "pass",
        calico({ imagePrefix: "acme-" }),
        tigera("quay.io/calico/acme-*"),
    ],
    [
        "image-registry-allowed",
        "Calico Enterprise",
        "pass",
        calico({ variant: "TigeraSecureEnterprise" }),
        tigera("quay.io/tigera/*"),
    ],
    ["image-git-sha", "a commit", "pass", own("shop:0123abc")],
    ["image-git-sha", "a commit behind words", "pass", own("shop:main-0123456789abcdef0123456789abcdef01234567")],
    ["image-git-sha", "a version", "fail", own("shop:1.0")],
    ["image-git-sha", "a digest", "pass", own(`shop:1.0@${digest}`)],
    ["image-git-sha", "an image of others", "not-applicable", image("docker.io/shop:1.0")],
    ["image-git-sha", "ECR in China", "fail", image("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/shop:1.0")],
    ["image-git-sha", "ECR over both stacks", "fail", image("123456789012.dkr-ecr.eu-west-1.on.aws/shop:1.0")],
];

const policy = (spec?: Props) => [
    cluster(),
    object("policies.kyverno.io/v1:ImageValidatingPolicy", "images", { spec }),
];
const attestors = [{ name: "build" }];
const attested = (attestation: Props) => policy({ attestations: [{ name: "sbom" }, attestation] });

const policies: Edge[] = [
    ["image-signed", "a policy that names somebody", "pass", policy({ attestors })],
    ["image-signed", "a policy that names nobody", "fail", policy({ attestors: [] }), { says: /names nobody/ }],
    ["image-signed", "a policy without names", "fail", policy({}), { says: /names nobody/ }],
    ["image-signed", "a policy that says nothing", "fail", policy(), { says: /names nobody/ }],
    [
        "image-signed",
        "a policy that audits",
        "fail",
        policy({ attestors, validationActions: ["Audit"] }),
        { says: /only audits/ },
    ],
    ["image-signed", "nothing", "fail", [cluster(), deployment()], { says: /nothing verifies/ }],
    ["image-vuln-gate", "a scan by name", "pass", attested({ name: "vulnerabilities" })],
    [
        "image-vuln-gate",
        "a scan by in-toto type",
        "pass",
        attested({ intoto: { type: "https://cosign.sigstore.dev/attestation/vuln/v1" } }),
    ],
    ["image-vuln-gate", "a scan by referrer", "pass", attested({ referrer: { type: "trivy/scan" } })],
    [
        "image-vuln-gate",
        "another attestation",
        "fail",
        policy({ attestations: [{ name: "sbom" }] }),
        { says: /looks at no scan/ },
    ],
    ["image-vuln-gate", "no attestation", "fail", policy({}), { says: /looks at no scan/ }],
    ["image-vuln-gate", "a policy that says nothing", "fail", policy(), { says: /looks at no scan/ }],
    ["image-vuln-gate", "Trivy", "pass", [cluster(), release("trivy", "trivy-operator", {})]],
    ["image-vuln-gate", "nothing", "fail", [cluster(), deployment()], { says: /nothing stops/ }],
];

const repository = (props: Props = {}) => [resource("aws:ecr/repository:Repository", "shop", props)];
const template = (props: Props = {}) => [
    resource("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate", "shop", props),
];
const kms = { encryptionConfigurations: [{ encryptionType: "KMS" }] };
const opened = (principal: unknown) => [
    ...repository(kms),
    resource("aws:ecr/repositoryPolicy:RepositoryPolicy", "shop", {
        policy: JSON.stringify({ Statement: [{ Principal: principal }] }),
    }),
];
const scanned = (scanOnPush?: boolean) => repository({ imageScanningConfiguration: { scanOnPush } });
const registry = (scanType: string) =>
    resource("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration", "all", { scanType });
const upstreams = ["public.ecr.aws", "quay.io", "registry.k8s.io", "ghcr.io"];
const relayed = (...urls: string[]) => [
    cluster(),
    ...urls.map((upstreamRegistryUrl) =>
        resource("aws:ecr/pullThroughCacheRule:PullThroughCacheRule", upstreamRegistryUrl, { upstreamRegistryUrl }),
    ),
];
const lifecycle = resource("aws:ecr/lifecyclePolicy:LifecyclePolicy", "old-images", { repository: "id-of-shop" });
const replication = resource("aws:ecr/replicationConfiguration:ReplicationConfiguration", "all", {});

const registries: Edge[] = [
    ["ecr-private-kms", "KMS", "pass", repository(kms)],
    [
        "ecr-private-kms",
        "KMS in two layers",
        "pass",
        repository({ encryptionConfigurations: [{}, { encryptionType: "KMS_DSSE" }] }),
    ],
    ["ecr-private-kms", "AES", "fail", repository({ encryptionConfigurations: [{ encryptionType: "AES256" }] })],
    ["ecr-private-kms", "not said", "fail", repository(), { says: /not encrypted/ }],
    ["ecr-private-kms", "a template", "fail", template()],
    ["ecr-private-kms", "open to everybody", "fail", opened("*"), { says: /every AWS account/ }],
    ["ecr-private-kms", "open to every account", "fail", opened({ AWS: "*" }), { says: /every AWS account/ }],
    ["ecr-private-kms", "open to one account", "pass", opened({ AWS: "arn:aws:iam::123456789012:root" })],
    ["ecr-private-kms", "no registry", "fail", [cluster()], { says: /no private registry/ }],
    ["ecr-immutable-tags", "immutable", "pass", repository({ imageTagMutability: "IMMUTABLE" })],
    [
        "ecr-immutable-tags",
        "immutable but for some",
        "pass",
        repository({ imageTagMutability: "IMMUTABLE_WITH_EXCLUSION" }),
    ],
    ["ecr-immutable-tags", "mutable", "fail", repository({ imageTagMutability: "MUTABLE" })],
    ["ecr-immutable-tags", "not said", "fail", repository(), { says: /overwritten/ }],
    ["ecr-pull-through", "all", "pass", relayed(...upstreams)],
    ...upstreams.map(
        (url): Edge => [
            "ecr-pull-through",
            `all but ${url}`,
            "fail",
            relayed(...upstreams.filter((each) => each !== url)),
        ],
    ),
    ["ecr-scan-on-push", "scanned", "pass", scanned(true)],
    ["ecr-scan-on-push", "not scanned", "fail", scanned(false)],
    ["ecr-scan-on-push", "not said", "fail", repository(), { says: /not scanned/ }],
    ["ecr-scan-on-push", "scanned by the registry", "pass", [...repository(), registry("ENHANCED")]],
    ["ecr-scan-on-push", "scanned by the registry, in the older way", "fail", [...repository(), registry("BASIC")]],
    ["ecr-scan-on-push", "a cluster with a repository", "pass", [cluster(), ...scanned(true)]],
    ["ecr-scan-on-push", "a cluster without", "fail", [cluster()], { says: /nothing scans/ }],
    ["ecr-lifecycle-replication", "both", "pass", [...repository(), lifecycle, replication]],
    ["ecr-lifecycle-replication", "no lifecycle", "fail", [...repository(), replication], { says: /for ever/ }],
    ["ecr-lifecycle-replication", "no replication", "fail", [...repository(), lifecycle], { says: /one region/ }],
];

hold([...references, ...policies, ...registries]);
