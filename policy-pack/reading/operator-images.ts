import { kindKey } from "../inventory/api.ts";
import type { Inventory } from "../inventory/inventory.ts";
import type { Resource } from "../inventory/resource.ts";

const installation = { kind: "Installation", group: "operator.tigera.io" };

/** Objects that say which registry an operator pulls from, and leave it to the operator which images. */
export const imageChoosers = (inventory: Inventory): readonly Resource[] =>
    inventory.objects(installation.kind, installation.group);

/** Whether a resource, or a pod template in it, leaves its images to an operator. */
export const leavesImages = ({ type }: Pick<Resource, "type">): boolean =>
    kindKey(type) === `${installation.group}/${installation.kind}`;

interface Installation {
    variant?: string;
    registry?: string;
    imagePath?: string;
    imagePrefix?: string;
    cni?: { type?: string };
    flexVolumePath?: string;
    kubeletVolumePluginPath?: string;
}

/**
 * What an Installation alone brings to nodes with Linux, by the operator's renderings of v1.42.3: `node.go`, `typha.go`,
 * `kube-controllers.go`, `csi.go` in pkg/render. Objects of other kinds bring more of the same place (`APIServer`, `Whisker`).
 */
const components = ({ cni, flexVolumePath, kubeletVolumePluginPath }: Installation): string[] => [
    ...["node", "typha", "kube-controllers"],
    ...((cni?.type ?? "Calico") === "Calico" ? ["cni"] : []),
    ...(flexVolumePath === "None" ? [] : ["pod2daemon-flexvol"]),
    ...(kubeletVolumePluginPath === "None" ? [] : ["csi", "node-driver-registrar"]),
];

/**
 * Images of an Installation as the operator puts them together, with a word for the version; what is not said, or is
 * `UseDefault`, is Tigera's own place (https://github.com/tigera/operator/blob/v1.42.3/pkg/components/references.go).
 */
export function chosenImages({ props }: Resource): readonly string[] {
    const spec: Installation = props.spec ?? {};
    const { variant = "Calico", registry, imagePath, imagePrefix } = spec;
    const said = (value: string | undefined, otherwise: string) =>
        value === undefined || value === "" || value === "UseDefault" ? otherwise : value;
    const place = [said(registry, "quay.io"), said(imagePath, variant === "Calico" ? "calico" : "tigera")]
        .map((part) => part.replace(/^\/+|\/+$/g, ""))
        .join("/");
    return components(spec).map((component) => `${place}/${said(imagePrefix, "")}${component}:version`);
}
