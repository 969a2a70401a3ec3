import type { Addon } from "../../components/platform/addon.ts";
import { addonOf, args, assembled } from "./example.ts";

const withElasticsearch = await assembled({ settings: { logs: { store: "elasticsearch" } } });

const hosts = ["shop.example.com"];
const withLoadBalancer = await assembled({
    settings: {
        gateway: { engine: "alb", hosts },
        certificates: { ...args.certificates, loadBalancerHosts: hosts },
    },
});

const withMeshGateway = await assembled({
    settings: { gateway: { engine: "istio", hosts }, mesh: { engine: "istio" } },
});

const withLinkerd = await assembled({ settings: { mesh: { engine: "linkerd" } } });

const withNginx = await assembled({ settings: { gateway: { engine: "nginx", hosts } } });

const withTraefik = await assembled({ settings: { gateway: { engine: "traefik", hosts } } });

const withGatekeeper = await assembled({ settings: { admission: { engine: "gatekeeper" } } });

const withCilium = await assembled({ settings: { network: { policyEngine: "cilium", defaultDeny: true } } });

const withCalico = await assembled({ settings: { network: { policyEngine: "calico", defaultDeny: true } } });

/** Add-ons that stand in the place of others, among all that are there then. */
export const alternatives: Addon[] = [
    addonOf(withElasticsearch, "elasticsearch"),
    addonOf(withLoadBalancer, "alb-gateway"),
    addonOf(withMeshGateway, "istiod"),
    addonOf(withMeshGateway, "istio-gateway"),
    addonOf(withLinkerd, "linkerd-cni"),
    addonOf(withLinkerd, "linkerd"),
    addonOf(withNginx, "nginx-gateway"),
    addonOf(withTraefik, "traefik-gateway"),
    addonOf(withGatekeeper, "gatekeeper"),
    addonOf(withCilium, "cilium"),
    addonOf(withCalico, "tigera-operator"),
    addonOf(withCalico, "calico"),
];
