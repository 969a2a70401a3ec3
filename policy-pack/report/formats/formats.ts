import type { View } from "../view.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { markdown } from "./markdown.ts";
import { sarif } from "./sarif.ts";
import { table } from "./table.ts";

type Format = (view: View, colour?: boolean) => string | Promise<string>;

// A page has pieces that no other form needs; who asks for none does not load them.
const html: Format = async (view) => (await import("./html.ts")).html(view);

/** Every form of the report, by the name that `--format` takes. */
export const formats = { table, markdown, html, json, sarif, junit } as const satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;

export const formatNames = Object.keys(formats) as FormatName[];
