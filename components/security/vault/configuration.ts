import type { EksProfile } from "../../platform/addon.ts";
import type { KubernetesObject } from "../../platform/kubernetes-object.ts";
import type { ServiceAccountName } from "../../platform/role.ts";
import { versioned } from "../../platform/versioned.ts";
import type { SecretStore } from "../secret-stores/args.ts";
import type { Vault } from "./args.ts";
import { configMap, cronJob, job, ofVault, podSpec, variables, vaultScript } from "./jobs.ts";
import { accounts, address, kubernetesAuth, kubernetesHost, storeRole } from "./names.ts";
import { kubernetesRole, ownPolicies, ownRole, policyOf } from "./policies.ts";

/** What is written to a path of Vault, as JSON. */
interface Write {
    path: string;
    body: object;
}

const folder = "/configuration";

/** Where the user and the password of a database are, in files. */
const credentialsFolder = "/credentials";

/** Name of the Secret of a database's credential. */
export const credentialOf = ({ name }: Vault["databases"][number]): string => `database-${name}`;

const policy = ([name, rules]: [string, string]): Write => ({
    path: `sys/policies/acl/${name}`,
    body: { policy: rules },
});

const role = (name: string, body: object): Write => ({ path: `auth/${kubernetesAuth}/role/${name}`, body });

/** A store of this cluster's own Vault, as external-secrets signs in to it, reads all of its engine. */
const ofStore = (name: string, path: string, { namespace, name: serviceAccount }: ServiceAccountName): Write[] => {
    const read = policyOf({ [`${path}/data/*`]: ["read"], [`${path}/metadata/*`]: ["read", "list"] });
    const account = { namespace, serviceAccount };
    return [policy([storeRole(name), read]), role(storeRole(name), kubernetesRole(account, [storeRole(name)], 1))];
};

/**
 * Of databases what is no secret: user and password are added by who writes it. With another mode Vault takes the CA and
 * looks at no certificate.
 */
const database = ({ name, host, port, database, caCertificate, roles }: Vault["databases"][number]): Write => ({
    path: `database/config/${name}`,
    body: {
        plugin_name: "postgresql-database-plugin",
        connection_url: `postgresql://{{username}}:{{password}}@${host}:${port}/${database}?sslmode=${caCertificate ? "verify-full" : "require"}`,
        ...(caCertificate && { tls_ca: caCertificate }),
        allowed_roles: roles.map((role) => role.name),
    },
});

const databaseRoles = ({ name: db_name, roles }: Vault["databases"][number]): Write[] =>
    roles.map(({ name, creationStatements, ttlHours, maxTtlHours }) => ({
        path: `database/roles/${name}`,
        body: {
            ...{ db_name, creation_statements: creationStatements },
            ...{ default_ttl: `${ttlHours}h`, max_ttl: `${maxTtlHours}h` },
        },
    }));

/** Kinds of users, each with its database. */
const ownersOf = (databases: Vault["databases"]): string[] =>
    databases.flatMap(({ name, roles }) => roles.map((role) => `${role.name}=${name}`));

/** The stores that there are, and whom external-secrets reads each as. */
interface Readers {
    stores: readonly SecretStore[];
    accountOf(store: string): ServiceAccountName;
}

/** The bodies by the name of their file, and the script that writes them, in turn. */
export function configurationOf(vault: Vault, { stores, accountOf }: Readers): Record<string, string> {
    const access = [
        ...Object.entries({ ...ownPolicies, ...vault.policies }).map(policy),
        ...Object.keys(ownPolicies).map((account) => role(account, ownRole(account))),
        ...vault.roles.map(({ name, policies, ttlHours, ...account }) =>
            role(name, kubernetesRole(account, policies, ttlHours)),
        ),
        ...stores.flatMap(({ name, vault }) =>
            vault && vault.server === undefined ? ofStore(name, vault.path, accountOf(name)) : [],
        ),
    ];
    const { databases } = vault;
    const users = databases.flatMap(databaseRoles);
    const fileOf = ({ path }: Write) => `${path.replaceAll("/", ".")}.json`;
    const put = (write: Write) => `put ${write.path} ${fileOf(write)}`;
    const namesBelow = (folder: string, writes: readonly Write[]) =>
        writes.flatMap(({ path }) => (path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : []));
    const only = (folder: string, writes: readonly Write[]) =>
        ["only", folder, ...namesBelow(folder, writes)].join(" ");
    const script = [
        functions,
        `sign_in ${accounts.configuration}`,
        ...basics,
        ...vault.keyValue.map((path) => `there secrets ${path} || vault secrets enable -path=${path} -version=2 kv`),
        ...access.map(put),
        only(`auth/${kubernetesAuth}/role`, access),
        "there secrets database || vault secrets enable database",
        // A database that does not answer holds up nothing but itself.
        ...databases.map((each) => `${put(database(each))} ${credentialOf(each)} || failed=1`),
        // Before Vault forgets which database they are in.
        ["if end_users", ...ownersOf(databases)].join(" "),
        `then ${only("database/config", databases.map(database))}`,
        "else failed=1; fi",
        ...users.map((write) => `${put(write)} || failed=1`),
        only("database/roles", users),
        'exit "$failed"',
    ].join("\n");
    return {
        ...Object.fromEntries(
            [...access, ...databases.map(database), ...users].map((write) => [
                fileOf(write),
                JSON.stringify(write.body, undefined, 2),
            ]),
        ),
        "configure.sh": vaultScript(`${script}\n`),
    };
}

