import type { Addon } from "../../components/platform/addon.ts";
import { addonOf, assembled } from "./example.ts";

const withElasticsearch = await assembled({ settings: { logs: { store: "elasticsearch" } } });

/** Add-ons that stand in the place of others, among all that are there then. */
export const alternatives: Addon[] = [addonOf(withElasticsearch, "elasticsearch")];
