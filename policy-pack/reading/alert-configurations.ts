import type { Inventory } from "../inventory/inventory.ts";
import { isMap } from "../inventory/maps.ts";
import type { Resource } from "../inventory/resource.ts";
import { isHidden } from "../inventory/unknown.ts";
import { documentsIn } from "../inventory/yaml.ts";

/** Names that Alertmanager's configuration has in a Secret or a ConfigMap. */
const files = ["alertmanager.yaml", "alertmanager.yml"];

/** Configurations of Alertmanager as far as they can be read: files, and the operator's objects. */
export function alertConfigurations(inventory: Inventory): readonly unknown[] {
    const given = inventory
        .objects("AlertmanagerConfig", "monitoring.coreos.com")
        .flatMap(({ props }) => (props.spec === undefined ? [] : [props.spec as unknown]));
    const written = ["Secret", "ConfigMap"].flatMap((kind) => inventory.objects(kind, "core").flatMap(textsIn));
    return [...given, ...written.flatMap(configurationIn)];
}

function textsIn({ type, props }: Resource): string[] {
    const isSecret = type.endsWith(":Secret");
    return ["data", "stringData"].flatMap((field) => {
        const content: unknown = isHidden(props, field) ? undefined : props[field];
        if (!isMap(content)) return [];
        const known = files.filter((file) => !isHidden(content, file) && typeof content[file] === "string");
        const texts = known.map((file) => String(content[file]));
        return isSecret && field === "data" ? texts.map((text) => Buffer.from(text, "base64").toString()) : texts;
    });
}

function configurationIn(text: string): unknown[] {
    try {
        const [content] = documentsIn(text);
        return isMap(content) ? [content] : [];
    } catch {
        return [];
    }
}
