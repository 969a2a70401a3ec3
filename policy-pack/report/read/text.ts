const byteOrderMarks: readonly { readonly encoding: string; readonly bytes: readonly number[] }[] = [
    { encoding: "utf-16le", bytes: [0xff, 0xfe] },
    { encoding: "utf-16be", bytes: [0xfe, 0xff] },
];

/** The text of a file, in the encoding that its byte order mark tells (PowerShell writes UTF-16); else UTF-8. */
export function textOf(content: Uint8Array): string {
    const marked = byteOrderMarks.find(({ bytes }) => bytes.every((byte, index) => content[index] === byte));
    return new TextDecoder(marked?.encoding).decode(content);
}

/** The values of a text with one JSON value a line, as `kubectl get -o json | jq -c` gives; nothing where it is none. */
export function jsonLines(text: string): unknown[] | undefined {
    if (!/^\s*\{/.test(text)) return undefined;
    try {
        return text
            .split("\n")
            .filter((line) => line.trim() !== "")
            .map((line): unknown => JSON.parse(line));
    } catch {
        return undefined;
    }
}
