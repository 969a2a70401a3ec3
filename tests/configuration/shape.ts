import { z } from "zod";

/** Whether a schema has a place for a path, `addons[1].needs[0]`; the last key may be one that is no setting. */
export function hasPlace(schema: z.ZodType, path: string): boolean {
    const parts = [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
        ([, quoted, place, plain]) => quoted ?? place ?? plain ?? "",
    );
    return parts.length > 0 && at(schema, parts);
}

function at(schema: z.ZodType, [part, ...path]: string[]): boolean {
    if (part === undefined) return true;
    if (schema instanceof z.ZodObject) {
        const field = schema.shape[part] as z.ZodType | undefined;
        return field ? at(field, path) : path.length === 0;
    }
    if (schema instanceof z.ZodArray) return /^\d+$/.test(part) && at(schema.element as z.ZodType, path);
    // Free-form maps, such as the values of a chart, have a place for anything.
    if (schema instanceof z.ZodRecord) return true;
    if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
        return at(schema.unwrap() as z.ZodType, [part, ...path]);
    return false;
}
