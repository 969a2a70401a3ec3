#!/usr/bin/env node
// Node strips types in a checkout but refuses to below node_modules: what is published is compiled.
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";

// What was compiled once is taken from the folder for temporary files: half of the start.
enableCompileCache();
const source = new URL("./main.ts", import.meta.url);
await import(existsSync(source) ? source : new URL("../dist/report/main.js", import.meta.url));
