import { join } from "node:path";
import { execa } from "execa";
import { archiveOf, type Chart } from "../../sandbox/engine/chart-source.ts";
import { ownFolder, removeFolder } from "../../sandbox/owner.ts";
import { next } from "./program/next.ts";

/** Packs each chart of a folder again as its next version: what a new release of it is to Helm and to the engine. */
export async function repack(helm: string, charts: readonly Chart[], folder: string): Promise<void> {
    const unpacked = ownFolder(`${folder}-unpacked`);
    for (const chart of charts) {
        await execa("tar", ["xzf", join(folder, archiveOf(chart)), "-C", unpacked]);
        const args = ["package", join(unpacked, chart.name), "--version", next(chart.version), "--destination", folder];
        await execa(helm, args);
    }
    removeFolder(unpacked);
}
