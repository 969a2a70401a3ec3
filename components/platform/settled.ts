import { setTimeout as delay } from "node:timers/promises";
import { type Input, output, type ResourceHookBinding } from "@pulumi/pulumi";
import { isSimulated } from "./simulated.ts";

/**
 * Milliseconds from the moment that EKS has taken a Pod Identity association to the moment that it counts: "several
 * seconds" (https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html), and several of
 * those.
 */
const settling = 30_000;

/**
 * Keeps everything that comes after an association waiting until it counts, in the update that makes or changes it and
 * in no other. A pod gets its credentials when it is admitted, or never: one that is admitted too early stays without
 * them, through every restart of its containers.
 */
export function untilItCounts(server: () => Input<string>): ResourceHookBinding {
    const wait = async () => {
        const url = await new Promise<string>((resolve) => void output(server()).apply((known) => resolve(known)));
        if (!isSimulated(new URL(url))) await delay(settling);
    };
    return { afterCreate: [wait], afterUpdate: [wait] };
}
