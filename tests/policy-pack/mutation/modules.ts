import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { compileFunction } from "node:vm";
import ts from "typescript";
import { root } from "../../../sandbox/paths.ts";

type Exports = Record<string, unknown>;
type Body = (exports: Exports, require: (specifier: string) => unknown) => void;

/** What is given for a module instead of itself, made of it. */
export type Double = (real: Exports) => Exports;
type Doubles = ReadonlyMap<string, Double>;

/** The folders whose modules are loaded here; everything else is Node's. */
const own = [join(root, "policy-pack/"), join(root, "tests/policy-pack/")];

const bodies = new Map<string, Body>();

function compile(file: string, source: string): Body {
    const { outputText } = ts.transpileModule(source, {
        compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2024, esModuleInterop: true },
    });
    return compileFunction(outputText, ["exports", "require"], { filename: file }) as Body;
}

function bodyOf(file: string): Body {
    const body = bodies.get(file) ?? compile(file, readFileSync(file, "utf8"));
    bodies.set(file, body);
    return body;
}

/**
 * Modules of the pack and its tests in one process: a change of one file makes new instances of what imports it, by way
 * of others too, and keeps the rest, which Node's own loader cannot. Thousands of mutants need no process each.
 */
export class Modules {
    readonly #instances: Map<string, Exports>;
    readonly #importers: Map<string, Set<string>>;
    readonly #changed: ReadonlyMap<string, Body>;
    readonly #doubles: Doubles;

    constructor(
        doubles: Doubles = new Map(),
        changed: ReadonlyMap<string, Body> = new Map(),
        instances = new Map<string, Exports>(),
        importers = new Map<string, Set<string>>(),
    ) {
        this.#doubles = doubles;
        this.#changed = changed;
        this.#instances = instances;
        this.#importers = importers;
    }

    load(file: string): Exports {
        const known = this.#instances.get(file);
        if (known) return known;
        const exports: Exports = {};
        const require = createRequire(file);
        (this.#changed.get(file) ?? bodyOf(file))(exports, (specifier) => {
            const double = this.#doubles.get(specifier);
            if (double) return double({});
            const path = specifier.startsWith(".") ? join(dirname(file), specifier) : specifier;
            if (!own.some((folder) => path.startsWith(folder))) return require(specifier);
            this.#importers.set(path, (this.#importers.get(path) ?? new Set()).add(file));
            return this.load(path);
        });
        const given = this.#doubles.get(file)?.(exports) ?? exports;
        this.#instances.set(file, given);
        return given;
    }

    /** The same modules, with doubles for some. */
    with(doubles: Doubles): Modules {
        const instances = new Map(this.#instances);
        for (const file of [...doubles.keys()].flatMap((each) => [...this.dependents(each)])) instances.delete(file);
        return new Modules(new Map([...this.#doubles, ...doubles]), this.#changed, instances, this.#importers);
    }

    /** The same modules, one of them from another source. */
    change(file: string, source: string): Modules {
        const instances = new Map(this.#instances);
        for (const each of this.dependents(file)) instances.delete(each);
        return new Modules(this.#doubles, new Map([[file, compile(file, source)]]), instances, this.#importers);
    }

    /** A file and all that import it, by way of others too, as far as they were loaded. */
    dependents(file: string, found = new Set<string>()): Set<string> {
        if (found.has(file)) return found;
        found.add(file);
        for (const importer of this.#importers.get(file) ?? []) this.dependents(importer, found);
        return found;
    }
}
