import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generated, root } from "./generated.ts";
import { schemaOfComponents } from "./schema.ts";

for (const { file, text } of generated(schemaOfComponents())) {
    const path = join(root, file);
    const changed = readFileSync(path, "utf8") !== text;
    if (changed) writeFileSync(path, text);
    console.log(`${changed ? "written  " : "unchanged"}  ${file}`);
}
