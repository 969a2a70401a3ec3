import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { log, type Output, type Resource, RunError, runtime } from "@pulumi/pulumi";
import { type ApiAccess, apiAccess } from "./api-access.ts";
import { authorise } from "./authorisation.ts";
import { Obstacle } from "./obstacle.ts";
import { isSimulated } from "./simulated.ts";

/** Seconds until the API server must let Pulumi in, between two tries, and between two words on why it does not. */
export interface Patience {
    total: number;
    between: number;
    reports: number;
}

/**
 * What has to settle takes two minutes at most: an access entry and its policy "several seconds"
 * (https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html), the private name up to 60 s
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-editing.html), a refusal that the API
 * server remembers 30 s (`--authorization-webhook-cache-unauthorized-ttl`). Twice that, and one more for a busy day.
 */
const patience: Patience = { total: 300, between: 5, reports: 30 };

/** Which context of a kubeconfig; and its file, where it is not given as text. */
export interface Where {
    context?: string;
    path?: string;
}

/** What a kubeconfig says, given as text or as a path. */
export const accessOf = (text: string, { context, path }: Where): ApiAccess =>
    apiAccess(path === undefined ? text : readFileSync(path, "utf8"), context, path);

/** How one gets into a cluster. */
export interface Ways {
    ways: [string, string, string];
    docs: string;
}

/**
 * Hands the kubeconfig on once the API server lets its user work, so that nothing is sent to a cluster that does not
 * answer: Pulumi's plugin tries once and takes a refusal for an unreachable cluster until the update ends. Says every
 * half a minute what it waits for, and throws within 5 minutes, naming the ways in. Does nothing in a preview.
 */
export function reachable(
    kubeconfig: Output<string>,
    { ways, ...where }: Where & { ways: Ways },
    resource: Resource,
): Output<string> {
    return kubeconfig.apply(async (text) => {
        if (runtime.isDryRun()) return text;
        const access = accessOf(text, where);
        const tell = (why: string) => log.info(why, resource, undefined, true);
        if (!isSimulated(access.server) && !behindSocks(access)) await reach(access, ways, tell, patience);
        return text;
    });
}

// Node speaks no SOCKS. The plugin does, and says itself what it does not reach.
const behindSocks = ({ proxy = process.env.HTTPS_PROXY ?? process.env.https_proxy }: ApiAccess): boolean =>
    proxy?.startsWith("socks") === true;

/** Resolves when the API server lets its user work; throws when it did not until patience ran out. */
export async function reach(
    access: ApiAccess,
    ways: Ways,
    tell: (why: string) => unknown,
    { total, between, reports }: Patience,
): Promise<void> {
    const start = Date.now();
    let told = start - reports * 1000;
    for (;;) {
        const obstacle = await obstacleTo(access);
        if (!obstacle) return;
        const waited = Date.now() - start;
        if (obstacle.lasting || waited + between * 1000 > total * 1000)
            throw new RunError(unreachable(access.server.hostname, Math.round(waited / 1000), obstacle.message, ways));
        if (Date.now() - told >= reports * 1000) {
            told = Date.now();
            await tell(`Waiting for the Kubernetes API, up to ${total} s: ${obstacle.message}`);
        }
        await delay(between * 1000);
    }
}

/** Why it does not let its user work yet. Anything but an obstacle is a fault of this program. */
async function obstacleTo(access: ApiAccess): Promise<Obstacle | undefined> {
    try {
        await authorise(access);
        return undefined;
    } catch (error) {
        if (error instanceof Obstacle) return error;
        throw error;
    }
}

const unreachable = (host: string, seconds: number, reason: string, { ways, docs }: Ways): string =>
    `The Kubernetes API at ${host} let nobody work for ${seconds} s. The last reason: ${reason}.
Run Pulumi with a role that the cluster lets in, and
  1. ${ways[0]}, or
  2. ${ways[1]}, or
  3. ${ways[2]}.
Nothing was installed on the cluster in this run: once there is a way in, run pulumi up again. See ${docs}.`;
