export interface ClusterFacts {
    name: string;
    endpoint: string;
    certificate: string;
    region: string;
}

/** A kubeconfig that holds no credential: it asks `aws eks get-token`. */
export function kubeconfigOf({ name, endpoint, certificate, region }: ClusterFacts) {
    const args = ["--region", region, "eks", "get-token", "--cluster-name", name, "--output", "json"];
    const apiVersion = "client.authentication.k8s.io/v1beta1";
    const env = [{ name: "KUBERNETES_EXEC_INFO", value: `{"apiVersion": "${apiVersion}"}` }];
    return {
        apiVersion: "v1",
        clusters: [{ cluster: { server: endpoint, "certificate-authority-data": certificate }, name: "kubernetes" }],
        contexts: [{ context: { cluster: "kubernetes", user: "aws" }, name: "aws" }],
        "current-context": "aws",
        kind: "Config",
        users: [{ name: "aws", user: { exec: { apiVersion, command: "aws", args, env } } }],
    };
}
