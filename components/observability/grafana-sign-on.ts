import type { Egress } from "../platform/addon.ts";
import { caCertificates, caConfigMap, caFile } from "../platform/ca-certificates.ts";
import { externalSecret } from "../platform/external-secret.ts";
import type { ConfigMap, ExternalSecret } from "../platform/kubernetes-object.ts";
import { toHost } from "../platform/server-flow.ts";
import { portOf } from "../platform/url.ts";
import type { Settings } from "../settings.ts";

export type GrafanaSettings = Settings["grafana"];
type SignOn = NonNullable<GrafanaSettings["sso"]>;

/** Name of the Kubernetes Secret whose key `clientSecret` Grafana proves itself with. */
const secret = "grafana-sso";
const mountPath = `/etc/secrets/${secret}`;

/** The issuer, whose CA is in a ConfigMap that Grafana reads at each sign-in. */
const authority = "grafana-ca";
const issuer = { name: "sso" };
const configMap = caConfigMap(authority, issuer);
const authorityPath = `/etc/${configMap}`;

/**
 * Values of the chart by which people come in through the identity provider, and by no password. The administrator that
 * is generated stays for the chart's sidecars, which tell Grafana of a new dashboard or data source over its API.
 */
export const signOn = ({ url, sso }: GrafanaSettings & { url: string }) => ({
    ini: {
        server: { root_url: url },
        ...(url.startsWith("https:") && { security: { cookie_secure: true } }),
        ...(sso && {
            auth: { disable_login_form: true, oauth_auto_login: true },
            "auth.generic_oauth": oauth(sso),
        }),
    },
    mounts: sso && [
        { name: secret, secretName: secret, mountPath, readOnly: true, defaultMode: 0o440, optional: false },
    ],
    configMaps: sso?.caCertificate && [{ name: configMap, configMap, mountPath: authorityPath, readOnly: true }],
});

const oauth = (sso: SignOn) => ({
    enabled: true,
    name: "Single sign-on",
    allow_sign_up: true,
    use_pkce: true,
    scopes: "openid profile email groups",
    client_id: sso.clientId,
    client_secret: `$__file{${mountPath}/clientSecret}`,
    auth_url: sso.authorizationUrl,
    token_url: sso.tokenUrl,
    api_url: sso.userInfoUrl,
    groups_attribute_path: "groups",
    role_attribute_path: roles(sso),
    // Who has no role is not let in, whoever the issuer knows.
    role_attribute_strict: true,
    ...(sso.caCertificate && { tls_client_ca: `${authorityPath}/${caFile}` }),
});

/** An expression of JMESPath on what the issuer says of somebody. */
const roles = ({ administratorGroup, viewerGroup }: SignOn): string =>
    Object.entries({ Admin: administratorGroup, Viewer: viewerGroup })
        .flatMap(([role, group]) => (group ? [`contains(groups[*], '${group}') && '${role}'`] : []))
        .join(" || ");

/** What Grafana mounts. */
export const signOnObjects = (sso: SignOn, namespace: string, store: string): (ExternalSecret | ConfigMap)[] => [
    externalSecret({
        name: secret,
        namespace,
        store,
        key: sso.clientSecretName,
        data: { clientSecret: "clientSecret" },
    }),
    ...caCertificates(authority, namespace, [{ ...issuer, caCertificate: sso.caCertificate }]),
];

/** People's browsers go to the issuer themselves; Grafana asks it who they are. */
export const signOnFlow = ({ tokenUrl, userInfoUrl, cidrs }: SignOn): Egress =>
    toHost(cidrs, "Grafana asks the identity provider who signs in.", [tokenUrl, userInfoUrl].map(portOf));
