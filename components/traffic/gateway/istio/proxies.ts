import type { Profile } from "../../../platform/addon.ts";
import type { ConfigMap } from "../../../platform/kubernetes-object.ts";
import { proxyLabelsOf, proxyMetricsPort, proxyPods } from "../../mesh/istio/proxy-pods.ts";
import { gatewayName } from "../listeners.ts";
import { balancer, takeover } from "../network-load-balancer.ts";

export const proxyLabels = proxyLabelsOf(gatewayName);

/** The pods take what the Gateway says, at its own ports. */
export const proxyPorts = { requests: [80, 443], health: 15_021, metrics: proxyMetricsPort };

/** Path of the port of health: whether a proxy takes requests. */
export const healthPath = "/healthz/ready";

/** Seconds that a proxy that leaves goes on: as long as the load balancer takes to forget it. */
export const drain = takeover;

/** Name of the parameters of the Gateway. */
export const parametersName = "gateway-parameters";

interface ProxiesArgs {
    profile: Profile;
    /** Whether AWS makes the load balancer. */
    balanced: boolean;
    /** Names that lead to the load balancer, for who writes them. */
    names: readonly string[];
}

/** What istiod makes for the Gateway, said in addition to its template. */
export const parameters = (namespace: string, { profile, balanced, names }: ProxiesArgs): ConfigMap => {
    const { deployment, podDisruptionBudget } = proxyPods({
        profile,
        labels: proxyLabels,
        drain,
        minReadySeconds: takeover,
    });
    return {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: parametersName, namespace },
        data: {
            deployment,
            service: JSON.stringify(balanced ? balancedService(names) : { spec: { ports: [hidden] } }),
            podDisruptionBudget,
        },
    };
};

/** The port by which a proxy says that it is ready is nobody's but the load balancer's, which asks pods themselves. */
const hidden = { $patch: "delete", port: proxyPorts.health, protocol: "TCP" };

function balancedService(names: readonly string[]) {
    const { annotations, ...spec } = balancer({ names, health: proxyPorts.health, path: healthPath, drain });
    return { metadata: { annotations }, spec: { ...spec, ports: [hidden] } };
}

/** What a proxy is told when it starts. */
export const proxyConfig = ({ balanced }: Pick<ProxiesArgs, "balanced">): string =>
    JSON.stringify({
        terminationDrainDuration: `${drain}s`,
        // Nobody comes past the load balancer: without its PROXY header a connection ends.
        ...(balanced && { gatewayTopology: { proxyProtocol: {} } }),
    });
