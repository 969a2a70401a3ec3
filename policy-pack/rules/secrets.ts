import type { Inventory } from "../inventory.ts";
import type { Resource } from "../model.ts";
import { rule } from "../rule.ts";
import { hiddenBy } from "../unknown.ts";
import { all, fail, must, pass, unsure } from "../verdict.ts";
import { byRelease, presence, releasesOf, replicas } from "./presence.ts";
import { clusters } from "./subjects.ts";

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
        const releases = releasesOf(inventory, "external-secrets").map((release) =>
            byRelease(
                release,
                replicas(release, "replicaCount"),
                must(hasStore, "no SecretStore names a store such as Secrets Manager"),
            ),
        );
        return presence(inventory, releases, "nothing brings secrets from a store into the cluster");
    },
});

export const secretStorePresent = rule({
    id: "secret-store-present",
    title: "The store of the secrets is managed or highly available, and encrypted",
    level: "mandatory",
    severity: "high",
    mend: "Use Secrets Manager with a KMS key, or Vault with server.ha.enabled and a KMS seal",
    url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
    after: ["external-secrets-present"],
    subjects: clusters,
    judge: (_, { inventory }) => {
        const vaults = releasesOf(inventory, "vault").map((release) =>
            must(() => release.value("server.ha.enabled", false) === true, "Vault is one pod", release.resource.urn),
        );
        const usesVault = stores(inventory).some(({ props }) => "vault" in (props.spec?.provider ?? {}));
        const secrets = inventory.of("aws:secretsmanager/secret:Secret");
        if (secrets.length + vaults.length === 0 && !usesVault) return unsure("the secrets are not in this stack");
        return all([
            ...secrets.map((secret) => encryptedByOwnKey(inventory, secret)),
            ...vaults,
            () => (usesVault && vaults.length === 0 ? unsure("the Vault is not in this stack") : pass()),
        ]);
    },
});

const encryptedByOwnKey = (inventory: Inventory, secret: Resource) =>
    must(
        () => inventory.sources(secret, "kmsKeyId").length > 0 || secret.props.kmsKeyId,
        "a secret is not encrypted with a key of your own",
        secret.urn,
    );

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
        if (madeByTools.includes(props.type)) return pass();
        // What a chart makes up by chance is in no program.
        const carried = [props.data ?? {}, props.stringData ?? {}].some((content: object) =>
            Object.keys(content).some((key) => hiddenBy(content, key) !== "random"),
        );
        return carried ? fail("the program carries the value of a Secret") : pass();
    },
});
