export * from "./image-references.ts";
export * from "./images.ts";
export * from "./registry.ts";
