import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type ParsedTarEntryWithData, unpackTar } from "modern-tar";
import { NotRendered } from "./not-rendered.ts";

/** A file of a chart. */
export interface File {
    /** Below the chart's folder, such as `templates/service.yaml`. */
    readonly name: string;
    readonly data: Uint8Array;
}

/** Bytes that an archive may hold; Helm itself takes no more than 100 MiB. */
const most = 100 * 1024 * 1024;

/** What is in the archive of a chart, in its order. */
export type Archive = readonly ParsedTarEntryWithData[];

/**
 * The archive of a chart, and nothing for one in a folder.
 * @throws NotRendered or Error with the `code` of Node where it cannot be read.
 */
export const archiveOf = async (path: string): Promise<Archive | undefined> =>
    statSync(path).isFile() ? unpack(readFileSync(path)) : undefined;

/**
 * The files of a chart, and of the charts that it holds.
 * @throws as `archiveOf`.
 */
export const filesOf = (path: string, archive: Archive | undefined): Promise<File[]> =>
    archive ? filesIn(archive) : filesBelow(path);

export const textOf = ({ data }: Pick<File, "data">): string =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString();

async function unpack(packed: Uint8Array): Promise<Archive> {
    const tar = gunzipSync(packed, { maxOutputLength: most });
    return unpackTar(tar).catch(() => {
        throw new NotRendered("its chart is no archive of files");
    });
}

function filesIn(archive: Archive): Promise<File[]> {
    const files = archive.map(({ header, data }) => ({ name: header.name.replace(/^[^/]*\//, ""), data }));
    return withCharts(files.flatMap(({ name, data }) => (data ? [{ name, data }] : [])));
}

function filesBelow(folder: string): Promise<File[]> {
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
    const files = names.filter((name) => statSync(join(folder, name)).isFile());
    return withCharts(files.map((name) => ({ name, data: readFileSync(join(folder, name)) })));
}

/** A chart may hold others, packed as they came. */
async function withCharts(files: readonly File[]): Promise<File[]> {
    const all = files.map(async (file) => {
        if (!/^charts\/[^/]*\.tgz$/.test(file.name)) return [file];
        const inside = await filesIn(await unpack(file.data));
        return inside.map(({ name, data }) => ({ name: `${file.name}/${name}`, data }));
    });
    return (await Promise.all(all)).flat();
}
