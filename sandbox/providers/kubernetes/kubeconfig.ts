import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { Refusal } from "../cloud.ts";
import { asList, asRecord, isRecord, type Values } from "../values.ts";

/** The active cluster of a kubeconfig, as far as it says which one it is; nothing when it is no kubeconfig. */
function activeCluster({ kubeconfig, context, cluster }: Values): Values | undefined {
    const config = parsed(kubeconfig);
    const found = asRecord(named(config?.clusters, cluster ?? contextOf(config, context).cluster).cluster);
    return found.server ? found : undefined;
}

/**
 * What the plugin says of a text that is no kubeconfig, as a path is when its file is gone. The engine knows the end of
 * it, and takes it for "changed, and nothing to replace".
 */
const noKubeconfig =
    "failed to parse kubeconfig: couldn't get version/kind; json parse error: json: cannot unmarshal string into Go value " +
    'of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

/**
 * Whether the active clusters of two settings differ in anything: server, authority, proxy.
 *
 * @throws Refusal where one of them is no kubeconfig.
 */
export function isAnotherCluster(before: Values, after: Values): boolean {
    for (const { kubeconfig } of [before, after])
        if (kubeconfig !== undefined && !parsed(kubeconfig)) throw new Refusal(noKubeconfig);
    const [old, young] = [activeCluster(before), activeCluster(after)];
    return old !== undefined && young !== undefined && !isDeepStrictEqual(old, young);
}

const contextOf = (config: Values | undefined, context: unknown): Values =>
    asRecord(named(config?.contexts, context ?? config?.["current-context"]).context);

const named = (list: unknown, name: unknown): Values =>
    asRecord(asList(list).find((entry) => asRecord(entry).name === name));

/**
 * Host name of the active cluster's API server, with its port where it is not the usual one: clusters share a machine.
 */
export function hostOf(settings: Values): string | undefined {
    const server = String(activeCluster(settings)?.server);
    return URL.canParse(server) ? new URL(server).host : undefined;
}

function parsed(kubeconfig: unknown): Values | undefined {
    try {
        const config: unknown = isRecord(kubeconfig) ? kubeconfig : parse(contentOf(String(kubeconfig)));
        return isRecord(config) ? config : undefined;
    } catch {
        return undefined;
    }
}

/** As the real provider does: what names a file is read, anything else is the content itself. */
function contentOf(kubeconfig: string): string {
    const path = kubeconfig.replace(/^~(?=\/)/, homedir());
    return existsSync(path) ? readFileSync(path, "utf8") : kubeconfig;
}
