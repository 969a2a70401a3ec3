import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { parse } from "yaml";
import { asList, asRecord, isRecord, type Values } from "../values.ts";

/** The active cluster of a kubeconfig, as far as it says which one it is; nothing when it is no kubeconfig. */
export function activeCluster({ kubeconfig, context, cluster }: Values): Values | undefined {
    const config = parsed(kubeconfig);
    const named = (list: unknown, name: unknown) =>
        asRecord(asList(list).find((entry) => asRecord(entry).name === name));
    const current = asRecord(named(config?.contexts, context ?? config?.["current-context"]).context);
    const found = asRecord(named(config?.clusters, cluster ?? current.cluster).cluster);
    return found.server ? found : undefined;
}

/** Host name of the active cluster's API server. */
export function hostOf(settings: Values): string | undefined {
    const server = String(activeCluster(settings)?.server);
    return URL.canParse(server) ? new URL(server).hostname : undefined;
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
