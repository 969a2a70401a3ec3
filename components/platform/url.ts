/** Port of a URL of https or ssh. */
export function portOf(url: string): number {
    const { port, protocol } = new URL(url);
    return Number(port || (protocol === "ssh:" ? 22 : 443));
}
