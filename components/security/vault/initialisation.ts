import type { Input } from "@pulumi/pulumi";
import type { EksProfile } from "../../platform/addon.ts";
import type { Job } from "../../platform/kubernetes-object.ts";
import { versioned } from "../../platform/versioned.ts";
import { basics } from "./configuration.ts";
import { job, ofAws, ofVault, podSpec, variables } from "./jobs.ts";
import { accounts, addressOf, kubernetesAuth, kubernetesHost, replicas } from "./names.ts";
import { configuring, ownRole } from "./policies.ts";

/** Keys that recovery asks for, of those that there are. */
const recovery = { shares: 5, threshold: 3 };

/** Before there is anything to lose: whether what is made can be kept. It writes only where nothing was ever written. */
const reserve = `set -eu
versions="$(aws secretsmanager describe-secret --secret-id "$SECRET" --query 'VersionIdsToStages' --output text)"
case "$versions" in
    None | "") aws secretsmanager put-secret-value --secret-id "$SECRET" --secret-string '{}' > /dev/null ;;
esac`;

/** Only where all replicas say that nobody has made Vault ready: one that lost its volume is no new Vault. */
const initialise = String.raw`set -eu
umask 077
[ ! -e "$KEYS/root-token" ] || exit 0
nobody_did() {
    for address in $REPLICAS; do
        until
            code=0
            VAULT_ADDR="$address" vault operator init -status > /dev/null 2> "$SAID" || code=$?
            [ "$code" != 1 ]
        do
            cat "$SAID" >&2
            sleep 5
        done
        [ "$code" = 2 ] || return 1
    done
}
if [ ! -s "$KEYS/said" ]; then
    nobody_did || { echo "Vault is initialised already"; exit 0; }
    vault operator init -recovery-shares=${recovery.shares} -recovery-threshold=${recovery.threshold} > "$KEYS/said"
fi
keys="$(sed -n 's/^Recovery Key [0-9]*: \(.*\)$/"\1"/p' "$KEYS/said" | tr '\n' ',')"
printf '{"recoveryThreshold":${recovery.threshold},"recoveryKeys":[%s]}' "${"$"}{keys%,}" > "$KEYS/recovery.json"
sed -n 's/^Initial Root Token: \(.*\)$/\1/p' "$KEYS/said" > "$KEYS/root-token"
rm "$KEYS/said"
echo "Vault is initialised"`;

/** Keys go by a file: arguments of a program are seen by others. It gives up never, for with its pod they would go. */
const keep = `set -eu
[ -e "$KEYS/recovery.json" ] || exit 0
until aws secretsmanager put-secret-value --secret-id "$SECRET" --secret-string "file://$KEYS/recovery.json" > /dev/null; do
    sleep 5
done
rm "$KEYS/recovery.json"
echo "the recovery keys are kept"`;

/** What the first token is for: that the others can come. Then it is none any more. */
const open = `set -eu
[ -e "$KEYS/root-token" ] || exit 0
VAULT_TOKEN="$(cat "$KEYS/root-token")"
export VAULT_TOKEN
until said="$(vault status 2>&1)"; do sleep 2; done
if vault token lookup > /dev/null 2>&1; then
${basics.join("\n")}
vault write sys/policies/acl/${accounts.configuration} policy="$POLICY" > /dev/null
printf '%s' "$ROLE" | vault write auth/${kubernetesAuth}/role/${accounts.configuration} - > /dev/null
vault token revoke -self > /dev/null
fi
rm "$KEYS/root-token"
echo "the first token is revoked"`;

/**
 * Whether they are in the second region too, where there is one: Secrets Manager copies by itself, and says nothing when it
 * cannot. Not before the first token is none, for with the pod it would go.
 */
const replicated = `set -eu
while [ -e "$KEYS/root-token" ]; do sleep 5; done
while true; do
    behind="$(aws secretsmanager describe-secret --secret-id "$SECRET" --output text \\
        --query "ReplicationStatus[?Status!='InSync'].[Region, Status, StatusMessage]")"
    case "$behind" in
        None | "") exit 0 ;;
        *Failed*) echo "the recovery keys are not in the second region: $behind" >&2; exit 1 ;;
    esac
    sleep 5
done`;

/** Seconds that it may wait, for what people may have to mend. */
const day = 86_400;

/** The scripts, in turn. */
export const steps = { reserve, initialise, keep, open, replicated };

/** What lets in who writes everything else. */
export const openVariables = {
    KUBERNETES_HOST: kubernetesHost,
    POLICY: configuring,
    ROLE: JSON.stringify(ownRole(accounts.configuration)),
};

/**
 * Makes Vault ready for the first time. The keys are in the memory of its pod until they are in Secrets Manager, and in no
 * argument, variable or log; a step that fails is tried again where they still are.
 */
export function initialisation(profile: EksProfile, secretArn: Input<string>): Job {
    const [first = ""] = replicas;
    const mounts = [{ name: "keys", mountPath: "/keys" }];
    const keys = variables({ KEYS: "/keys" });
    const aws = (name: string, script: string) =>
        ofAws(name, { region: profile.region, script, env: [...keys, ...variables({ SECRET: secretArn })], mounts });
    const vault = (name: string, script: string, more: Record<string, string>) =>
        ofVault(name, { address: addressOf(first), script, env: [...keys, ...variables(more)], mounts });
    const spec = podSpec(profile, accounts.initialisation, {
        initContainers: [
            aws("reserve", reserve),
            vault("initialise", initialise, { REPLICAS: replicas.map(addressOf).join(" ") }),
            aws("keep", keep),
        ],
        containers: [vault("open", open, openVariables), aws("replicated", replicated)],
        volumes: [{ name: "keys", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } }],
    });
    return job(versioned(accounts.initialisation, [steps, openVariables]), spec, day);
}
