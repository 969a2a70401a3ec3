import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { seal, unknown } from "../../../policy-pack/inventory/unknown.ts";

/** Pulumi types of the Terraform resources that are read. */
const types: Readonly<Record<string, string>> = {
    aws_eks_cluster: "aws:eks/cluster:Cluster",
    aws_eks_node_group: "aws:eks/nodeGroup:NodeGroup",
};

type Block = Record<string, unknown>;

/** Resources of Terraform text, as Pulumi would have them, by `type.name`. */
export function terraform(text: string): ReadonlyMap<string, Resource> {
    const tokens =
        text.replace(/#.*$/gm, "").match(/"(?:[^"\\]|\\.)*"|[A-Za-z_][\w.-]*(?:\[[^\]]*\][\w.]*)*|[\d.]+|\S/g) ?? [];
    const found = new Map<string, Resource>();
    while (tokens.length > 0) {
        const [keyword, type = "", name = ""] = tokens.splice(0, 4).map(unquoted);
        const props = body(tokens);
        if (keyword === "resource") found.set(`${type}.${name}`, pulumiResource(type, name, props));
    }
    return found;
}

/** A Terraform resource from properties in Terraform's spelling. */
export function pulumiResource(type: string, name: string, props: Block): Resource {
    const token = types[type];
    if (!token) throw new Error(`no Pulumi type stands for ${type}`);
    return { urn: `urn:pulumi:suite::${token}::${name}`, type: token, name, props: seal(camel(props)) };
}

const unquoted = (token: string): string => token.replace(/^"|"$/g, "");

/** Attributes and blocks up to the closing brace; `dynamic "x" { content {...} }` is one block x. */
function body(tokens: string[]): Block {
    const block: Block = {};
    while (tokens.length > 0) {
        const key = unquoted(tokens.shift() ?? "");
        if (key === "}") break;
        if (tokens[0] === "=") {
            tokens.shift();
            block[key] = value(tokens);
        } else if (tokens[0] === "{") {
            tokens.shift();
            block[key] = body(tokens);
        } else {
            const [label = ""] = tokens.splice(0, 2);
            const inner = body(tokens);
            block[unquoted(label)] = key === "dynamic" ? inner.content : inner;
        }
    }
    return block;
}

/** A literal, or a list; any other expression is unknown until Terraform runs. */
function value(tokens: string[]): unknown {
    const token = tokens.shift() ?? "";
    if (token === "[") {
        const items: unknown[] = [];
        while (tokens.length > 0 && tokens[0] !== "]") {
            items.push(value(tokens));
            if (tokens[0] === ",") tokens.shift();
        }
        tokens.shift();
        return items;
    }
    if (/^(true|false)$/i.test(token)) return token.toLowerCase() === "true";
    if (/^[\d.]+$/.test(token)) return Number(token);
    return token.startsWith('"') && !token.includes("${") ? unquoted(token) : unknown;
}

const camel = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(camel);
    if (typeof value !== "object" || value === null) return value;
    const spelled = (key: string) => key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [spelled(key), camel(child)]));
};
