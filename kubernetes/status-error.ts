/** What the API server answers where it says no. */
interface Status {
    readonly code: number;
    readonly reason?: string;
    readonly message?: string;
    readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message: string }[] };
}

/** The API server said no, as an error: its own words, its reason and its status code. */
export class StatusError extends Error {
    readonly code: number;
    readonly reason: string;

    constructor({ code, reason, message = `the API server answered ${code}`, details }: Status) {
        // Only the cause of a refused eviction names the budget; other causes repeat the message.
        const causes = details?.causes?.filter((cause) => cause.reason === "DisruptionBudget") ?? [];
        super([message, ...causes.map((cause) => cause.message)].join(" "));
        this.code = code;
        this.reason = reason ?? "";
    }
}

/** What the API server gives, or undefined where there is no such thing. */
export async function ifFound<T>(answer: Promise<T>): Promise<T | undefined> {
    try {
        return await answer;
    } catch (error) {
        if (error instanceof StatusError && error.code === 404) return undefined;
        throw error;
    }
}
