import type { Api } from "./api.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";

/** API groups that EKS add-ons bring, which only EKS installs. */
const eksAddons: Readonly<Record<string, string>> = {
    "snapshot.storage.k8s.io": "snapshot-controller",
    "networking.k8s.aws": "vpc-cni",
    "crd.k8s.amazonaws.com": "vpc-cni",
    "vpcresources.k8s.aws": "vpc-cni",
};

/**
 * Why a kind may be missing here and be there on the real cluster. There is no excuse where its group is served in other
 * versions or with other kinds, nor where every release is in place: then the plan is wrong.
 *
 * @param incomplete whether some release is left out.
 */
export async function excuseFor(api: Api, object: KubernetesObject, incomplete: boolean): Promise<string | undefined> {
    if (await api.serves(object)) return undefined;
    const [group = ""] = object.apiVersion.split("/");
    const kind = `${object.apiVersion} ${object.kind} is not served:`;
    if (await api.servesGroup(group)) return undefined;
    if (eksAddons[group]) return `${kind} the EKS add-on ${eksAddons[group]} brings it`;
    return incomplete ? `${kind} it comes with a release that is left out` : undefined;
}
