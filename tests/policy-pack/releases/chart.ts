import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inject } from "vitest";
import type { Inventory } from "../../../policy-pack/inventory/inventory.ts";
import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { seal } from "../../../policy-pack/inventory/unknown.ts";
import { lookInside } from "../../../policy-pack/releases/look-inside.ts";
import type { Settings } from "../../../policy-pack/releases/settings.ts";
import { root } from "../../../sandbox/paths.ts";
import { type Props, resource } from "../ready/resource.ts";

/** Charts of our own that do all that charts do: subcharts, hooks, CRDs, `lookup`, random values, 200 objects. */
export const fixtures = join(root, "tests/cluster/charts");

/** A chart of some files, in a folder of its own; gives its path. */
export function chart(files: Record<string, string>, name = "app"): string {
    const folder = join(mkdtempSync(join(inject("scratchFolder"), "chart-")), name);
    const all = { "Chart.yaml": `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`, ...files };
    for (const [file, text] of Object.entries(all)) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), text);
    }
    return folder;
}

/** The template of a ConfigMap whose one entry is what an expression of the template language gives. */
export const configMap = (expression: string, name = "probe"): string =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  answer: {{ ${expression} | quote }}\n`;

/** A release of a chart in a folder. */
export const releaseOf = (path: string, props: Props = {}): Resource =>
    resource("kubernetes:helm.sh/v3:Release", "app", { chart: path, name: "app", namespace: "apps", ...props });

/** The inventory of some resources, with a look inside of their releases. */
export function inside(resources: readonly Resource[], settings: Partial<Settings> = {}): Promise<Inventory> {
    const sealed = resources.map((each) => ({ ...each, props: seal(each.props) }));
    return lookInside(sealed, { helm: inject("helm"), charts: [fixtures], seconds: 60, ...settings });
}
