import { z } from "zod";
import type { Inventory } from "../../inventory/inventory.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, pass, undecided } from "../../judgement/verdict.ts";
import { clusters, hasCluster, resourcesOf } from "../../reading/subjects.ts";

const guide = "https://docs.aws.amazon.com/AmazonECR/latest/userguide";
const repositories = (inventory: Inventory) => resourcesOf("aws:ecr/repository:Repository")(inventory);
const templates = (inventory: Inventory) =>
    resourcesOf("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate")(inventory);
/** Nodes may fetch through rules that are not of this stack. */
const relaysOfOthers = (inventory: Inventory): boolean =>
    inventory
        .of("aws:iam/rolePolicy:RolePolicy")
        .some(({ props }) => JSON.stringify(props.policy ?? "").includes("ecr:BatchImportUpstreamImage"));
const isCluster = (type: string) => type === "aws:eks/cluster:Cluster";

export const ecrPrivateKms = rule({
    id: "ecr-private-kms",
    title: "Images come from a private registry, encrypted with KMS",
    level: "mandatory",
    severity: "high",
    mend: "Make an ECR repository or creation template with encryptionConfigurations of type KMS and a policy without *",
    url: `${guide}/encryption-at-rest.html`,
    subjects: (inventory) => {
        const own = [...repositories(inventory), ...templates(inventory)];
        const policies = resourcesOf("aws:ecr/repositoryPolicy:RepositoryPolicy")(inventory);
        return own.length > 0 ? [...own, ...policies] : clusters(inventory);
    },
    judge: ({ type, props }, { inventory }) => {
        if (isCluster(type))
            return relaysOfOthers(inventory)
                ? undecided("nodes fetch images through the registry of another stack")
                : fail("the stack has no private registry");
        if (type.endsWith(":RepositoryPolicy")) {
            const isOpen = /"Principal"\s*:\s*("\*"|\{\s*"AWS"\s*:\s*"\*")/.test(String(props.policy));
            return isOpen ? fail("the repository is open to every AWS account") : pass();
        }
        const encryption: { encryptionType?: string }[] = props.encryptionConfigurations ?? [];
        const kms = encryption.some(({ encryptionType }) => encryptionType?.startsWith("KMS"));
        return kms ? pass() : fail("images are not encrypted with KMS");
    },
});

export const ecrImmutableTags = rule({
    id: "ecr-immutable-tags",
    title: "An image tag always means the same image",
    level: "mandatory",
    severity: "medium",
    mend: "Set imageTagMutability to IMMUTABLE",
    url: `${guide}/image-tag-mutability.html`,
    subjects: repositories,
    judge: ({ props }) =>
        props.imageTagMutability?.startsWith("IMMUTABLE") ? pass() : fail("a pushed tag can be overwritten"),
});

export const ecrPullThrough = rule({
    id: "ecr-pull-through",
    title: "Images of others are relayed by the private registry",
    level: "advisory",
    severity: "medium",
    mend: "Add an aws.ecr.PullThroughCacheRule for each upstream registry",
    url: `${guide}/pull-through-cache.html`,
    settings: z.object({
        upstreams: z
            .array(z.string())
            .default(["public.ecr.aws", "quay.io", "registry.k8s.io", "ghcr.io"])
            .describe("Registries that images come from"),
    }),
    subjects: clusters,
    judge: (_, { inventory, settings }) => {
        const rules = inventory.of("aws:ecr/pullThroughCacheRule:PullThroughCacheRule");
        const relayed = rules.map(({ props }) => props.upstreamRegistryUrl);
        const missing = settings.upstreams.filter((upstream) => !relayed.includes(upstream));
        if (missing.length === 0) return pass();
        if (rules.length === 0 && relaysOfOthers(inventory))
            return undecided("nodes fetch images through the registry of another stack");
        return fail(`no pull-through rule relays ${missing.join(", ")}`);
    },
});

export const ecrScanOnPush = rule({
    id: "ecr-scan-on-push",
    title: "Every image is scanned for known vulnerabilities",
    level: "mandatory",
    severity: "high",
    mend: "Add an aws.ecr.RegistryScanningConfiguration of type ENHANCED, or set scanOnPush on every repository",
    url: `${guide}/image-scanning.html`,
    subjects: (inventory) => (hasCluster(inventory) ? clusters(inventory) : repositories(inventory)),
    judge: (subject, { inventory }) => {
        const registry = inventory.of("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration");
        if (registry.some(({ props }) => props.scanType === "ENHANCED")) return pass();
        const own = isCluster(subject.type) ? repositories(inventory) : [subject];
        if (own.length === 0)
            return relaysOfOthers(inventory)
                ? undecided("whether images are scanned is decided where the registry is made")
                : fail("nothing scans images");
        return all(
            own.map(({ urn, props }) =>
                must(
                    () => props.imageScanningConfiguration?.scanOnPush === true,
                    "images are not scanned on push",
                    urn,
                ),
            ),
        );
    },
});

export const ecrLifecycleReplication = rule({
    id: "ecr-lifecycle-replication",
    title: "Old images go, and images are in a second region",
    level: "advisory",
    severity: "low",
    mend: "Add an aws.ecr.LifecyclePolicy for every repository, and an aws.ecr.ReplicationConfiguration",
    url: `${guide}/replication.html`,
    subjects: repositories,
    judge: (repository, { inventory }) => {
        const lifecycle = inventory.users(repository, "repository", "aws:ecr/lifecyclePolicy:LifecyclePolicy");
        return all([
            must(() => lifecycle.length > 0, "images are kept for ever"),
            must(
                () => inventory.of("aws:ecr/replicationConfiguration:ReplicationConfiguration").length > 0,
                "images are in one region only",
            ),
        ]);
    },
});
