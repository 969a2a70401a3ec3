/** Length of a range's prefix, bits; 0 where the text names no range. */
export const prefixOf = (cidr: string): number => Number(/\/(\d+)$/.exec(cidr)?.[1] ?? 0);

export const isIpv6 = (cidr: string): boolean => cidr.includes(":");

/**
 * Whether a range is the whole Internet, or a good part of it: nobody owns more than a /8, or more than a /16 of IPv6,
 * so the Internet in two halves counts too.
 */
export const isInternet = (cidr: string | undefined): boolean =>
    cidr !== undefined && prefixOf(cidr) < (isIpv6(cidr) ? 16 : 8);
