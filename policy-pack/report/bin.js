#!/usr/bin/env node
// Node strips types in a checkout but refuses to below node_modules: what is published is compiled.
import { existsSync } from "node:fs";

const source = new URL("./main.ts", import.meta.url);
await import(existsSync(source) ? source : new URL("../dist/report/main.js", import.meta.url));
