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

/** What runs of Calico wherever it is: the agent, Typha and the controllers. Which version the operator knows. */
const components = ["node", "typha", "kube-controllers"];

interface ImagePlace {
    variant?: string;
    registry?: string;
    imagePath?: string;
    imagePrefix?: string;
}

/**
 * Images of an Installation as the operator puts them together, with a word for the version; what is not said, or is
 * `UseDefault`, is Tigera's own place (https://github.com/tigera/operator/blob/v1.42.3/pkg/components/references.go).
 */
export function chosenImages({ props }: Resource): readonly string[] {
    const { variant = "Calico", registry, imagePath, imagePrefix }: ImagePlace = props.spec ?? {};
    const said = (value: string | undefined, otherwise: string) =>
        value === undefined || value === "" || value === "UseDefault" ? otherwise : value;
    const place = [said(registry, "quay.io"), said(imagePath, variant === "Calico" ? "calico" : "tigera")]
        .map((part) => part.replace(/^\/+|\/+$/g, ""))
        .join("/");
    return components.map((component) => `${place}/${said(imagePrefix, "")}${component}:version`);
}
