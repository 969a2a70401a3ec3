import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { type Output, RunError, runtime } from "@pulumi/pulumi";

/** Seconds until the API server must answer, and between two tries (a new private endpoint's DNS name takes a while). */
export interface Patience {
    total: number;
    between: number;
}

/**
 * Hands the endpoint on once something listens there, so that nothing is sent to a cluster that cannot be reached.
 * Throws within 30 s and names the ways in. Does nothing in a preview.
 */
export const reachable = (endpoint: Output<string>): Output<string> =>
    endpoint.apply(async (url) => {
        const { hostname } = new URL(url);
        if (!runtime.isDryRun() && !simulated(hostname)) await reach(hostname, 443, { total: 30, between: 3 });
        return url;
    });

// RFC 2606 keeps .invalid free for names that never exist: only a simulated cluster has one.
const simulated = (hostname: string): boolean => hostname.endsWith(".invalid");

/** Resolves when something listens there; throws when nothing did until patience ran out. */
export async function reach(host: string, port: number, { total, between }: Patience): Promise<void> {
    const deadline = Date.now() + total * 1000;
    while (!(await answers(host, port, deadline - Date.now()))) {
        if (Date.now() + between * 1000 > deadline) throw new RunError(unreachable(host, total));
        await delay(between * 1000);
    }
}

const answers = (host: string, port: number, timeout: number): Promise<boolean> =>
    new Promise((resolve) => {
        // On a busy machine the time can be up before the last try starts.
        const socket = connect({ host, port, timeout: Math.max(1, timeout) });
        const end = (answer: boolean) => () => {
            socket.destroy();
            resolve(answer);
        };
        socket.once("connect", end(true)).once("timeout", end(false)).once("error", end(false));
    });

const unreachable = (host: string, seconds: number): string =>
    `The Kubernetes API at ${host} did not answer within ${seconds} s. Its endpoint is private; run Pulumi
  1. on a runner inside the VPC, or in a peered network that controlPlane.privateAccessCidrs names, or
  2. through a tunnel: aws ssm start-session --document-name AWS-StartPortForwardingSessionToRemoteHost, or
  3. from a range that controlPlane.publicAccessCidrs opens the endpoint to (a weakness, and reported as one).
Nothing was installed on the cluster yet: once there is a way in, run pulumi up again. See docs/private-endpoint.md.`;
