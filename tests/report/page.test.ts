import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe, { type AxeResults } from "axe-core";
import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { html } from "../../policy-pack/report/formats/html.ts";
import { junit } from "../../policy-pack/report/formats/junit.ts";
import type { View } from "../../policy-pack/report/view.ts";
import { chromium, screens } from "./browser.ts";
import { hostileView, payloads, viewOfStack } from "./hostile.ts";

const file = join(mkdtempSync(join(tmpdir(), "report-")), "report.html");
const address = pathToFileURL(file).href;
/** `SCREENSHOTS=<folder>` keeps pictures of the page to look at. */
const screenshots = process.env.SCREENSHOTS;
/** Words that no line can break. */
const endless = hostileView("a-very-long-name".repeat(40));
const reason = chromium ? "" : " (skipped: no Chromium found; CHROMIUM=<path> names one)";

interface Line {
    text: string;
    /** Whether its room lies in the frame of the picture. */
    inside: boolean;
    /** Whether its letters need more than its room. */
    cut: boolean;
}

/** The lines of text of the picture that is shown. */
function linesOf(page: Page): Promise<Line[]> {
    return page.evaluate(`
        [...document.querySelectorAll("svg.diagram")].filter((svg) => svg.getClientRects().length > 0).flatMap((svg) => {
            const boxes = [...svg.querySelectorAll("rect")].map((rect) => rect.getBBox());
            return [...svg.querySelectorAll("svg.line")].map((line) => {
                const [x, y, width, height] = ["x", "y", "width", "height"].map((key) => line[key].baseVal.value);
                const text = line.querySelector("text");
                const around = boxes.filter((box) => box.x <= x && x < box.x + box.width && box.y <= y + height / 2
                    && y + height / 2 <= box.y + box.height).at(-1);
                return {
                    text: text.textContent,
                    inside: around !== undefined && x + width <= around.x + around.width,
                    cut: text.getBBox().width > width || text.textContent.includes("…"),
                };
            });
        })`);
}

