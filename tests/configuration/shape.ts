/** What is looked at of a zod schema. */
export interface Schema {
    def: object;
}

interface Definition {
    shape?: Record<string, Schema>;
    element?: Schema;
    /** Of what has a default or may be left out. */
    innerType?: Schema;
    type: string;
}

/** Whether a schema has a place for a path, `ownCharts[1].needs[0]`; the last key may be one that is no setting. */
export function hasPlace(schema: Schema, path: string): boolean {
    const parts = [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
        ([, quoted, place, plain]) => quoted ?? place ?? plain ?? "",
    );
    return parts.length > 0 && at(schema, parts);
}

function at(schema: Schema, [part, ...path]: string[]): boolean {
    if (part === undefined) return true;
    const { type, shape, element, innerType } = schema.def as Definition;
    if (innerType) return at(innerType, [part, ...path]);
    if (element) return /^\d+$/.test(part) && at(element, path);
    const field = shape && Object.hasOwn(shape, part) ? shape[part] : undefined;
    if (field) return at(field, path);
    // Free-form maps, such as the values of a chart, have a place for anything.
    return type === "record" || (shape !== undefined && path.length === 0);
}
