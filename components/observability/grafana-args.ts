import * as aws from "../configuration/aws-fields.ts";
import * as f from "../configuration/fields.ts";
import { ownServer } from "../configuration/server-place.ts";
import * as urls from "../configuration/urls.ts";

/** Where dashboards are looked at, and who may. */
export interface GrafanaArgs {
    /**
     * URL that people open it by; the identity provider sends them back to `<url>/login/generic_oauth`. Default
     * `https://grafana.<domain>` where there is a `domain` and `sso`, else `http://localhost:3000`, for `kubectl -n monitoring port-forward service/monitoring-grafana 3000:80`.
     */
    url?: string;
    /** Single sign-on for people. Default: nobody signs in, but with the password in the Secret `grafana-admin`. */
    sso?: GrafanaSignOnArgs;
}

/**
 * OpenID Connect sign-in, as a client of its own. Grafana does not look the addresses up: they stand in the issuer's
 * `/.well-known/openid-configuration`. The client secret stays in Secrets Manager.
 */
export interface GrafanaSignOnArgs {
    /** The issuer's `authorization_endpoint`, `https://...`. */
    authorizationUrl: string;
    /** The issuer's `token_endpoint`, `https://...`. */
    tokenUrl: string;
    /** The issuer's `userinfo_endpoint`, `https://...`. */
    userInfoUrl: string;
    /** Client id that the issuer knows Grafana by. */
    clientId: string;
    /** Name of the Secrets Manager secret whose key `clientSecret` holds the secret; not that of a receiver. */
    clientSecretName: string;
    /** Group of the issuer whose members administer. */
    administratorGroup: string;
    /** Group of the issuer whose members see dashboards. Default: none, who does not administer is not let in. */
    viewerGroup?: string;
    /**
     * Ranges of the issuer's addresses, /8 to /32, where it is in a private network that the VPC reaches. Default: none,
     * it is reached over the Internet.
     */
    cidrs?: string[];
    /** CA that signed the issuer's certificate, PEM; several one after the other. Default: one that everybody trusts. */
    caCertificate?: string;
}

/** It stands in an expression in quotes, in a file where these characters mean something. */
const group = f.group.refine((name) => !/['`;#$%\\]/.test(name), "must not have any of ' ` ; # $ % \\");

const url = urls.webUrl.refine((text) => !text.endsWith("/"), "must not end with a slash");

export const grafana = f.object({
    url: url.optional(),
    sso: f
        .object({
            authorizationUrl: urls.httpsUrl,
            tokenUrl: urls.httpsUrl,
            userInfoUrl: urls.httpsUrl,
            clientId: f.clientId,
            clientSecretName: aws.secretName,
            administratorGroup: group,
            viewerGroup: group.optional(),
            ...ownServer,
        })
        .optional(),
});
