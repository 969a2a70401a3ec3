// The loader of policy packs compiles a TypeScript entry point with ts-node; behind this line Node strips the types itself.
import "./index.ts";
