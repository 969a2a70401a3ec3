import type { Part } from "../part.ts";
import { charts } from "../platform/charts.ts";
import type { Settings } from "../settings.ts";
import { allowedRegistries } from "./allowed-registries.ts";
import { pullSecret } from "./pull-secret.ts";
import { readImages } from "./read-images.ts";
import { beyondPrivateHosts, portsOf, toPrivateHosts } from "./registry-flows.ts";
import { isByEcr } from "./relayed.ts";
import { trivyOperatorAlerts } from "./trivy-operator-alerts.ts";
import { trivyOperatorValues } from "./trivy-operator-values.ts";

const name = "trivy-operator";
const review = "2027-08-31";

/**
 * Scans the images of what runs, once a day, wherever they come from: a Job for each workload, in its own namespace,
 * which fetches image and vulnerability database and has no way into the cluster.
 */
export const trivyOperator: Part = {
    name,
    namespace: { name, podSecurity: "restricted" },
    awsApis: ["ecr.api", "ecr.dkr", "s3"],
    accepted: [
        {
            check: "rbac-secrets-access",
            objects: [`Role ${name}/${name}`],
            reason: "it hands the credentials of registries to its scans in Secrets of its own namespace, and reads those alone",
            review,
        },
        {
            check: "replicas-min",
            objects: [`Deployment ${name}/${name}`],
            reason: "it scans once a day; a scan that it missed is made up for when it is back",
            review,
        },
    ],
    addon: ({ accountId, admission, registry }, { profile, eks, namespaces }) => ({
        chart: charts.trivyOperator,
        identities: eks && [{ serviceAccount: name, statements: readImages(eks) }],
        traffic: {
            from: [{ peer: "metrics", ports: [8080] }],
            to: [
                { peer: "kubeApi" },
                ...(eks ? [{ peer: "aws" as const }] : []),
                ...toPrivateHosts(registry.privateHosts),
                {
                    peer: {
                        internet:
                            "Scans fetch Trivy's vulnerability databases from mirror.gcr.io, and images of other registries.",
                    },
                    ports: portsOf(
                        beyondPrivateHosts(
                            allowedRegistries({ accountId, admission, registry }),
                            registry.privateHosts,
                        ),
                    ),
                },
            ],
        },
        rules: [trivyOperatorAlerts],
        values: trivyOperatorValues(
            profile,
            eks ? scannedElsewhere(registry, namespaces) : [],
            // Who scans reads only the Secrets of its own namespace, which has the credential too.
            registry.existing?.credentialSecretName ? { [name]: pullSecret } : {},
        ),
    }),
};

/**
 * Namespaces of EKS, whose images AWS keeps and this account's roles do not read, and, where they come through ECR, those
 * of the platform's parts: Inspector scans them there.
 */
const scannedElsewhere = (registry: Settings["registry"], namespaces: readonly string[]): string[] => [
    "amazon-guardduty",
    "kube-system",
    ...(isByEcr(registry) ? namespaces : []),
];