/**
 * `there`: whether something is mounted there. `put`: writes a file to a path, with the credential of a database, if it is
 * one. `below`: the names below a path; there may be none. `only`: removes what is below a path and not named. `end_users`:
 * takes away the users of roles that are not named with their database.
 */
const functions = String.raw`failed=0
there() { vault "$1" list -format=json | grep -q "^  \"$2/\": "; }
put() {
    if [ $# = 2 ]; then vault write "$1" "@$CONFIGURATION/$2" > /dev/null || return
    else
        vault write "$1" "@$CONFIGURATION/$2" password_authentication=scram-sha-256 \
            "username=@$CREDENTIALS/$3/username" "password=@$CREDENTIALS/$3/password" > /dev/null || return
    fi
    echo "wrote $1"
}
below() {
    listed="$(vault list -format=json "$1")" || [ "$listed" = "{}" ] || return
    echo "$listed" | sed -n 's/^ *"\(.*\)",\{0,1\}$/\1/p'
}
only() {
    folder="$1" wanted=" $* "
    names="$(below "$folder")" || return
    for name in $names; do
        case "$wanted" in *" $name "*) continue ;; esac
        vault delete "$folder/$name" > /dev/null || return
        echo "removed $folder/$name"
    done
}
end_users() {
    wanted=" $* " left=0
    roles="$(below sys/leases/lookup/database/creds)" || return
    for role in $roles; do
        role="${"$"}{role%/}"
        owner="$(vault read -field=db_name "database/roles/$role" 2> "$SAID")" ||
            grep -q "^No value found" "$SAID" || return
        case "$wanted" in *" $role=$owner "*) continue ;; esac
        if vault lease revoke -sync -prefix "database/creds/$role" > /dev/null
        then echo "ended the users of $role"
        else left=1; fi
    done
    return "$left"
}`;

/** First of all where requests are written down: to the pod's own output, secrets as keyed sums. Then who may come. */
export const basics = [
    "vault audit list -format=json | grep -q '^  \"stdout/\": ' || vault audit enable -path=stdout file file_path=stdout",
    `vault auth list -format=json | grep -q '^  "${kubernetesAuth}/": ' || vault auth enable -path=${kubernetesAuth} kubernetes`,
    // With the token of the pod that is asked, which it reads anew, and the CA beside it.
    `vault write auth/${kubernetesAuth}/config kubernetes_host="$KUBERNETES_HOST" > /dev/null`,
];

/** Writes it whenever it changes, and every hour, by which a rotated credential gets there, and no change by hand stays. */
export function configuration(vault: Vault, readers: Readers, profile: EksProfile): KubernetesObject[] {
    const data = configurationOf(vault, readers);
    const files = versioned(accounts.configuration, data);
    const spec = podSpec(profile, accounts.configuration, {
        containers: [
            ofVault("configure", {
                address,
                script: `exec sh ${folder}/configure.sh`,
                env: variables({
                    KUBERNETES_HOST: kubernetesHost,
                    CONFIGURATION: folder,
                    CREDENTIALS: credentialsFolder,
                }),
                mounts: [
                    { name: "configuration", mountPath: folder, readOnly: true },
                    ...vault.databases.map((database) => ({
                        name: credentialOf(database),
                        mountPath: `${credentialsFolder}/${credentialOf(database)}`,
                        readOnly: true,
                    })),
                ],
            }),
        ],
        volumes: [
            { name: "configuration", configMap: { name: files } },
            ...vault.databases.map((database) => ({
                name: credentialOf(database),
                secret: { secretName: credentialOf(database) },
            })),
        ],
    });
    return [
        configMap(files, data),
        job(versioned(accounts.configuration, spec), spec),
        cronJob(accounts.configuration, { schedule: "17 * * * *", everyHours: 1 }, spec),
    ];
}
