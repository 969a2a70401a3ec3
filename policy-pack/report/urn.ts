/** The parts of `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`; a name may hold anything, `::` too. */
export function urnParts(urn: string): { stack: string; project: string; type: string; name: string } {
    const [head = "", project = "", types = "", ...name] = urn.split("::");
    return {
        stack: head.replace(/^urn:pulumi:/, ""),
        project,
        type: types.split("$").at(-1) ?? "",
        name: name.join("::"),
    };
}

/** How a person calls a resource: its name and the last part of its type. Text that is no URN stays as it is. */
export function label(urn: string): string {
    const { type, name } = urnParts(urn);
    return name ? `${name} (${type.split(":").at(-1)})` : urn;
}
