/** Why nobody answers at a host within so many milliseconds; undefined where somebody does, whatever the answer is. */
export async function unreachable(url: string, milliseconds: number): Promise<Error | undefined> {
    try {
        await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(milliseconds) });
        return undefined;
    } catch (error) {
        return ((error as Error).cause ?? error) as Error;
    }
}
