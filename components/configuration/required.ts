import type { Settings } from "../settings.ts";

/** The settings, with these seen to be there: no cluster of a kind that needs them is accepted without. */
export function required<Key extends keyof Settings>(
    settings: Settings,
    ...keys: Key[]
): Settings & Required<Pick<Settings, Key>> {
    for (const key of keys) if (settings[key] === undefined) throw new Error(`${key} is missing`);
    return settings as Settings & Required<Pick<Settings, Key>>;
}
