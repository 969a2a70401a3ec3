/** One line on an error that nobody expected: its kind and its place, as what it says may quote a value. */
export function faultOf(error: unknown): string {
    const { name, code, stack = "" } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
    const [, place] = /^\s+at .*?([\w.-]+:\d+:\d+)\)?$/m.exec(stack) ?? [];
    const what = [code ?? name ?? "an error", place].filter(Boolean).join(" at ");
    return `readiness: stopped by a fault of its own (${what}); nothing was judged\n`;
}
