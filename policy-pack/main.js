// The loader of policy packs compiles TypeScript that it requires with ts-node; what is imported, Node itself strips of types.
// Below node_modules it refuses to: what is published is compiled. Nothing waits here, for the loader takes no promise.
import { existsSync } from "node:fs";
import { enableCompileCache, flushCompileCache } from "node:module";
import v8 from "node:v8";

// The young generation stays as small as it starts: by itself it grows to three times 16 MiB, which took half of the memory
// and saved no time. The loader gives Node no arguments.
v8.setFlagsFromString("--semi-space-growth-factor=1");

// What Node compiled is kept for the next run, in its own folder of what is temporary, or where NODE_COMPILE_CACHE says.
// By itself Node keeps it at its exit, which the engine's signals do not let it come to.
enableCompileCache();

const source = new URL("./index.ts", import.meta.url);
import(existsSync(source) ? source : new URL("./dist/index.js", import.meta.url)).then(() => flushCompileCache());
