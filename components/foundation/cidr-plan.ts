import { Address4 } from "ip-address";
import type { ExistingNetworkArgs } from "./network-args.ts";

/** IPv4 ranges of one zone. */
export interface ZoneSubnets {
    zone: string;
    /** Nodes and pods: an eighth of the VPC, since prefix delegation takes whole /28 blocks. */
    private: string;
    /** Internet-facing load balancers and the NAT gateway: a 64th of the VPC. */
    public: string;
    /** Network interfaces of the control plane: a /28, the size that AWS recommends at least. */
    intra: string;
}

/** Places that are kept in every plan, so that adding a zone moves nothing. */
export const zonePlaces = 4;

/**
 * Subnets of a VPC of /16 to /20, by the place of a zone in the list: the lower half is private, the upper half starts
 * with the public subnets and ends with the intra ones, and what lies between stays free. Append a zone, never insert
 * one. Throws `RangeError` for more than four zones or a VPC of another size.
 */
export function planSubnets(vpcCidr: string, zones: string[]): ZoneSubnets[] {
    const vpc = new Address4(vpcCidr);
    const size = vpc.subnetMask;
    if (size < 16 || size > 20) throw new RangeError(`${vpcCidr} is not an IPv4 range from /16 to /20`);
    if (zones.length > zonePlaces) throw new RangeError(`${zones.length} zones; a VPC holds at most ${zonePlaces}`);

    const start = vpc.startAddress().bigInt();
    const upperHalf = start + addresses(size + 1);
    const intraBlock = start + addresses(size) - BigInt(zonePlaces) * addresses(28);
    return zones.map((zone, place) => ({
        zone,
        private: range(start, size + 3, place),
        public: range(upperHalf, size + 6, place),
        intra: range(intraBlock, 28, place),
    }));
}

/**
 * Ranges that the control plane may speak from: its own subnets, or all of a given VPC, whose subnets are not looked
 * up.
 */
export function controlPlaneCidrs(vpcCidr: string, zones: string[], existing?: ExistingNetworkArgs): string[] {
    return existing ? [vpcCidr] : planSubnets(vpcCidr, zones).map(({ intra }) => intra);
}

/** Addresses that a node takes at least: its own, a prefix of /28 in use and one kept ready. */
const addressesOfNode = 33n;

/** AWS keeps the first four addresses of a subnet and the last one. */
const keptByAws = 5n;

/** Nodes that the private subnets of so many zones have addresses for, in a VPC of /16 to /20. */
export function nodesThatFit(vpcCidr: string, zones: number): number {
    const free = addresses(new Address4(vpcCidr).subnetMask + 3) - keptByAws;
    return Number(free / addressesOfNode) * zones;
}

const addresses = (prefix: number): bigint => 1n << BigInt(32 - prefix);

const range = (base: bigint, prefix: number, place: number): string =>
    `${Address4.fromBigInt(base + BigInt(place) * addresses(prefix)).correctForm()}/${prefix}`;
