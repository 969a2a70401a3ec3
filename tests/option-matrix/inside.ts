import { readFileSync } from "node:fs";
import { join } from "node:path";
import { originsIn } from "../../components/platform/image-relay.ts";
import { parseConfig } from "../../policy-pack/configuration.ts";
import { evaluate } from "../../policy-pack/evaluate.ts";
import type { Inventory } from "../../policy-pack/inventory/inventory.ts";
import { isHidden, seal } from "../../policy-pack/inventory/unknown.ts";
import { lookInside } from "../../policy-pack/releases/look-inside.ts";
import { settingsOf } from "../../policy-pack/releases/settings.ts";
import { root } from "../../sandbox/paths.ts";
import type { Registration } from "../foundation/recording.ts";

const config = parseConfig(JSON.parse(readFileSync(join(root, "policy-config.json"), "utf8")));

/** The inventory of a plan, with what its releases bring; what a chart rendered to before is taken from memory. */
export const insideOf = (all: readonly Registration[], charts: string, helm: string): Promise<Inventory> =>
    lookInside(
        all
            // The mocks take what is only read for something that is made.
            .filter(({ type, inputs }) => type !== "kubernetes:core/v1:Namespace" || Object.keys(inputs).length > 0)
            .map(({ urn, type, name, inputs }) => ({
                ...{ urn: `urn:pulumi:matrix::shop::${urn}`, type, name },
                ...{ props: seal(inputs), ids: [`${name}-id`] },
            })),
        { ...settingsOf({ ...process.env, READINESS_CHARTS: charts }), helm, seconds: 3600 },
    );

/** Of the cluster: what is in AWS alone is judged in plans of the real engine, which know what refers to what. */
const isOfCluster = (urn: string): boolean => /(::|\$)kubernetes:[^$]*::/.test(urn);

/** What mandatory checks find in the cluster, and nobody accepted; those that are left out are by design of the settings. */
export const findingsIn = (inventory: Inventory, leftOut: readonly string[]): string[] =>
    evaluate(inventory, config)
        .checks.filter(({ id, level, debt }) => level === "mandatory" && !debt && !leftOut.includes(id))
        .flatMap(({ id, evidence }) =>
            evidence
                .filter(({ urn, status, accepted }) => status === "fail" && !accepted && isOfCluster(urn))
                .map(({ urn, message }) => `${id}: ${urn.split("::").at(-1)}: ${message}`),
        );

/** Fields of the cluster's objects that name an image where it is published, but for those of the user's own charts. */
export const escapedIn = (inventory: Inventory): string[] =>
    inventory.resources
        .filter(({ type, urn }) => isOfCluster(urn) && !/:helm\.sh\/|:CustomResourceDefinition$/.test(type))
        .flatMap(({ name, props }) => imagesIn(props).map((image) => `${name}: ${image}`));

function imagesIn(value: unknown, key = ""): string[] {
    if (typeof value === "string")
        return /^(image|baseImage|registry)$/.test(key) && originsIn(value).length > 0 ? [value] : [];
    if (typeof value !== "object" || value === null) return [];
    return Object.keys(value).flatMap((inner) =>
        isHidden(value, inner)
            ? []
            : imagesIn((value as Record<string, unknown>)[inner], Array.isArray(value) ? key : inner),
    );
}
