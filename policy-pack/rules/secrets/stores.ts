import type { Inventory } from "../../inventory/inventory.ts";
import type { Resource } from "../../inventory/resource.ts";
import { hiddenBy } from "../../inventory/unknown.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, pass, undecided, type Verdict } from "../../judgement/verdict.ts";
import { candidatesOf, replicas, replicated, requirePart } from "../../reading/candidates.ts";
import { isPlaceholder } from "../../reading/credentials.ts";
import { clusters } from "../../reading/subjects.ts";

const stores = (inventory: Inventory) =>
    ["ClusterSecretStore", "SecretStore"].flatMap((kind) => inventory.objects(kind, "external-secrets.io"));

/** Providers of external-secrets that keep secrets encrypted outside the cluster. */
const safeProviders = ["aws", "vault", "azurekv", "gcpsm", "onepassword", "akeyless", "conjur"];

export const externalSecretsPresent = rule({
    id: "external-secrets-present",
    title: "Secrets come from an encrypted store outside the cluster",
    level: "mandatory",
    severity: "high",
    mend: "Install external-secrets with two replicas and a ClusterSecretStore for Secrets Manager or Vault",
    url: "https://external-secrets.io/latest/introduction/getting-started/",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const hasStore = () =>
            stores(inventory).some(({ props }) => safeProviders.some((name) => name in (props.spec?.provider ?? {})));
        const store = must(hasStore, "no SecretStore names a store such as Secrets Manager");
        return requirePart(inventory, {
            missing: "nothing brings secrets from a store into the cluster",
            systems: {
                "external-secrets": {
                    chart: (release) => [replicas(release, "replicaCount"), store],
                    workloads: (workloads) => [...replicated(inventory)(workloads), store],
                },
            },
        });
    },
});

export const secretStorePresent = rule({
    id: "secret-store-present",
    title: "The store of the secrets is managed or highly available, and encrypted",
    level: "mandatory",
    severity: "high",
    mend: "Use Secrets Manager with a KMS key, or Vault with server.ha.enabled and a KMS seal",
    url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
    inhibitedBy: ["external-secrets-present"],
    subjects: clusters,
    judge: (_, { inventory }) => {
        const vaults = candidatesOf(inventory, "vault", {
            chart: (release) => [must(() => release.value("server.ha.enabled", false) === true, "Vault is one pod")],
            workloads: replicated(inventory),
        }).map(({ urn, requirements }) => () => ({ urn, ...all(requirements) }));
        const secrets = inventory.of("aws:secretsmanager/secret:Secret");
        const connected = stores(inventory);
        if (secrets.length + vaults.length + connected.length === 0)
            return undecided("no store of secrets is in this stack: add the SecretStore that the workloads read from");
        return all([
            ...secrets.map((secret) => encryptedByOwnKey(inventory, secret)),
            ...vaults,
            ...connected.map((store) => () => keptSafe(store, vaults.length > 0)),
        ]);
    },
});

/** Services that their owner runs, and that encrypt all that they keep: nothing of a stack could switch it off. */
const managed = safeProviders.filter((name) => name !== "vault" && name !== "aws");

/** What a SecretStore says of where secrets are kept, whoever made them. */
function keptSafe({ props, urn, name }: Resource, vaultIsHere: boolean): Verdict {
    const provider = props.spec?.provider ?? {};
    if (managed.some((each) => each in provider)) return pass("", urn);
    if ("aws" in provider && provider.aws.service === "SecretsManager") return pass("", urn);
    if ("aws" in provider)
        return undecided(`${name} reads Parameter Store, where a value may be plain text: use SecretsManager`, urn);
    // Secrets of this cluster, for another namespace: encrypted at rest or not, which another check looks at.
    if ("kubernetes" in provider && provider.kubernetes.server?.url === undefined) return pass("", urn);
    if (!("vault" in provider))
        return undecided(`how ${name} keeps secrets is not known: use Secrets Manager, or Vault`, urn);
    if (!vaultIsHere)
        return undecided(
            `the Vault of ${name} is not in this stack: judge the stack it is in, and except ${name}`,
            urn,
        );
    return pass("", urn);
}

const encryptedByOwnKey = (inventory: Inventory, secret: Resource) =>
    must(
        () => inventory.sources(secret, "kmsKeyId").length > 0 || secret.props.kmsKeyId,
        "a secret is not encrypted with a key of your own",
        secret.urn,
    );

/**
 * Whether the program gives the content of a Secret. Pulumi's plugin seals it as a whole; what a chart makes up by
 * chance is in no program, and what is encrypted or stands for a secret is none.
 */
function carries(props: Record<string, Record<string, unknown> | undefined>, field: "data" | "stringData"): boolean {
    if (hiddenBy(props, field) === "secret") return true;
    const content = props[field] ?? {};
    return Object.keys(content).some((key) => {
        const hidden = hiddenBy(content, key);
        return hidden ? hidden !== "random" : !isPlaceholder(content[key]);
    });
}

/** Kinds that make Secrets out of what a store holds, or issue what is in them. */
const makers = ["ExternalSecret", "SealedSecret", "Certificate"];

/** Fields of a repository of Argo CD that are credentials (https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#repositories). */
const repositoryCredentials = [
    "password",
    "bearerToken",
    "sshPrivateKey",
    "tlsClientCertKey",
    "githubAppPrivateKey",
    "gcpServiceAccountKey",
];

/** A repository of Argo CD that only says where it is. */
function isRepositoryWithoutCredential(props: Resource["props"]): boolean {
    if (props.metadata?.labels?.["argocd.argoproj.io/secret-type"] !== "repository") return false;
    return ["data", "stringData"].every(
        (field) =>
            !hiddenBy(props, field) &&
            Object.keys(props[field] ?? {}).every((key) => !repositoryCredentials.includes(key)),
    );
}

/** Admission takes no owner's word for it: who may write a Secret may name any owner. */
const isMade = ({ metadata = {} }: Resource["props"]): boolean =>
    (metadata.ownerReferences ?? []).some(({ kind }: { kind: string }) => makers.includes(kind)) ||
    "cert-manager.io/certificate-name" in (metadata.annotations ?? {});

/** Secrets that Kubernetes or a tool makes, not the program's author. */
const madeByTools = ["kubernetes.io/service-account-token", "helm.sh/release.v1", "bootstrap.kubernetes.io/token"];

export const secretFromStore = rule({
    id: "secret-from-store",
    title: "No Secret is written by hand",
    level: "mandatory",
    severity: "high",
    mend: "Put the value into the store and make an ExternalSecret of it",
    url: "https://external-secrets.io/latest/api/externalsecret/",
    inCharts: true,
    subjects: (inventory) => inventory.objects("Secret", "core"),
    judge: ({ props }) => {
        if (madeByTools.includes(props.type) || isMade(props) || isRepositoryWithoutCredential(props)) return pass();
        return carries(props, "data") || carries(props, "stringData")
            ? fail("the program carries the value of a Secret")
            : pass();
    },
});
