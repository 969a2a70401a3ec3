import type { Part, Platform } from "../../part.ts";
import type { Identity } from "../../platform/addon.ts";
import { charts } from "../../platform/charts.ts";
import { unprobed } from "../../platform/exemption.ts";
import type { DeclaredTraffic } from "../../platform/flows.ts";
import type { KubernetesObject } from "../../platform/kubernetes-object.ts";
import type { Settings } from "../../settings.ts";
import type { Zone } from "../dns/args.ts";
import { noEndpoint, ofKind } from "../dns/zones.ts";
import type { Certificates } from "./args.ts";
import { certManagerAlerts } from "./cert-manager-alerts.ts";
import { accepted } from "./cert-manager-findings.ts";
import { certManagerValues } from "./cert-manager-values.ts";
import { internalCa, internalIssuer, issuers, letsEncrypt, meshIssuer, meshRoot, proveNames } from "./issuers.ts";
import { oneCa, oneMesh } from "./one-ca.ts";
import { bundle, trustManagerName } from "./trust-manager.ts";

const name = "cert-manager";

/**
 * Keeps certificates: asks an issuer for those that are wanted, and for the next ones long before they end. Whoever may
 * make a Certificate in a namespace may have it signed by every ClusterIssuer: there is no second approval.
 */
export const certManager = ({ issuer }: Certificates): Part => ({
    name,
    namespace: { name, podSecurity: "restricted" },
    exemptions: [
        unprobed(
            name,
            "cert-manager offers no probe of readiness to its controller, and none to cainjector",
            "2027-08-31",
        ),
    ],
    accepted,
    offers: () => ({
        certificates: {
            needs: [name, trustManagerName, ...(issuer === "acmpca" ? [charts.awsPrivateCaIssuer.name] : [])],
            issuer: issuers[issuer],
            internalIssuer,
            meshIssuer,
            trust: bundle,
        },
    }),
    addon: (settings, platform) => {
        const { identities, to, objects, horizonIsSplit } = beyond(settings, platform);
        const { mesh } = platform.offers;
        return {
            chart: charts.certManager,
            identities,
            traffic: {
                from: [
                    { peer: "apiServer", ports: [10250] },
                    { peer: "metrics", ports: [9402] },
                ],
                to: [{ peer: "kubeApi" }, ...to],
            },
            values: certManagerValues(platform.profile, { horizonIsSplit }),
            before: [
                ...oneCa([name, ...(mesh ? [mesh.caNamespace] : [])]),
                ...(mesh
                    ? oneMesh(meshIssuer.name, [mesh.caNamespace, ...(mesh.root.bundle ? [trustManagerName] : [])])
                    : []),
            ],
            after: [...internalCa(name, platform.profile), ...(mesh ? meshRoot(name, mesh.root) : []), ...objects],
            rules: [certManagerAlerts],
        };
    },
});

/** What an issuer outside of the cluster asks for. */
interface Beyond {
    identities?: Identity[];
    to: DeclaredTraffic["to"];
    objects: KubernetesObject[];
    horizonIsSplit: boolean;
}

function beyond({ certificates, dns }: Settings, { eks }: Platform): Beyond {
    if (certificates?.issuer !== "letsencrypt" || !eks) return { to: [], objects: [], horizonIsSplit: false };
    const zones = dns?.zones ?? [];
    const proved = ofKind(zones, "public");
    return {
        identities: [{ serviceAccount: name, statements: proveNames(proved, eks.profile) }],
        to: [
            { peer: "aws" },
            { peer: { internet: `Let's Encrypt signs over the Internet. ${noEndpoint}.` }, ports: [443] },
        ],
        objects: [letsEncrypt(proved, eks.profile)],
        horizonIsSplit: ofKind(zones, "private").some((zone) => proved.some((other) => touches(zone, other))),
    };
}

/** Whether the resolver of a VPC may answer for one zone out of the other. */
const touches = ({ domain: one }: Zone, { domain: other }: Zone): boolean =>
    one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
