import type { Addon, Profile } from "../../components/platform/addon.ts";
import { assembled, settingsOf } from "./example.ts";

const existing = {
    kubeconfig: "~/.kube/config",
    context: "kind-laptop",
    nodeCidrs: ["172.18.0.0/16"],
    serviceCidr: "10.96.0.0/16",
};
const configuration = {
    name: "laptop",
    gitops: { repository: "https://github.com/example/clusters" },
    ownership: { owner: "me", environment: "trial", costCenter: "none" },
    cluster: { existing },
    certificates: {},
};
const profile: Profile = { clusterName: "laptop", zones: [], systemNodeSelector: {}, systemTolerations: [] };

export const settings = settingsOf(configuration);

/** Every add-on of the platform on a cluster that is not on EKS. */
export const all: Addon[] = await assembled({ settings: configuration, elsewhere: profile });
