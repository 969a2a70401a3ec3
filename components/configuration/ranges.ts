import { Address4 } from "ip-address";
import { z } from "zod";
import { hostless, overlaps, privateRanges, rfc1918, within } from "../platform/ip-ranges.ts";
import { expected } from "./fields.ts";

/** IPv4 network whose prefix length lies between two bounds, written with its first address. */
export const cidr = (shortest: number, longest: number) => {
    const allowed = `an IPv4 range from /${shortest} to /${longest}, such as 10.0.0.0/${shortest}`;
    return z.string({ error: expected(allowed) }).refine(
        (value) => {
            if (!/\/\d+$/.test(value) || !Address4.isValid(value)) return false;
            const network = new Address4(value);
            const exact = network.startAddress().correctForm() === network.correctForm();
            return exact && network.subnetMask >= shortest && network.subnetMask <= longest;
        },
        { error: expected(`${allowed}, written with its first address`), abort: true },
    );
};

/** Range whose addresses hosts can have: a VPC, peered networks. */
export const hostCidr = (shortest: number, longest: number) =>
    cidr(shortest, longest).refine((range) => apartFrom(range, hostless), {
        error: expected(`a range of hosts, which shares no address with ${hostless.join(", ")}`),
    });

/** Range of the Internet; EKS takes no other for the public endpoint, but for those that are kept for examples. */
export const internetCidr = (shortest: number, longest: number) =>
    cidr(shortest, longest).refine((range) => apartFrom(range, [...hostless, ...privateRanges]), {
        error: expected("a range of the Internet; private ones reach the private endpoint, by privateAccessCidrs"),
    });

/**
 * Range of Services, as EKS takes it
 * (https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html).
 */
export const serviceCidr = cidr(12, 24).refine((range) => rfc1918.some((outer) => within(range, outer)), {
    error: expected(`a range within ${rfc1918.join(", ")}`),
});

const apartFrom = (range: string, others: string[]): boolean => !others.some((other) => overlaps(range, other));
