import type { Part } from "../part.ts";
import type { Profile } from "../platform/addon.ts";
import { charts } from "../platform/charts.ts";
import { placement, resources, singleton } from "../platform/workload.ts";
import { sealedSecretsAlerts } from "./sealed-secrets-alerts.ts";

/** Name of the release, of its namespace, and of the Service that `kubeseal` asks. */
const name = "sealed-secrets";

/** By which the controller knows its keys (v0.38.4, `pkg/controller/keys.go`). */
const keyLabels = { "sealedsecrets.bitnami.com/sealed-secrets-key": "active" };

const ports = { http: 8080, metrics: 8081 };

/**
 * Makes Secrets of SealedSecrets, which may stand in Git: each is encrypted for this cluster, its namespace and its name.
 * The private keys are Secrets of its namespace, and in every backup; who has one opens whatever was sealed for it.
 */
export const sealedSecrets: Part = {
    name,
    namespace: { name, podSecurity: "restricted" },
    accepted: [
        {
            check: "rbac-secrets-access",
            objects: ["ClusterRole secrets-unsealer"],
            reason: "it writes the Secrets that applications have sealed, in their namespaces",
            review: "2027-10-31",
        },
        {
            check: "rbac-secrets-access",
            objects: [`Role ${name}/${name}-key-admin`],
            reason: "its own keys are Secrets of its namespace, whose names are made up by the API server",
            review: "2027-10-31",
        },
        {
            check: "replicas-min",
            objects: [`Deployment ${name}/${name}`],
            reason: "it elects no leader, so its chart has one pod; Secrets that it has made stay while it is away",
            review: "2027-10-31",
        },
    ],
    offers: () => ({ sealingKeys: { needs: [name], namespace: name, labels: keyLabels } }),
    addon: (_, { profile }) => ({
        chart: charts.sealedSecrets,
        traffic: {
            from: [
                // kubeseal asks through the API server, with the rights of who calls it.
                { peer: "apiServer", ports: [ports.http] },
                { peer: "metrics", ports: [ports.metrics] },
            ],
            to: [{ peer: "kubeApi" }],
        },
        answers: ["Secrets management"],
        values: values(profile),
        rules: [sealedSecretsAlerts],
    }),
};

const values = (profile: Profile) => ({
    ...placement(profile),
    commonAnnotations: singleton("It elects no leader; Secrets that it has made stay while it is away."),
    // It keeps every Secret in memory, to make again what somebody deleted.
    resources: resources(25, 256),
    containerPorts: ports,
    keyrenewperiod: "720h",
    // Keys that are restored, or brought, open without a restart.
    watchForSecrets: true,
    logFormat: "json",
    // Its endpoint says whether something was sealed for it: nobody may ask but who is let in.
    rbac: { serviceProxier: { create: true, bind: false } },
    metrics: { serviceMonitor: { enabled: true, honorLabels: false } },
});
