import { execa } from "execa";
import { describe, expect, inject, it } from "vitest";
import { documentsIn } from "../../../policy-pack/inventory/yaml.ts";
import { chart } from "../releases/chart.ts";

const scalars = {
    truths: "yes Yes YES no on off true False y n Y N",
    nothing: "~ null Null NULL",
    numbers: "0 12 -7 0644 0o17 0x1F 0b101 1_000 08 1e3 1.5 .5 -1.5e-3 +4 123456789012",
    texts: "1.2.3 12:30 190:20:30 1.2.3.4/16 2026-11-21 2026-11-21T10:00:00Z 0.1Gi 500m 1e3x == --- yesno 0xZZ",
    quoted: `"yes" '0644' "1e3" '~'`,
};

const values = [
    ...Object.entries(scalars).map(([name, list]) => `${name}: [${list.split(" ").join(", ")}]`),
    "merged: {<<: {a: 1, b: 2}, b: 3}",
    "base: &base {memory: 1Gi, cpu: 1}",
    "aliased: {limits: *base, requests: {<<: *base, cpu: 0.5}}",
    "block: |\n  a: b\n  c\nfolded: >-\n  a\n  b\n",
    "empty:\nlist:\n- a\n- b: c\n  d: e\n",
].join("\n");

describe("YAML", () => {
    it("is read as Helm reads it, scalar by scalar", async () => {
        const path = chart({ "values.yaml": values, "templates/a.yaml": "values: {{ .Values | toJson }}\n" });
        const { stdout } = await execa(inject("helm"), ["template", "probe", path]);
        const [, json = ""] = /^values: (.*)$/m.exec(stdout) ?? expect.fail(stdout);
        expect(documentsIn(values)).toEqual([JSON.parse(json)]);
    });

    it("of others is read without its tags", () => {
        const text = "a: !Ref Bucket\nb: !Sub [x, {key: !GetAtt z.Arn}]\nc: !!python/name:a.b text\nd: !!binary aGk=\n";
        expect(documentsIn(text)).toEqual([{ a: "Bucket", b: ["x", { key: "z.Arn" }], c: "text", d: "aGk=" }]);
    });

    it.each([
        ["a key that stands twice", "a: 1\nb: 2\na: 3\n", "duplicated mapping key at line 3, column 1"],
        ["a list without an end", "a: [1,\n", "deficient indentation at line 2, column 1"],
        ["an alias of nothing", "a: *b\n", /^unidentified alias .* at line 1, column 5$/],
    ])("with %s is refused, with the place", (_, text, message) => {
        expect(() => documentsIn(text)).toThrow(message);
    });

    it("with a key that stands twice holds the last one where that counts", () => {
        expect(documentsIn("a: 1\na: 3\n", { repeatedKeys: true })).toEqual([{ a: 3 }]);
    });

    it("may have as many aliases as it likes, as long as they do not multiply", () => {
        const list = (name: string, count: number) => `[${`*${name},`.repeat(count)}]`;
        expect(documentsIn(`a: &a x\nb: ${list("a", 500)}\n`)).toHaveLength(1);
        expect(() => documentsIn(`a: &a [x]\nb: &b ${list("a", 99)}\nc: ${list("b", 99)}\n`)).toThrow("multiply");
    });
});
