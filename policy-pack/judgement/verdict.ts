import { UnknownValue } from "../inventory/unknown.ts";
import type { Status } from "./result.ts";

/** A judge's answer for one subject. */
export interface Verdict {
    readonly status: Status;
    readonly message: string;
    /** The resource to look at, where it is not the subject itself. */
    readonly urn?: string;
}

type Judgement = () => Verdict | undefined;

/** Where there is no message, what holds is the rule's title. */
export const pass = (message = "", urn?: string): Verdict => ({ status: "pass", message, urn });
export const fail = (message: string, urn?: string): Verdict => ({ status: "fail", message, urn });
export const undecided = (message: string, urn?: string): Verdict => ({ status: "unknown", message, urn });
export const notApplicable = (message: string): Verdict => ({ status: "not-applicable", message });

/** A requirement: fails with the message unless the condition holds. */
export const must =
    (condition: () => unknown, message: string, urn?: string): Judgement =>
    () =>
        condition() ? pass() : fail(message, urn);

/** Runs one judgement; an unknown value becomes the answer `unknown`. */
export function attempt(judgement: Judgement): Verdict {
    try {
        return judgement() ?? pass();
    } catch (error) {
        if (error instanceof UnknownValue) return undecided(error.message);
        throw error;
    }
}

/** Everything must hold. One definite failure decides, whatever else is unknown. */
export function all(judgements: readonly Judgement[]): Verdict {
    const verdicts = judgements.map(attempt);
    const order: Status[] = ["fail", "unknown", "pass", "not-applicable"];
    return order.map((status) => join(verdicts, status)).find((verdict) => verdict !== undefined) ?? pass();
}

/** One of them must hold. One definite pass decides; without any judgement, `otherwise` does. */
export function any(judgements: readonly Judgement[], otherwise: () => Verdict): Verdict {
    const verdicts = judgements.map(attempt);
    return (
        verdicts.find(({ status }) => status === "pass") ??
        join(verdicts, "unknown") ??
        join(verdicts, "fail") ??
        otherwise()
    );
}

/** Verdicts of one status as one, each message once. */
function join(verdicts: readonly Verdict[], status: Status): Verdict | undefined {
    const same = verdicts.filter((verdict) => verdict.status === status);
    if (same.length === 0) return undefined;
    const messages = [...new Set(same.map(({ message }) => message))].filter(Boolean);
    return { status, message: messages.join("; "), urn: same.find(({ urn }) => urn)?.urn };
}
