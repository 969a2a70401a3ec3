/** Whether a text matches a pattern in which `*` stands for any characters. */
export function glob(pattern: string, text: string): boolean {
    const literal = (part: string) => part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&");
    return new RegExp(`^${pattern.split("*").map(literal).join(".*")}$`, "s").test(text);
}
