import { Address4, Address6 } from "ip-address";

/** Length of a range's prefix, bits; 0 where the text names no range. */
export const prefixOf = (cidr: string): number => Number(/\/(\d+)$/.exec(cidr)?.[1] ?? 0);

export const isIpv6 = (cidr: string): boolean => cidr.includes(":");

/**
 * Whether a range is the whole Internet, or a good part of it: nobody owns more than a /8, or more than a /16 of IPv6,
 * so the Internet in two halves counts too.
 */
export const isInternet = (cidr: string | undefined): boolean =>
    cidr !== undefined && prefixOf(cidr) < (isIpv6(cidr) ? 16 : 8);

interface Range {
    readonly family: typeof Address4 | typeof Address6;
    readonly first: bigint;
    readonly last: bigint;
}

/** The same few ranges are asked for again and again. */
const ranges = new Map<string, Range | undefined>();

/** Nothing where the text names no range. */
function rangeOf(cidr: string): Range | undefined {
    if (!ranges.has(cidr)) ranges.set(cidr, parse(cidr));
    return ranges.get(cidr);
}

function parse(cidr: string): Range | undefined {
    const family = isIpv6(cidr) ? Address6 : Address4;
    if (!family.isValid(cidr)) return undefined;
    const address = new family(cidr);
    return { family, first: address.startAddress().bigInt(), last: address.endAddress().bigInt() };
}

/** Whether a range has an address, both of the same family; what is no range has none. */
export function contains(cidr: string, ip: string): boolean {
    const [range, address] = [rangeOf(cidr), rangeOf(ip)];
    return (
        range !== undefined &&
        range.family === address?.family &&
        range.first <= address.first &&
        address.first <= range.last
    );
}

/** The address of a range at a place, from 0; nothing where the text names no range, or one that is too small. */
export function addressAt(cidr: string, place: number): string | undefined {
    const range = rangeOf(cidr);
    if (!range) return undefined;
    const number = range.first + BigInt(place);
    return number <= range.last ? range.family.fromBigInt(number).correctForm() : undefined;
}

/** The address behind the last one of a range; nothing where there is none. */
export function addressAfter(cidr: string): string | undefined {
    const range = rangeOf(cidr);
    if (!range) return undefined;
    const number = range.last + 1n;
    return number < 1n << (isIpv6(cidr) ? 128n : 32n) ? range.family.fromBigInt(number).correctForm() : undefined;
}
