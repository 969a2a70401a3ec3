import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { root } from "../../sandbox/paths.ts";
import { misspelt, oneOfEach, type PlainObject } from "./one-of-each.ts";

/**
 * A file that only the compiler sees: the union of all kinds, and under it one object a line, of the type of its kind.
 */
const file = join(root, "tests/platform/in-memory.ts");
const source = (objects: PlainObject[]): string =>
    [
        `import type { KubernetesObject } from "../../components/platform/kubernetes-object.ts";`,
        // Kinds of constraints are a pattern, which the kind of one fits.
        "export declare const any: KubernetesObject; " +
            "type Of<T, Kind> = T extends { kind: infer K } ? (Kind extends K ? T : never) : never;",
        ...objects.map(
            ({ kind, ...object }, index) =>
                `export const object${index}: Of<typeof any, "${kind}"> = ` +
                JSON.stringify({ kind, metadata: { name: "example" }, ...object }),
        ),
    ].join("\n");

const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent({ ...config, files: [file], include: [] }, ts.sys, root);

function compile(objects: PlainObject[], before?: ts.Program): ts.Program {
    const host = ts.createCompilerHost(options);
    const read = host.getSourceFile;
    host.getSourceFile = (name, ...rest) =>
        name === file ? ts.createSourceFile(name, source(objects), ts.ScriptTarget.ESNext, true) : read(name, ...rest);
    return ts.createProgram([file], options, host, before);
}

const written = (program: ts.Program) => program.getSourceFile(file) as ts.SourceFile;

/** What does not compile: the number of the object and the reason. */
const errors = (program: ts.Program) =>
    program.getSemanticDiagnostics(written(program)).map(({ start, messageText }) => ({
        object: written(program).getLineAndCharacterOfPosition(start ?? 0).line - 2,
        reason: ts.flattenDiagnosticMessageText(messageText, "\n"),
    }));

const good = compile(oneOfEach.map(({ object }) => object));

test("There is an example of every kind that an add-on may bring", () => {
    const checker = good.getTypeChecker();
    const [, declared] = written(good).statements;
    if (!declared || !ts.isVariableStatement(declared)) throw new Error("the union stands in the second line");
    const [any] = declared.declarationList.declarations;
    const union = any && checker.getTypeAtLocation(any);
    const kinds = union?.isUnion() ? union.types.map((type) => type.getProperty("kind")) : [];
    const names = kinds.flatMap((kind) => (kind ? [checker.typeToString(checker.getTypeOfSymbol(kind))] : []));
    const patterns = names.filter((name) => name.startsWith("`"));
    const typeOf = (kind: string) =>
        patterns.find((it) => kind.startsWith(it.slice(1, it.indexOf("$")))) ?? JSON.stringify(kind);
    expect(names.toSorted()).toEqual(oneOfEach.map(({ object }) => typeOf(object.kind)).toSorted());
});

test("A good object of every kind compiles", () => {
    expect(errors(good)).toEqual([]);
});

test("A field that a kind does not have is refused by its name", () => {
    const wrong = oneOfEach.map(({ object, field }) => misspelt(object, field));
    const program = compile(
        wrong.map(({ object }) => object),
        good,
    );
    expect(errors(program)).toEqual(
        wrong.map(({ name }, object) => ({
            object,
            reason: expect.stringContaining(`'"${name}"' does not exist in type`),
        })),
    );
});

test("A version that a kind does not have, and a kind that nobody declared, are refused", () => {
    const [example] = oneOfEach.filter(({ object }) => object.kind === "NodePool");
    const old = { ...example?.object, apiVersion: "karpenter.sh/v1beta1", kind: "NodePool" };
    const foreign = { apiVersion: "example.com/v1", kind: "Widget" };
    expect(errors(compile([old, foreign], good))).toEqual([
        { object: 0, reason: expect.stringContaining(`"karpenter.sh/v1beta1"' is not assignable`) },
        { object: 1, reason: expect.stringContaining("is not assignable to type 'never'") },
    ]);
});
