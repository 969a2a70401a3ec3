import type { Part } from "../part.ts";
import type { Profile } from "../platform/addon.ts";
import { charts } from "../platform/charts.ts";
import { placement, resources, restrictedPod, spread, unprivileged } from "../platform/workload.ts";
import { argoRolloutsAlerts } from "./argo-rollouts-alerts.ts";

const name = "argo-rollouts";
const metricsPort = 8090;

/** The plugin that shifts weights of routes, and where the controller finds it. */
const plugin = {
    name: "argoproj-labs/gatewayAPI",
    image: "ghcr.io/argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi:v0.15.0",
    file: "rollouts-plugin-trafficrouter-gatewayapi",
    folder: "/plugins",
};

/**
 * Argo Rollouts: a new version gets a share of the requests that grows by steps, and goes back by itself where a query
 * says that it fails. It shifts the weights of routes of the Gateway API, whichever engine has them.
 */
export const argoRollouts: Part = {
    name,
    namespace: { name, podSecurity: "restricted" },
    accepted: [
        {
            check: "rbac-secrets-access",
            objects: [`ClusterRole ${name}`],
            reason: "queries of teams may name a credential in a Secret beside them; it writes none",
            review: "2027-10-31",
        },
        {
            check: "rbac-create-workloads",
            objects: [`ClusterRole ${name}`],
            reason: "it makes the pods of a Rollout, and the Jobs of an analysis, in the namespaces of teams",
            review: "2027-10-31",
        },
    ],
    offers: () => ({ analysis: { namespace: name } }),
    addon: (_, { profile, offers }) => ({
        chart: charts.argoRollouts,
        traffic: {
            from: [{ peer: "metrics", ports: [metricsPort] }],
            // Queries of teams are asked by the controller: it reaches nobody but Prometheus.
            to: [{ peer: "kubeApi" }, { peer: { namespace: "monitoring" }, ports: [9090] }],
        },
        values: values(profile, offers.gateway !== undefined),
        rules: [argoRolloutsAlerts],
    }),
};

const values = (profile: Profile, routed: boolean) => ({
    fullnameOverride: name,
    podSecurityContext: restrictedPod,
    controller: {
        ...placement(profile),
        replicas: 2,
        resources: resources(50, 256),
        topologySpreadConstraints: spread(profile, {
            "app.kubernetes.io/name": name,
            "app.kubernetes.io/instance": name,
            "app.kubernetes.io/component": "rollouts-controller",
        }),
        pdb: { enabled: true, maxUnavailable: 1 },
        logging: { format: "json" },
        metrics: { enabled: true, serviceMonitor: { enabled: true } },
        ...(routed && router),
    },
    providerRBAC: {
        providers: {
            gatewayAPI: routed,
            ...Object.fromEntries(others.map((provider) => [provider, false])),
        },
    },
});

/** Ways to shift requests that the platform has not. */
const others = [
    ...["ambassador", "apisix", "awsAppMesh", "awsLoadBalancerController", "contour", "glooPlatform"],
    ...["istio", "smi", "traefik"],
];

/** The plugin comes with the pod, out of an image: by its address the controller would fetch it at every start. */
const router = {
    initContainers: [
        {
            name: "plugin",
            image: plugin.image,
            command: ["cp", `/bin/${plugin.file}`, plugin.folder],
            resources: resources(25, 64),
            securityContext: { ...unprivileged, readOnlyRootFilesystem: true },
            volumeMounts: [{ name: "plugins", mountPath: plugin.folder }],
        },
    ],
    volumes: [{ name: "plugins", emptyDir: {} }],
    volumeMounts: [{ name: "plugins", mountPath: plugin.folder, readOnly: true }],
    trafficRouterPlugins: [{ name: plugin.name, location: `file://${plugin.folder}/${plugin.file}` }],
};
