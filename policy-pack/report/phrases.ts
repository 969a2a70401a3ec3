import type { Report } from "../judgement/result.ts";

export function plural(count: number, noun: string): string {
    return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A rule's message as a sentence; one that starts with a name or a path keeps its first letter. */
export function sentence(message: string): string {
    const start = /^[a-z]+\s/.test(message) ? message.charAt(0).toUpperCase() + message.slice(1) : message;
    return /[.!?…]$/.test(start) ? start : `${start}.`;
}

/** `353 resources, 9 of 12 releases seen inside`. */
export function extent({ resources, releases, rendered }: Report["counts"]): string {
    const inside = releases > 0 ? [`${rendered} of ${plural(releases, "release")} seen inside`] : [];
    return [plural(resources, "resource"), ...inside].join(", ");
}

/** `2027-03-31` as `31 March 2027`. */
export function longDate(day: string): string {
    return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(day));
}
