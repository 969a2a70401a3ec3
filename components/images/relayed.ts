import { isOnEks } from "../configuration/on-eks.ts";
import type { Settings } from "../settings.ts";

/** Whether images of the platform come through a registry of the user's. */
export const isRelayed = (settings: Pick<Settings, "registry" | "cluster">): boolean =>
    settings.registry.existing !== undefined || (isOnEks(settings) && !settings.registry.allowUpstream);
