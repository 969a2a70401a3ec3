import { Address4 } from "ip-address";

/** Private ranges of RFC 1918. */
export const rfc1918 = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** Ranges that are not the Internet: RFC 1918, RFC 6598 and link-local. */
export const privateRanges = [...rfc1918, "100.64.0.0/10", "169.254.0.0/16"];

/** Ranges that no host of a network can have: this network, loopback, link-local, multicast, reserved (RFC 6890). */
export const hostless = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4"];

/** Whether two valid IPv4 ranges share an address. */
export const overlaps = (a: string, b: string): boolean => within(a, b) || within(b, a);

/** Whether the first of two valid IPv4 ranges lies in the second, or is the same. */
export const within = (inner: string, outer: string): boolean => new Address4(inner).isInSubnet(new Address4(outer));
