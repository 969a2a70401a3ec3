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

/** Whether a range has an address, both of the same family; what is no range has none. */
export function contains(cidr: string, address: string): boolean {
    const family = isIpv6(cidr) ? Address6 : Address4;
    return family.isValid(cidr) && family.isValid(address) && new family(address).isInSubnet(new family(cidr));
}
