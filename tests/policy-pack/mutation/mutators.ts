import ts from "typescript";

/** A source file with one fault in it. */
export interface Mutant {
    /** Top-level declaration, what stands there and what is put instead: stays the same while lines move. */
    readonly name: string;
    readonly line: number;
    readonly source: string;
}

type Kind = ts.SyntaxKind;
const { SyntaxKind } = ts;

/** What is put for a comparison: its opposite, and where it has a boundary the one that moves it. */
const comparisons: Partial<Record<Kind, readonly string[]>> = {
    [SyntaxKind.EqualsEqualsEqualsToken]: ["!=="],
    [SyntaxKind.ExclamationEqualsEqualsToken]: ["==="],
    [SyntaxKind.LessThanToken]: ["<=", ">="],
    [SyntaxKind.LessThanEqualsToken]: ["<", ">"],
    [SyntaxKind.GreaterThanToken]: [">=", "<="],
    [SyntaxKind.GreaterThanEqualsToken]: [">", "<"],
};

/** One of two operands is left out. */
const choices: readonly Kind[] = [
    SyntaxKind.AmpersandAmpersandToken,
    SyntaxKind.BarBarToken,
    SyntaxKind.QuestionQuestionToken,
];

const quantifiers: ReadonlyMap<string, string> = new Map([
    ["some", "every"],
    ["every", "some"],
]);

/** A node of the tree, and what is put for it. */
type Replacement = readonly [node: ts.Node, text: string];

/** All faults that are put into a file, each on its own. */
export function mutantsOf(file: string, source: string): Mutant[] {
    const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
    const seen = new Map<string, number>();
    return replacements(tree).map(([node, text]) => {
        const [start, end] = [node.getStart(tree), node.getEnd()];
        const what = `${declarationOf(node)}: ${short(source.slice(start, end))} → ${short(text) || "nothing"}`;
        const count = (seen.get(what) ?? 0) + 1;
        seen.set(what, count);
        return {
            name: count > 1 ? `${what} (${count})` : what,
            line: tree.getLineAndCharacterOfPosition(start).line + 1,
            source: source.slice(0, start) + text + source.slice(end),
        };
    });
}

function replacements(node: ts.Node): Replacement[] {
    // Types vanish; and what a check is called is no part of what it does.
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return [];
    const inside: Replacement[] = [];
    ts.forEachChild(node, (child) => {
        inside.push(...replacements(child));
    });
    return [...ofNode(node), ...inside];
}

function ofNode(node: ts.Node): Replacement[] {
    if (ts.isIfStatement(node)) return branches(node.expression);
    if (ts.isConditionalExpression(node)) return branches(node.condition);
    if (ts.isBinaryExpression(node)) return ofBinary(node);
    if (ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken)
        return [[node, node.operand.getText()]];
    if (node.kind === SyntaxKind.TrueKeyword) return [[node, "false"]];
    if (node.kind === SyntaxKind.FalseKeyword) return [[node, "true"]];
    if (ts.isPropertyAccessExpression(node)) {
        const other = ts.isCallExpression(node.parent) ? quantifiers.get(node.name.text) : undefined;
        return other ? [[node.name, other]] : [];
    }
    if (ts.isArrayLiteralExpression(node)) return ofList(node);
    return [];
}

/** A condition that is always or never met. */
const branches = (condition: ts.Expression): Replacement[] => [
    [condition, "true"],
    [condition, "false"],
];

function ofBinary(node: ts.BinaryExpression): Replacement[] {
    const { operatorToken, left, right } = node;
    if (choices.includes(operatorToken.kind))
        return [
            [node, `(${left.getText()})`],
            [node, `(${right.getText()})`],
        ];
    return (comparisons[operatorToken.kind] ?? []).map((text): Replacement => [operatorToken, text]);
}

/** A string that is missing in a list of strings. */
function ofList({ elements }: ts.ArrayLiteralExpression): Replacement[] {
    if (elements.length < 2 || !elements.every((element) => ts.isStringLiteral(element))) return [];
    return elements.map((element): Replacement => [element, '"\\0"']);
}

function declarationOf(node: ts.Node): string {
    let top = node;
    while (!ts.isSourceFile(top.parent)) top = top.parent;
    if (ts.isVariableStatement(top)) return top.declarationList.declarations[0]?.name.getText() ?? "";
    return ts.isFunctionDeclaration(top) || ts.isClassDeclaration(top) ? (top.name?.text ?? "") : "module";
}

const short = (text: string): string => {
    const line = text.replaceAll(/\s+/g, " ");
    return line.length > 70 ? `${line.slice(0, 67)}...` : line;
};
