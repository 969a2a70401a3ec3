import { raw, html as xml } from "hono/html";
import type { Mark } from "../mark.ts";
import type { Html } from "../page/icons.ts";
import { sentence } from "../phrases.ts";
import { label } from "../urn.ts";
import { type CheckView, reasons, type View } from "../view.ts";
import { owed, printable } from "./text.ts";

/** The element that a mark becomes; a pass has none. Only a mandatory failure that nobody owes fails a build. */
const elements: Record<Mark, "failure" | "error" | "skipped" | undefined> = {
    pass: undefined,
    fail: "failure",
    unknown: "error",
    debt: "skipped",
    advice: "skipped",
    "not-applicable": "skipped",
};

/** The checklist for a build server, JUnit XML: a row is a suite, a check a case. */
export async function junit(view: View): Promise<string> {
    const others = view.checks.filter(({ rows }) => rows.length === 0);
    const suites = [...view.rows, ...(others.length > 0 ? [{ name: "Checks beside the rows", checks: others }] : [])];
    const document = await xml`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${printable(`Production readiness of ${view.title}`)}"${counts(suites.flatMap(({ checks }) => checks))}>
${suites.map(({ name, checks }) => suite(name, checks))}</testsuites>
`;
    return document.toString();
}

function suite(name: string, checks: readonly CheckView[]): Html {
    return xml`<testsuite name="${name}"${counts(checks)}>
${checks.map((check) => testCase(name, check))}</testsuite>
`;
}

function counts(checks: readonly CheckView[]): Html {
    const count = (element: string) => checks.filter((check) => elementOf(check) === element).length;
    return xml` tests="${checks.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`;
}

/** What advice could not judge holds no build up. */
function elementOf({ level, mark }: CheckView): (typeof elements)[Mark] {
    return level === "advisory" && mark === "unknown" ? "skipped" : elements[mark];
}

function testCase(row: string, check: CheckView): Html {
    const element = elementOf(check);
    const name = printable(`${check.id}: ${check.title}`);
    if (!element) return xml`<testcase classname="${row}" name="${name}"/>\n`;
    const found = reasons(check).map(({ urn, message }) => `${urn ? `${label(urn)}: ` : ""}${sentence(message)}`);
    const summary = owed(check) || found[0] || check.mark;
    const [open, close] = [raw(`<${element}`), raw(`</${element}>`)];
    return xml`<testcase classname="${row}" name="${name}">
${open} message="${printable(`${check.mark}: ${summary}`)}">${found.map(printable).join("\n")}${close}
</testcase>
`;
}