describe.skipIf(!chromium)(`the page in a real browser${reason}`, () => {
    let browser: Browser;
    const pages = new Map<string, Page>();
    /** What the page wrote to its console, threw, or asked the network for beside itself. */
    const noise: string[] = [];

    beforeAll(async () => {
        browser = await playwright.launch({ executablePath: chromium, args: ["--no-sandbox"] });
    });
    afterAll(() => browser.close());
    beforeEach(() => {
        noise.length = 0;
    });

    /** Opens the report; pages of the same kind are used again, as a browser context takes its time to start. */
    async function open(view: View, options: BrowserContextOptions = {}): Promise<Page> {
        const kind = JSON.stringify(options);
        const page = pages.get(kind) ?? (await newPage(options));
        pages.set(kind, page);
        writeFileSync(file, await html(view));
        await page.goto(address);
        return page;
    }

    async function newPage(options: BrowserContextOptions): Promise<Page> {
        const page = await (await browser.newContext({ viewport: screens.wide, ...options })).newPage();
        page.on("console", (message) => noise.push(`console: ${message.text()}`));
        page.on("pageerror", (error) => noise.push(`error: ${error.message}`));
        page.on("request", (request) => {
            if (request.url() !== address) noise.push(`request: ${request.url()}`);
        });
        await page.addInitScript("globalThis.attacks = 0; globalThis.attack = () => { globalThis.attacks += 1; }");
        return page;
    }

    const unfold = (page: Page) =>
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))");
    const isVisible = (page: Page, text: string) => page.getByText(text, { exact: true }).first().isVisible();

    test("fetches nothing, logs nothing, and runs no script", async () => {
        const page = await open(viewOfStack());
        await unfold(page);
        expect(noise).toEqual([]);
        expect(await page.locator("script").count()).toBe(0);
    });

    test("shows the verdict, every row and what to do first without scrolling", async () => {
        const page = await open(viewOfStack());
        const seen = [
            page.getByRole("heading", { name: "Not ready: 3 checks fail, in 2 of 14 rows." }),
            page.getByRole("link", { name: "pass: Log aggregation" }),
            page.getByRole("link", { name: "Every namespace denies what is not declared, in both directions" }),
        ];
        for (const place of seen) {
            const box = await place.boundingBox();
            expect(box && box.y + box.height).toBeLessThan(screens.wide.height);
        }
    });

    test.each([
        ["on a wide screen, in the light", screens.wide, "light"],
        ["on a phone, in the dark", screens.phone, "dark"],
    ] as const)("gives axe nothing to mend %s", async (_, viewport, colorScheme) => {
        const page = await open(viewOfStack(), { viewport, colorScheme });
        if (screenshots) {
            mkdirSync(screenshots, { recursive: true });
            await page.screenshot({ path: join(screenshots, `${colorScheme}.png`) });
            await page.screenshot({ path: join(screenshots, `${colorScheme}-whole.png`), fullPage: true });
        }
        await page.evaluate("document.querySelectorAll('.row').forEach((each) => (each.open = true))");
        await page.evaluate(axe.source);
        const { violations, passes } = (await page.evaluate("axe.run()")) as AxeResults;
        expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
        expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(["color-contrast", "label", "list"]));
    });

    test.each(payloads)("takes %j for text wherever it stands, even with its content policy off", async (payload) => {
        const page = await open(hostileView(payload), { bypassCSP: true });
        await unfold(page);
        expect(await page.evaluate("attacks")).toBe(0);
        expect(await page.locator("script, img, [onload], [onerror], a[href^='javascript']").count()).toBe(0);
        expect(noise).toEqual([]);
    });

    test("forbids scripts by its content policy, too", async () => {
        const page = await open(viewOfStack());
        await page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=attack()>')");
        await page.waitForTimeout(100);
        expect(await page.evaluate("attacks")).toBe(0);
        expect(noise.join("\n")).toContain("Content Security Policy");
    });

    test("filters the rows by status, by mouse and by keyboard", async () => {
        const page = await open(viewOfStack());
        const shown = () => page.locator(".checklist .rows").first().locator("> .row:visible").count();
        expect(await shown()).toBe(14);
        await page.getByRole("radio", { name: /fail/ }).check();
        expect(await shown()).toBe(2);
        await page.keyboard.press("ArrowRight");
        expect(await page.getByRole("radio", { name: /unknown/ }).isChecked()).toBe(true);
        expect(await shown()).toBe(2);
    });

    test("leads from what to do first to the check, and opens its row", async () => {
        const page = await open(viewOfStack());
        await page.locator(".todo a").first().click();
        await page.locator("#ns-default-deny").getByText("Add one with an empty podSelector").waitFor();
        expect(await page.locator("#row-11").getAttribute("open")).not.toBeNull();
    });

    test("names a reason once, and unfolds the checks that wait for it", async () => {
        const page = await open(viewOfStack());
        await page.getByText("2 checks wait for it").click();
        await page.getByRole("link", { name: "The build pipeline pushes images with a role of its own" }).waitFor();
        expect(await page.getByText("The build templates are not written yet.", { exact: true }).count()).toBe(1);
    });

    test("opens a row by keyboard", async () => {
        const page = await open(viewOfStack());
        await page.locator("#row-3 > summary").focus();
        await page.keyboard.press("Enter");
        expect(await isVisible(page, "External images are relayed by the private registry")).toBe(true);
    });

    test.each([
        ["a stack", viewOfStack()],
        ["names without end", endless],
    ])("never scrolls sideways on a phone: %s", async (_, view) => {
        const page = await open(view, { viewport: screens.phone, isMobile: true });
        await unfold(page);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(screens.phone.width);
    });

    test.each([
        ["a wide screen", "a stack", screens.wide, viewOfStack()],
        ["a wide screen", "names without end", screens.wide, endless],
        ["a phone", "a stack", screens.phone, viewOfStack()],
        ["a phone", "names without end", screens.phone, endless],
    ])("keeps each line of the picture inside a box on %s: %s", async (_, __, viewport, view) => {
        const page = await open(view, { viewport });
        const lines = await linesOf(page);
        expect(lines.length).toBeGreaterThan(30);
        expect(lines.filter(({ inside }) => !inside).map(({ text }) => text)).toEqual([]);
    });

    test.each(Object.entries(screens))("cuts no ordinary name off on a %s screen", async (_, viewport) => {
        const lines = await linesOf(await open(viewOfStack(), { viewport }));
        expect(lines.filter(({ cut }) => cut).map(({ text }) => text)).toEqual([]);
    });

    test("shows on paper why a row is not green, without the filter", async () => {
        const page = await open(viewOfStack());
        await page.emulateMedia({ media: "print" });
        expect(await isVisible(page, "External images are relayed by the private registry")).toBe(true);
        expect(await page.locator("fieldset").isVisible()).toBe(false);
    });

    test("reads the JUnit report as well-formed XML, whatever resources are called", async () => {
        const page = await open(viewOfStack());
        const parse = "(text) => new DOMParser().parseFromString(text, 'application/xml').documentElement.tagName";
        for (const payload of payloads) {
            const text = JSON.stringify(await junit(hostileView(payload)));
            expect(await page.evaluate(`(${parse})(${text})`), payload).toBe("testsuites");
        }
    });
});
