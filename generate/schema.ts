import { fileURLToPath } from "node:url";
import { ComponentResource } from "@pulumi/pulumi";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer.js";
import * as exported from "../components/index.ts";
import packageJson from "../components/package.json" with { type: "json" };

export type Schema = ReturnType<Analyzer["analyze"]>;
export type Property = NonNullable<Schema["components"][string]["inputs"]>[string];

/** Names of the components that the package exports. */
export const componentNames = Object.values(exported).flatMap((value) =>
    typeof value === "function" && value.prototype instanceof ComponentResource ? [value.name] : [],
);

/** The components as Pulumi's own analyzer reads them for other languages: it compiles all that they are made of. */
export function schemaOfComponents(): Schema {
    const folder = fileURLToPath(new URL("../components", import.meta.url));
    const source = { ...packageJson, exports: "./index.ts" };
    return new Analyzer(folder, packageJson.name, source, new Set(componentNames)).analyze();
}
