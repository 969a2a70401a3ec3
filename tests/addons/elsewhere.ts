import { addons } from "../../components/addons.ts";
import type { Settings } from "../../components/configuration/schema.ts";
import { read } from "../../components/configuration/stack.ts";
import type { Addon, Profile } from "../../components/platform/addon.ts";

const existing = {
    kubeconfig: "~/.kube/config",
    context: "kind-laptop",
    nodeCidrs: ["172.18.0.0/16"],
    serviceCidr: "10.96.0.0/16",
};
const config = {
    "shop:name": "laptop",
    "shop:gitops": JSON.stringify({ repository: "https://github.com/example/clusters" }),
    "shop:ownership": JSON.stringify({ owner: "me", environment: "trial", costCenter: "none" }),
    "shop:cluster": JSON.stringify({ existing }),
};
export const settings = read("shop", config).value as Settings;
const profile: Profile = { clusterName: "laptop", zones: [], systemNodeSelector: {}, systemTolerations: [] };

/** Every add-on of the platform on a cluster that is not on EKS. */
export const all: Addon[] = addons(settings, profile);
