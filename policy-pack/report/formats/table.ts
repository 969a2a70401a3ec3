import { styleText } from "node:util";
import Table from "cli-table3";
import { type Mark, tally, words } from "../mark.ts";
import { extent } from "../phrases.ts";
import type { View } from "../view.ts";
import { advice, printable, signs } from "./text.ts";

/** Columns of the terminal that the table fits. */
const columns = 100;
/** Longest advice, in characters: three lines of its column. */
const longest = 165;

type Style = Parameters<typeof styleText>[0];
const styles: Record<Mark, Style> = {
    pass: "green",
    fail: ["red", "bold"],
    unknown: "yellow",
    debt: "magenta",
    advice: "cyan",
    "not-applicable": "gray",
};

/**
 * The checklist for a terminal: each row, and for one that is not green what to do first. What rows share is said once.
 */
export function table(view: View, colour = false): string {
    const paint = (style: Style, text: string) => (colour ? styleText(style, text, { validateStream: false }) : text);
    const grid = new Table({
        chars: { ...noBorders, middle: "  " },
        style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
        colWidths: [10, 28, 58],
        wordWrap: true,
    });
    const { configuration } = view;
    const expired = configuration ? [{ ...configuration, name: configuration.title, first: configuration }] : [];
    const told = new Map<string, string>();
    for (const { mark, name, first } of [...view.rows, ...expired]) {
        const status = paint(styles[mark], `${signs[mark]} ${words[mark]}`);
        const text = first ? shorten(advice(first), longest) : "";
        const before = told.get(text);
        grid.push([status, name, before ? `as ${before}` : text]);
        if (text && !before) told.set(text, name);
    }
    const title = shorten(`Production readiness of ${view.title}`, columns);
    const lines = [
        paint("bold", title),
        ...[`Read from ${view.source} on ${view.date}.`, ...view.notes].map((line) => shorten(line, columns)),
        "",
        ...grid.toString().split("\n"),
        "",
        paint(styles[view.verdict.mark], view.verdict.sentence),
        ...summary(view),
    ];
    return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

const noBorders = Object.fromEntries(
    ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
        .concat(["left", "left-mid", "mid", "mid-mid", "right", "right-mid"])
        .map((place) => [place, ""]),
);

function summary({ rows, checks, counts }: View): string[] {
    const counted = (marked: readonly { readonly mark: Mark }[]) =>
        tally(marked)
            .filter(({ count }) => count > 0)
            .map(({ mark, count }) => `${count} ${words[mark]}`)
            .join(", ");
    return [`Rows: ${counted(rows)}.`, `Checks: ${counted(checks)}.`, `Looked at ${extent(counts)}.`];
}

function shorten(text: string, most: number): string {
    const line = printable(text);
    return line.length > most ? `${line.slice(0, most - 2).replace(/\s+\S*$/, "")} …` : line;
}
