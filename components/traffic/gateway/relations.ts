import { isOnEks } from "../../configuration/on-eks.ts";
import { mistakeIf, type Relation } from "../../configuration/relation.ts";
import type { Settings } from "../../settings.ts";
import { withoutCertificateOfAcm } from "../certificates/acm-names.ts";
import { unproven } from "../dns/zones.ts";
import { GatewayEngine, gateway as schema } from "./args.ts";
import { type Feature, type FeatureName, features, whyNot } from "./features.ts";
import { isSize } from "./nginx/limits.ts";

/** Why the Gateway of an engine has a name of the platform: without one nothing of it speaks TLS, which is refused. */
const whyNamed: Partial<Record<GatewayEngine, string>> = {
    alb: "alb ends TLS itself, and takes no names of teams",
    nginx: "nginx passes TLS on by ListenerSets of teams alone, so that its Gateway would speak plain HTTP and nothing else",
};

/** The gateway, and who signs for its names. */
export const gatewayRelations: Relation<Settings>[] = [
    {
        fields: ["gateway"],
        broken: ({ gateway }) => {
            const unset = schema.parse({ engine: gateway.engine });
            return Object.entries(gateway).flatMap(([field, value]) =>
                mistakeIf(
                    gateway.engine === "none" && JSON.stringify(value) !== JSON.stringify(Object(unset)[field]),
                    `gateway.${field}`,
                    "has no effect: gateway.engine is none; leave it out",
                ),
            );
        },
    },
    {
        fields: ["gateway"],
        broken: ({ gateway }) => {
            const unset = schema.parse({ engine: gateway.engine });
            return Object.entries<Feature>(features).flatMap(([name, { argument }]) => {
                const reason = whyNot(gateway.engine, name as FeatureName);
                if (argument === undefined || reason === undefined) return [];
                return mistakeIf(
                    gateway[argument] !== unset[argument],
                    `gateway.${argument}`,
                    `gateway.engine ${gateway.engine} cannot: ${reason}`,
                );
            });
        },
    },
    {
        fields: ["gateway", "mesh"],
        broken: ({ gateway: { engine }, mesh }) =>
            mistakeIf(
                engine === GatewayEngine.istio && mesh.engine !== "istio",
                "gateway.engine",
                "istio needs the mesh, whose istiod makes its proxies; give mesh: { engine: istio }",
            ),
    },
    {
        fields: ["gateway", "mesh"],
        broken: ({ gateway: { engine }, mesh }) =>
            mistakeIf(
                mesh.engine !== "none" && whyNot(engine, "mesh") !== undefined,
                "gateway.engine",
                `${engine} cannot with a mesh: ${whyNot(engine, "mesh")}`,
            ),
    },
    {
        fields: ["gateway", "cluster"],
        broken: ({ gateway: { engine }, cluster }) =>
            mistakeIf(
                !isOnEks({ cluster }) && whyNot(engine, "elsewhere") !== undefined,
                "gateway.engine",
                `${engine} needs AWS, and the existing cluster is not on EKS (cluster.existing.eks is not given)`,
            ),
    },
    {
        fields: ["gateway", "domain"],
        broken: ({ gateway: { engine, hosts }, domain }) => {
            const reason = whyNamed[engine];
            if (reason === undefined || domain !== undefined) return [];
            return mistakeIf(hosts.length === 0, "gateway.hosts", `are missing: ${reason}; give one, or domain`);
        },
    },
    {
        fields: ["gateway", "certificates"],
        broken: ({ gateway: { engine }, certificates }) =>
            mistakeIf(
                engine === GatewayEngine.nginx && certificates === undefined,
                "gateway.engine",
                "nginx needs certificates, by which its controller and proxies know each other; give certificates, {} for a CA of the cluster",
            ),
    },
    {
        fields: ["gateway"],
        broken: ({ gateway: { engine, maxRequestKiB } }) =>
            mistakeIf(
                engine === GatewayEngine.nginx && maxRequestKiB !== undefined && !isSize(maxRequestKiB),
                "gateway.maxRequestKiB",
                "is above 9999, of which nginx takes whole MiB: give a multiple of 1024",
            ),
    },
    {
        fields: ["gateway", "certificates"],
        broken: ({ gateway, certificates }) =>
            mistakeIf(
                gateway.engine !== "none" && gateway.hosts.length > 0 && certificates === undefined,
                "gateway.hosts",
                "need certificates, and nobody signs them; give certificates, {} for a CA of the cluster",
            ),
    },
    {
        fields: ["gateway", "certificates"],
        broken: ({ gateway: { engine, hosts }, certificates }) =>
            engine === GatewayEngine.alb && certificates !== undefined
                ? hosts.flatMap((host, index) => withoutCertificateOfAcm(host, `gateway.hosts[${index}]`, certificates))
                : [],
    },
    {
        fields: ["gateway", "certificates", "dns", "cluster"],
        broken: ({ gateway, certificates, dns, cluster }) => {
            if (certificates?.issuer !== "letsencrypt" || !isOnEks({ cluster })) return [];
            if (gateway.engine === GatewayEngine.alb) return [];
            return gateway.hosts.flatMap((host, index) =>
                unproven(host, `gateway.hosts[${index}]`, { dns, signer: "Let's Encrypt" }),
            );
        },
    },
];
