import { ProductionCluster } from "../components/index.ts";
import type { Property, Schema } from "./schema.ts";

/** One argument, as its interface and its comment say. */
export interface Argument {
    /** `network.cidr`, `ownCharts[].name`. */
    readonly path: string;
    /** `text`, `map`, `list of text`, ... */
    readonly type: string;
    readonly required: boolean;
    readonly description: string;
    /** Arguments of the map, or of each map in the list. */
    readonly fields: readonly Argument[];
}

/** Arguments of `ProductionCluster`. */
export function argumentsOfCluster(schema: Schema): readonly Argument[] {
    const inputs = schema.components[ProductionCluster.name]?.inputs ?? {};
    return Object.entries(inputs).map(([name, property]) => argument(name, property, schema));
}

function argument(path: string, property: Property, schema: Schema): Argument {
    const { description = "", optional = false, items } = property;
    const inner = fieldsOf(items ?? property, schema);
    const prefix = items ? `${path}[]` : path;
    return {
        path,
        type: typeOf(property, schema),
        required: !optional,
        // Comments are wrapped where the line ends.
        description: description.replaceAll(/\s*\n\s*/g, " ").trim(),
        fields: Object.entries(inner).map(([name, field]) => argument(`${prefix}.${name}`, field, schema)),
    };
}

const names: Readonly<Record<string, string>> = {
    string: "text",
    boolean: "true or false",
    number: "number",
    integer: "number",
};

function typeOf(property: Property, schema: Schema): string {
    const { items } = property;
    if (items) return `list of ${plural(typeOf(items, schema))}`;
    if ("$ref" in property) return Object.keys(fieldsOf(property, schema)).length > 0 ? "map" : "text";
    return names[property.type] ?? "map";
}

const plural = (type: string): string => (type === "map" ? "maps" : type === "text" ? "texts" : type);

function fieldsOf(property: Property, { typeDefinitions }: Schema): Record<string, Property> {
    const [, name = ""] = "$ref" in property ? (/^#\/types\/.*:(.*)$/.exec(property.$ref) ?? []) : [];
    return typeDefinitions[name]?.properties ?? {};
}
