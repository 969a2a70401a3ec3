/** GiB a vCPU by instance family (AWS instance type reference); burstable families differ by size and are left out. */
const ratios: readonly (readonly [RegExp, number])[] = [
    [/^c5n$/, 2.625],
    [/^c\d/, 2],
    [/^(m|mac)\d/, 4],
    [/^(r|z)\d/, 8],
    [/^x1$|^x2[ie]?d?n$/, 16],
    [/^x2(gd|iedn|iezn|idn)$|^x8g$/, 16],
    [/^(i3|i3en|i4i|i4g|i7i|i7ie|i8g|im4gn|is4gen|d3|d3en|h1)$/, 8],
];

/** vCPU of the sizes that all families share; `medium` is one vCPU where the processor has no threads. */
const sizes: Readonly<Record<string, number>> = { medium: 1, large: 2, xlarge: 4 };

/** Memory of burstable types, GiB, which all have two vCPU up to large. */
const burstable: Readonly<Record<string, readonly [number, number]>> = {
    nano: [2, 0.5],
    micro: [2, 1],
    small: [2, 2],
    medium: [2, 4],
    large: [2, 8],
    xlarge: [4, 16],
    "2xlarge": [8, 32],
};

export interface Capacity {
    readonly vcpu: number;
    readonly memoryGiB: number;
}

/** Size of an EC2 instance type such as `m7g.xlarge`; `undefined` where its family is not known. */
export function capacityOf(type: string): Capacity | undefined {
    const [family = "", size = ""] = type.split(".");
    if (/^t\d/.test(family)) {
        const [vcpu, memoryGiB] = burstable[size] ?? [];
        return vcpu === undefined || memoryGiB === undefined ? undefined : { vcpu, memoryGiB };
    }
    const ratio = ratios.find(([pattern]) => pattern.test(family))?.[1];
    const vcpu = sizes[size] ?? 4 * Number(/^(\d+)xlarge$/.exec(size)?.[1]);
    return ratio === undefined || !(vcpu > 0) ? undefined : { vcpu, memoryGiB: vcpu * ratio };
}
