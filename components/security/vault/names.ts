/** Name of the release, of its pods' service account, and the beginning of its pods' names. */
export const name = "vault";

export const namespace = "vault";

export const ports = { api: 8200, cluster: 8201 };

/** An odd number: of three, two are a majority when a zone is lost. */
export const replicas = [0, 1, 2].map((ordinal) => `${name}-${ordinal}`);

/** Service by which each pod is found under its own name, whether it is ready or not. */
export const internal = `${name}-internal`;

const domain = `${namespace}.svc`;

/** Where a pod is found. */
export const addressOf = (pod: string): string => `https://${pod}.${internal}.${domain}:${ports.api}`;

/** Where the pod that has the lead is found; it says so by a label, and the chart has a Service for it. */
export const address = `https://${name}-active.${domain}:${ports.api}`;

/** Names that the certificate is for. */
export const certificateNames: string[] = [
    ...[name, `${name}-active`].flatMap((service) => [`${service}.${domain}`, `${service}.${domain}.cluster.local`]),
    `*.${internal}.${domain}`,
    "localhost",
];

/** What a program in a pod of it calls it. */
export const loopback = "127.0.0.1";

/** Secret with the certificate, its key and the CA that signed it. */
export const certificateSecret = `${name}-certificate`;

/** Of the tokens that Vault is shown: one for the API server would open the cluster to whoever reads it there. */
export const audience = "vault";

/** Where the method is mounted by which service accounts sign in. */
export const kubernetesAuth = "kubernetes";

/** The API server, as pods know it: it says whose a token is. */
export const kubernetesHost = "https://kubernetes.default.svc";

/** Service accounts of the namespace, and the roles of Vault of the same names. */
export const accounts = {
    /** Makes Vault ready for the first time; it has no role. */
    initialisation: "vault-initialisation",
    /** Writes what the settings say. */
    configuration: "vault-configuration",
    snapshots: "vault-snapshots",
    /** Nobody runs as it: who may make tokens of it is an administrator of Vault. */
    administrator: "vault-administrator",
};

/** How the roles and the policies of stores of this cluster's own Vault begin. */
export const storePrefix = "secret-store-";

/** What a store of this cluster's own Vault is called there: a role and a policy. */
export const storeRole = (store: string): string => `${storePrefix}${store}`;

/** The image of the chart's own version; its shell and its command line are all that the Jobs need. */
export const image = "docker.io/hashicorp/vault:2.0.4";
