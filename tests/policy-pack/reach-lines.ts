import { portsInWords, type Reach } from "../../policy-pack/report/picture/reach.ts";

/** All that is allowed, a line for each pair: whatever stands in none is denied. */
export const linesOf = ({ ends, cells }: Reach): string[] => {
    const names = ends.map(({ name, detail, isOutside }) => (isOutside || !detail ? name : `${name}/${detail}`));
    return cells.flatMap((row, from) =>
        row.flatMap((cell, to) => {
            const ports = cell === "unknown" ? cell : portsInWords(cell);
            return ports === "" ? [] : [`${names[from]} → ${names[to]}: ${ports}`];
        }),
    );
};
