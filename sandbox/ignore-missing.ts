/** Nothing where the file or the process is not there. */
export function ignoreMissing<T>(use: () => T): T | undefined {
    try {
        return use();
    } catch (error) {
        if (["ENOENT", "ENOTDIR", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
        throw error;
    }
}
