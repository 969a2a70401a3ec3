import { join } from "node:path";
import type { Resource } from "../policy-pack/inventory/resource.ts";
import { lookInside } from "../policy-pack/releases/look-inside.ts";
import { settingsOf } from "../policy-pack/releases/settings.ts";
import { chartEnvironment } from "../sandbox/engine/charts.ts";
import { root } from "../sandbox/paths.ts";
import { release } from "../tests/policy-pack/ready/resource.ts";
import { medians, show } from "./measure.ts";

/** What one more release costs when Helm renders it, and what the same releases cost when they are looked at again. */
const settings = {
    ...settingsOf({ ...process.env, ...chartEnvironment() }),
    charts: [join(root, "tests/cluster/charts")],
};

const few = 2;
const many = 10;

/** So many releases of a chart with 200 objects, none of which was rendered before: each run is told apart. */
const releases = (count: number, run: number): Resource[] =>
    Array.from({ length: count }, (_, index) => {
        const one = release(`shop-${run}-${index}`, "shop", {});
        return { ...one, props: { ...one.props, version: "2.3.0" } };
    });

async function rendered(resources: Resource[]): Promise<void> {
    const { unrendered } = await lookInside(resources, settings);
    const [missed] = unrendered;
    if (missed) throw new Error(`a release was not rendered: ${missed.unseen}`);
}

let run = 0;
const known = releases(many, 0);
const times = await medians(
    {
        few: () => rendered(releases(few, ++run)),
        many: () => rendered(releases(many, ++run)),
        again: () => rendered(known),
    },
    { iterations: 3, now: () => performance.now() },
);
show("Policy pack: inside releases of a chart with 200 objects", [
    { what: "one more release", measured: (times.many - times.few) / (many - few), unit: "ms" },
    {
        what: `${many} releases again, to the first time`,
        measured: times.again / times.many,
        unit: "times",
        bound: 0.1,
    },
]);
