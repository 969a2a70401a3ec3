import { isOnEks } from "../configuration/on-eks.ts";
import type { Settings } from "../settings.ts";

/** Whether ECR is what images come through, where there is AWS. */
export const isByEcr = ({ existing, allowUpstream }: Settings["registry"]): boolean => !existing && !allowUpstream;

/** Whether images of the platform come through a registry of the user's. */
export const isRelayed = (settings: Pick<Settings, "registry" | "cluster">): boolean =>
    settings.registry.existing !== undefined || (isOnEks(settings) && isByEcr(settings.registry));
