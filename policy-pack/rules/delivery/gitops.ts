import type { Inventory } from "../../inventory/inventory.ts";
import type { Resource } from "../../inventory/resource.ts";
import { isSet } from "../../inventory/zero-values.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, notApplicable, pass, undecided, type Verdict } from "../../judgement/verdict.ts";
import { absent, type Candidate, passes, replicas, replicated, requirePart } from "../../reading/candidates.ts";
import { installedOf, wordsOf } from "../../reading/installed.ts";
import { clusters } from "../../reading/subjects.ts";
import { workloadsOf } from "../../reading/workloads.ts";

export const gitopsPresent = rule({
    id: "gitops-present",
    title: "What runs follows a Git repository",
    level: "mandatory",
    severity: "high",
    mend: "Install Argo CD with two replicas of server and repoServer and redis-ha.enabled, or use the EKS capability, or Flux",
    url: "https://argo-cd.readthedocs.io/en/stable/operator-manual/high_availability/",
    subjects: clusters,
    judge: (_, { inventory }) =>
        requirePart(inventory, {
            missing: "nothing follows a Git repository",
            systems: {
                "argo-cd": {
                    chart: (release) => [
                        replicas(release, "server.replicas"),
                        replicas(release, "repoServer.replicas"),
                        must(() => release.value("redis-ha.enabled", false) === true, oneCache),
                    ],
                    workloads: (workloads) => [
                        ...replicated(inventory)(
                            workloads.filter((each) => /argocd-(repo-)?server\b/.test(wordsOf(each))),
                        ),
                        must(() => hasCaches(inventory), oneCache),
                    ],
                },
                flux: {},
            },
            others: capability(inventory),
        }),
});

const oneCache = "the cache of Argo CD is one pod";

/** The cache of Argo CD's own manifests with high availability. */
const hasCaches = (inventory: Inventory): boolean =>
    workloadsOf("StatefulSet")(inventory).some(
        (each) => /redis-ha/.test(wordsOf(each)) && replicated(inventory)([each]).every(passes),
    );

const capability = (inventory: Inventory): Candidate[] =>
    inventory
        .of("aws:eks/capability:Capability")
        .filter(({ props }) => props.type === "ARGOCD")
        .map(({ urn }) => ({ urn, requirements: [] }));

const applications = (inventory: Inventory) => inventory.objects("Application", "argoproj.io");
const applicationSets = (inventory: Inventory) => inventory.objects("ApplicationSet", "argoproj.io");
const kustomizations = (inventory: Inventory) => inventory.objects("Kustomization", "kustomize.toolkit.fluxcd.io");

export const gitopsSelfHeal = rule({
    id: "gitops-self-heal",
    title: "Drift from Git is undone, and what is gone from Git goes",
    level: "mandatory",
    severity: "medium",
    mend: "Set syncPolicy.automated.prune and selfHeal, a retry, a project of its own, and targetRevision",
    url: "https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/",
    inhibitedBy: ["gitops-present"],
    inCharts: true,
    subjects: (inventory) => [
        ...clusters(inventory),
        ...applications(inventory),
        ...applicationSets(inventory),
        ...kustomizations(inventory),
    ],
    judge: ({ type, props }, { inventory }) => {
        if (type.endsWith(":Application")) return selfHeals(props.spec ?? {});
        if (type.endsWith(":ApplicationSet")) return patched(props.spec, selfHeals(props.spec?.template?.spec ?? {}));
        if (type.endsWith(":Kustomization"))
            return props.spec?.prune === true ? pass() : fail("what is gone from Git stays");
        const declared = [applications, applicationSets, kustomizations].flatMap((kind) => kind(inventory));
        if (declared.length > 0) return pass();
        return absent(inventory, [], "no Application or Kustomization names a repository");
    },
});

/** A patch of the template may set what the template itself lacks. */
const patched = (spec: { templatePatch?: string } | undefined, verdict: Verdict): Verdict =>
    verdict.status === "fail" && spec?.templatePatch !== undefined
        ? undecided("templatePatch changes the Applications that it makes")
        : verdict;

interface ApplicationSpec {
    project?: string;
    syncPolicy?: { automated?: { prune?: boolean; selfHeal?: boolean }; retry?: object };
    source?: { targetRevision?: string };
    sources?: { targetRevision?: string }[];
}

function selfHeals({ project, syncPolicy, source, sources }: ApplicationSpec) {
    return all([
        must(() => syncPolicy?.automated?.prune === true, "what is gone from Git stays"),
        must(() => syncPolicy?.automated?.selfHeal === true, "drift is not undone"),
        must(() => syncPolicy?.retry, "a failed sync is not tried again"),
        must(() => isSet(project) && project !== "default", "the Application is in the default project"),
        ...[...(sources ?? []), ...(source ? [source] : [])].map(({ targetRevision }) =>
            must(() => targetRevision && targetRevision !== "HEAD", "no branch, tag or commit is named"),
        ),
    ]);
}

export const gitopsSso = rule({
    id: "gitops-sso",
    title: "People sign in to Argo CD through the identity provider",
    level: "advisory",
    severity: "medium",
    mend: 'Set configs.cm with admin.enabled "false" and oidc.config or dex.config',
    url: "https://argo-cd.readthedocs.io/en/stable/operator-manual/user-management/",
    inhibitedBy: ["gitops-present"],
    subjects: clusters,
    judge: (_, { inventory }) => {
        const { releases, workloads } = installedOf(inventory, "argo-cd");
        if (releases.length + workloads.length === 0) return notApplicable("there is no Argo CD");
        const [first] = workloads;
        return all([
            ...releases.map((release) => () => signedIn(release.value("configs.cm", {}), release.resource.urn)),
            ...(first ? [() => signedInBy(inventory.objects("ConfigMap", "core").filter(isArgoConfig), first)] : []),
        ]);
    },
});

const isArgoConfig = ({ props }: Resource): boolean => props.metadata?.name === "argocd-cm";

const signedInBy = (configurations: readonly Resource[], { urn }: Resource): Verdict =>
    configurations.length === 0
        ? undecided("the ConfigMap argocd-cm is not among what is seen", urn)
        : all(
              configurations.map(
                  ({ props, urn }) =>
                      () =>
                          signedIn(props.data ?? {}, urn),
              ),
          );

function signedIn(configuration: unknown, urn: string): Verdict {
    const config = configuration as Record<string, unknown>;
    return all([
        must(() => String(config["admin.enabled"]) === "false", "the local administrator can sign in", urn),
        must(() => config["oidc.config"] || config["dex.config"], "no identity provider is connected", urn),
    ]);
}
