import { isOnEks } from "./configuration/on-eks.ts";
import { mistakeIf, type Relation } from "./configuration/relation.ts";
import { platformParts } from "./parts.ts";
import { hostOf } from "./platform/web-app.ts";
import type { Settings } from "./settings.ts";
import { withoutCertificateOfAcm } from "./traffic/certificates/acm-names.ts";
import { unproven } from "./traffic/dns/zones.ts";

/** The first name of a certificate takes no more. */
const longestHost = 64;

const appsOf = (settings: Settings) => platformParts.flatMap(({ opens }) => opens?.(settings) ?? []);

/** A domain for what people open, and all that it takes. */
export const webAppRelations: Relation<Settings>[] = [
    {
        fields: ["domain", "gateway", "certificates", "gitops", "grafana", "cluster"],
        broken: (settings) => {
            const { domain, gateway, certificates, cluster } = settings;
            if (domain === undefined || !isOnEks({ cluster })) return [];
            const hosts = appsOf(settings).map((app) => hostOf(app, domain));
            return [
                ...mistakeIf(gateway.engine === "none", "domain", "needs a gateway, and gateway.engine is none"),
                ...mistakeIf(
                    certificates === undefined,
                    "domain",
                    "needs certificates, and nobody signs them; give certificates, {} for a CA of the cluster",
                ),
                ...mistakeIf(
                    hosts.length === 0,
                    "domain",
                    "has no effect: nobody can sign in to anything; give grafana.sso or gitops.sso",
                ),
                ...mistakeIf(
                    hosts.some(({ length }) => length > longestHost),
                    "domain",
                    `makes names of more than ${longestHost} characters: ${hosts.join(", ")}`,
                ),
                ...(gateway.engine === "alb" && certificates !== undefined
                    ? hosts.flatMap((host) => withoutCertificateOfAcm(host, "domain", certificates))
                    : []),
                ...gateway.hosts.flatMap((host, index) =>
                    mistakeIf(
                        hosts.includes(host),
                        `gateway.hosts[${index}]`,
                        `${host} is made of the domain already; leave it out`,
                    ),
                ),
            ];
        },
    },
    {
        fields: ["domain", "gateway", "certificates", "dns", "cluster"],
        broken: ({ domain, gateway, certificates, dns, cluster }) =>
            domain !== undefined &&
            gateway.engine !== "alb" &&
            certificates?.issuer === "letsencrypt" &&
            isOnEks({ cluster })
                ? unproven(domain, "domain", { dns, signer: "Let's Encrypt" })
                : [],
    },
    {
        fields: ["domain", "grafana"],
        broken: ({ domain, grafana: { url, sso } }) =>
            mistakeIf(
                domain !== undefined && sso !== undefined && url !== undefined,
                "grafana.url",
                "is made of the domain; leave one of them out",
            ),
    },
];
