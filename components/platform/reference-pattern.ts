/**
 * One regular expression, as RE2 and JavaScript take it, of patterns in which `*` stands for any characters; before the first slash for
 * those of a registry's name only, so that no path stands for it.
 */
export function referencePattern(globs: readonly string[]): string {
    const part = (glob: string, any: string) =>
        glob
            .split("*")
            .map((text) => text.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"))
            .join(any);
    const whole = (glob: string) => {
        const slash = glob.indexOf("/");
        return slash < 0 ? part(glob, ".*") : part(glob.slice(0, slash), "[^/]*") + part(glob.slice(slash), ".*");
    };
    return `^(${globs.map(whole).join("|")})$`;
}
