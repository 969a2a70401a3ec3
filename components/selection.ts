import { isOnEks } from "./configuration/on-eks.ts";
import { isRelayed } from "./images/relayed.ts";
import type { Offers } from "./offers.ts";
import type { Part } from "./part.ts";
import { type Deciding, partsOf, platformParts } from "./parts.ts";
import type { AwsApi } from "./platform/aws-apis.ts";
import type { Exemption } from "./platform/exemption.ts";
import { exemptionsOf } from "./security/admission/exemptions.ts";

/** The parts that a cluster has, and what is known of them before anything is built. */
export interface Selection {
    readonly parts: readonly Part[];
    readonly offers: Offers;
    /** What the cluster has not, each with the reason: parts by their name, then what of the others is missing. */
    readonly missing: Readonly<Record<string, string>>;
    /** Admission policies that do not judge what the parts bring. */
    readonly exemptions: readonly Exemption[];
    readonly awsApis: readonly AwsApi[];
}

/** First pass over the parts that the settings ask for: who can be there, and what they offer each other. */
export function selectionOf(settings: Deciding): Selection {
    const onEks = isOnEks(settings);
    const all = partsOf(settings);
    const possible = all.filter(({ onlyOnEks }) => onEks || !onlyOnEks);
    const offers = offersOf(possible, onEks);
    const unmet = ({ requires = {} }: Part): string | undefined =>
        Object.entries(requires).find(([offer]) => !(offer in offers))?.[1];
    const parts = possible.filter((part) => !unmet(part));
    const missing = all.flatMap((part) => {
        const why = (onEks ? undefined : part.onlyOnEks) ?? unmet(part);
        if (why) return [[part.name, why]];
        return onEks ? [] : Object.entries(part.lessElsewhere ?? {});
    });
    return {
        parts,
        offers,
        missing: Object.fromEntries(missing),
        exemptions: [...exemptionsOf(parts, onEks, isRelayed(settings)), ...leavingOf(onEks)],
        awsApis: parts.flatMap(({ awsApis }) => awsApis ?? []),
    };
}

/** What parts need that may have been there before: policies are updated before a part goes. */
const leavingOf = (onEks: boolean): Exemption[] =>
    platformParts.flatMap(({ leaving = [], onlyOnEks }) => (onEks || !onlyOnEks ? leaving : []));

/** Throws where two parts offer the same: one of them would be forgotten. */
function offersOf(parts: readonly Part[], onEks: boolean): Offers {
    const all = parts.map((part) => part.offers?.(onEks) ?? {});
    const names = all.flatMap((offers) => Object.keys(offers));
    const twice = names.find((name, index) => names.indexOf(name) < index);
    if (twice) throw new Error(`Two parts offer ${twice}`);
    return Object.assign({}, ...all);
}
