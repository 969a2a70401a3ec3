import { archiveOf, filesOf } from "./archive.ts";
import type { Chart } from "./chart.ts";
import { type Contents, contentsOf } from "./contents.ts";
import { digestOf, type Memory, remember } from "./memory.ts";
import { withoutSchemas } from "./schemas.ts";

/** By the digest of the chart. */
const read = new Map<string, Promise<Contents>>();

/**
 * What the files of a chart tell: read once, and recalled in later runs.
 * @throws as `archiveOf`.
 */
export const openChart = (chart: Chart, memory: Memory | undefined): Promise<Contents> =>
    remember(
        read,
        chart.digest,
        async () => memory?.recall<Contents>(contentsIn(chart)) ?? inTurn(() => open(chart, memory)),
    );

/** What Helm renders: the chart, or what was kept of it without schemas. */
export const rendersFrom = ({ path, digest }: Chart, memory: Memory | undefined): string =>
    memory?.file(`${digest}.tgz`) ?? path;

const contentsIn = ({ digest }: Chart): string => digestOf(["contents", digest]);

async function open(chart: Chart, memory: Memory | undefined): Promise<Contents> {
    const archive = await archiveOf(chart.path);
    const contents = contentsOf(await filesOf(chart.path, archive));
    memory?.keep(contentsIn(chart), contents);
    const slim = memory && archive && (await withoutSchemas(archive));
    if (slim) memory.keepFile(`${chart.digest}.tgz`, slim);
    return contents;
}

let last: Promise<unknown> = Promise.resolve();

/** One after the other: an archive takes several times its size of memory while it is read. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
}
