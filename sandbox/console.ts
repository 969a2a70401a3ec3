import { styleText } from "node:util";

/** A line of our own between the engine's: what is being done, and why. */
export function say(message: string): void {
    console.log(styleText("bold", `▸ ${message}`, { stream: process.stdout }));
}

/** Seconds since `start` (milliseconds), for people: `7 s`, `2 min 40 s`. */
export function elapsed(start: number): string {
    const seconds = Math.round((Date.now() - start) / 1000);
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Something the user can mend: the message is printed without a stack trace, and the process ends with `exitCode`. */
export class Failure extends Error {
    readonly exitCode: number;

    constructor(message: string, exitCode = 1) {
        super(message);
        this.exitCode = exitCode;
    }
}
