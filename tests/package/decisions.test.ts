import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const folder = join(import.meta.dirname, "../../docs/decisions");

test("Every decision is in the index, under its title and with its status", () => {
    const index = readFileSync(join(folder, "README.md"), "utf8");
    const files = readdirSync(folder).filter((file) => /^\d{4}-/.test(file));
    const missing = files.filter((file) => {
        const [, number, title] = /^# (\d{4}) (.+)\n/.exec(readFileSync(join(folder, file), "utf8")) ?? [];
        const [row] = index.split("\n").filter((line) => line.startsWith(`| [${number}](${file}) | ${title} | `));
        return !row || !/\| (holds|replaced)[^|]* \|$/.test(row);
    });
    expect(missing).toEqual([]);
    expect(files.length).toBeGreaterThan(60);
});
