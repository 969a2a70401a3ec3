// The loader of policy packs compiles TypeScript that it requires with ts-node; what is imported, Node itself strips of types.
// Below node_modules it refuses to: what is published is compiled. Nothing waits here, for the loader takes no promise.
import { existsSync } from "node:fs";

const source = new URL("./index.ts", import.meta.url);
import(existsSync(source) ? source : new URL("./dist/index.js", import.meta.url));
