import { delimiter, dirname } from "node:path";
import { findHelm } from "../../sandbox/engine/charts.ts";

/** Charts are rendered by the Helm of this repository. */
export default async function setup(): Promise<void> {
    if (process.env.CHARTS) process.env.PATH = [dirname(await findHelm()), process.env.PATH].join(delimiter);
}
