/** What a program needs of the security context that it runs in, as its image was built. */
export interface ImageFacts {
    /**
     * User and group by number where nobody says otherwise. Undefined where the base image, which was not read, says
     * it.
     */
    user?: string;
    /** Whether any other user does as well: no file in the image is for its user alone, and nothing asks for a name. */
    anyUser: boolean;
    /** Where the program keeps files of its own below `HOME`: the home of each user that the image knows, by number. */
    homes?: Record<number, string>;
    /** Where else it writes, by the container that it runs in; `*` is each. */
    writes: Record<string, string[]>;
    source: Source;
}

/** Files of a repository on GitHub; `ref` is a tag or a branch. */
interface Source {
    repository: string;
    ref: string;
    files: string[];
}

const dockerfile = (repository: string, ref: string, ...more: string[]): Source => ({
    repository,
    ref,
    files: ["Dockerfile", ...more],
});

/** A static program that keeps nothing on disk. */
const stateless = (user: string | undefined, source: Source): ImageFacts => ({
    user,
    anyUser: true,
    writes: {},
    source,
});

const kyverno = (writes: ImageFacts["writes"] = {}): ImageFacts => ({
    anyUser: true,
    writes,
    source: { repository: "kyverno/kyverno", ref: "v1.19.0", files: [".ko.yaml"] },
});

/** On the static distroless base of the makefile modules, which says who runs it. */
const certManager = (program: string): ImageFacts =>
    stateless("65532:65532", {
        repository: "cert-manager/cert-manager",
        ref: "v1.21.1",
        files: [`hack/containers/Containerfile.${program}`, "make/base_images.mk"],
    });

const calicoSource = (file: string): Source => ({ repository: "projectcalico/calico", ref: "v3.32.1", files: [file] });

/** On a base that has the iptables of Wolfi; both run as root, by their charts. */
const istioNodeAgent = (file: string, writes: string[]): ImageFacts => ({
    user: "65532:65532",
    anyUser: true,
    writes: { "*": writes },
    source: { repository: "istio/istio", ref: "1.30.3", files: [file, "docker/iptables.yaml"] },
});

/** The name of an image as it is published, without the registry of ECR that relays it. */
export const published = (image: string): string => image.replace(/^\d{12}\.dkr\.ecr\.[\w-]+\.amazonaws\.com\//, "");

/**
 * Every image that the platform's releases run, by its full name: another version is another image, to be read anew.
 */
export const images: Record<string, ImageFacts | "unknown"> = {
    "docker.io/envoyproxy/gateway:v1.9.0": {
        user: "65532:65532",
        anyUser: true,
        // The cache of Wasm modules; and what says to the kubelet that connections have ended.
        writes: { "envoy-gateway": ["/var/lib/eg/wasm"], "shutdown-manager": ["/tmp"] },
        source: {
            repository: "envoyproxy/gateway",
            ref: "v1.9.0",
            files: ["tools/docker/envoy-gateway/Dockerfile", "internal/cmd/envoy/shutdown_manager.go"],
        },
    },
    "docker.io/envoyproxy/envoy:distroless-v1.39.0": {
        // The user of its base image, distroless/base-nossl:nonroot.
        user: "65532:65532",
        anyUser: true,
        writes: {},
        source: { repository: "envoyproxy/envoy", ref: "019f458bf978", files: ["ci/Dockerfile-envoy"] },
    },
    "ghcr.io/nginx/nginx-gateway-fabric:2.6.7": stateless("101:1001", {
        repository: "nginx/nginx-gateway-fabric",
        ref: "v2.6.7",
        files: ["build/Dockerfile"],
    }),
    "ghcr.io/nginx/nginx-gateway-fabric/nginx:2.6.7": {
        user: "101:1001",
        anyUser: false,
        // What the agent writes of the controller's word, its own, and what NGINX keeps of a body.
        writes: {
            nginx: [
                ...["/etc/nginx/conf.d", "/etc/nginx/stream-conf.d", "/etc/nginx/main-includes"],
                ...["/etc/nginx/secrets", "/etc/nginx/includes", "/etc/nginx-agent"],
                ...["/var/cache/nginx", "/var/lib/nginx-agent", "/var/log/nginx-agent", "/var/run/nginx"],
            ],
        },
        source: {
            repository: "nginx/nginx-gateway-fabric",
            ref: "v2.6.7",
            files: ["build/Dockerfile.nginx", "internal/controller/provisioner/objects.go"],
        },
    },
    "docker.io/library/traefik:v3.7.11": {
        user: "0:0",
        anyUser: true,
        // Bodies that are read whole, where they have a limit.
        writes: { "*": ["/tmp"] },
        source: dockerfile("traefik/traefik", "v3.7.11"),
    },
    "docker.io/aquasec/trivy-operator:0.32.0": {
        user: "10000:10000",
        anyUser: true,
        writes: { "*": ["/tmp"] },
        source: {
            repository: "aquasecurity/trivy-operator",
            ref: "v0.32.0",
            files: ["build/trivy-operator/Dockerfile", "deploy/helm/values.yaml"],
        },
    },
    // Its folder of databases is told to be below /tmp.
    "docker.io/aquasec/trivy:0.72.0": {
        user: "0:0",
        anyUser: true,
        writes: { "*": ["/tmp"] },
        source: dockerfile("aquasecurity/trivy", "v0.72.0"),
    },
    "docker.io/velero/velero:v1.18.1": {
        user: "1002:1000",
        anyUser: false,
        // The configuration and the cache of kopia's repositories; without a home they would go to `/`.
        homes: { 0: "/root", 1002: "/home/cnb" },
        writes: { velero: ["/plugins", "/scratch", "/tmp"], "node-agent": ["/scratch"], "data-mover": ["/scratch"] },
        // The user is made by its base image, paketobuildpacks/run-jammy-tiny.
        source: dockerfile("vmware-tanzu/velero", "v1.18.1", "pkg/repository/udmrepo/repo_options.go"),
    },
    "docker.io/velero/velero-plugin-for-aws:v1.14.0": {
        user: "65532:65532",
        anyUser: true,
        writes: { "*": ["/target"] },
        source: dockerfile("vmware-tanzu/velero-plugin-for-aws", "release-1.14", "hack/cp-plugin/main.go"),
    },
    "quay.io/argoproj/argo-rollouts:v1.9.0": {
        user: "999:999",
        anyUser: true,
        // A folder of the chart's own; the plugin is copied to it.
        writes: { "argo-rollouts": ["/home/argo-rollouts/plugin-bin", "/tmp"] },
        source: dockerfile("argoproj/argo-rollouts", "v1.9.0"),
    },
    "ghcr.io/argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi:v0.15.0": {
        user: "999:999",
        anyUser: true,
        writes: { plugin: ["/plugins"] },
        source: dockerfile("argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi", "v0.15.0"),
    },
    "quay.io/argoproj/argocd:v3.4.4": {
        user: "999:999",
        anyUser: false,
        writes: {
            "application-controller": ["/home/argocd", "/tmp"],
            "applicationset-controller": ["/app/config/gpg/keys", "/tmp"],
            copyutil: ["/var/run/argocd"],
            "repo-server": ["/app/config/gpg/keys", "/helm-working-dir", "/tmp"],
            server: ["/home/argocd", "/tmp"],
        },
        source: dockerfile("argoproj/argo-cd", "v3.4.4", "manifests/base"),
    },
    "public.ecr.aws/docker/library/redis:8.2.3-alpine": {
        user: "0:0",
        // Started as another user than root it takes no step to its own.
        anyUser: true,
        writes: { "*": ["/data"] },
        source: {
            repository: "redis/docker-library-redis",
            ref: "8.6.4",
            files: ["alpine/Dockerfile"],
        },
    },
    "ghcr.io/oliver006/redis_exporter:v1.75.0": stateless(
        "59000:59000",
        dockerfile("oliver006/redis_exporter", "v1.75.0"),
    ),
    "public.ecr.aws/docker/library/haproxy:3.3.10-alpine": {
        user: "99:99",
        anyUser: true,
        writes: { "config-init": ["/data"], haproxy: ["/run/haproxy"] },
        source: { repository: "docker-library/haproxy", ref: "3.3.12", files: ["3.3/alpine/Dockerfile"] },
    },
    // Its files are for everybody to read; at home it keeps notes on its sessions.
    "public.ecr.aws/aws-cli/aws-cli:2.37.5": {
        user: "0:0",
        anyUser: true,
        homes: { 0: "/root" },
        writes: {},
        source: { repository: "aws/aws-cli", ref: "v2", files: ["docker/Dockerfile", "awscli/telemetry.py"] },
    },
    // Its entrypoint gives the program to the user vault only where it runs as root.
    "docker.io/hashicorp/vault:2.0.4": {
        user: "0:0",
        anyUser: true,
        writes: {
            vault: ["/vault/data", "/tmp", "/home/vault"],
            initialise: ["/keys", "/tmp"],
            open: ["/keys", "/tmp"],
            configure: ["/tmp"],
            take: ["/snapshots", "/tmp"],
        },
        source: {
            repository: "hashicorp/vault",
            ref: "v1.21.2",
            files: ["Dockerfile", ".release/docker/docker-entrypoint.sh"],
        },
    },
    // The clients write the dump, the server writes where it is told to.
    "public.ecr.aws/docker/library/postgres:18.6-trixie": {
        user: "0:0",
        anyUser: true,
        writes: { dump: ["/dump"], prove: ["/scratch"] },
        source: { repository: "docker-library/postgres", ref: "master", files: ["18/trixie/Dockerfile"] },
    },
    "public.ecr.aws/docker/library/mysql:8.4.10-oraclelinux9": {
        user: "0:0",
        anyUser: true,
        writes: { dump: ["/dump"], prove: ["/scratch"] },
        source: { repository: "docker-library/mysql", ref: "master", files: ["8.4/Dockerfile.oracle"] },
    },
    "public.ecr.aws/eks/aws-load-balancer-controller:v3.5.0": stateless("65532:65532", {
        repository: "aws/eks-distro-build-tooling",
        ref: "main",
        files: ["eks-distro-base/Dockerfile.minimal-base-nonroot"],
    }),
    "public.ecr.aws/karpenter/controller:1.14.1": stateless(undefined, {
        repository: "aws/karpenter-provider-aws",
        ref: "v1.14.1",
        files: [".ko.yaml"],
    }),
    "public.ecr.aws/k1n1h4h4/cert-manager-aws-privateca-issuer:v1.9.0": stateless(
        "65532:65532",
        dockerfile("cert-manager/aws-privateca-issuer", "v1.9.0"),
    ),
    "docker.io/bitnami/sealed-secrets-controller:0.38.4": stateless("1001", {
        repository: "bitnami/sealed-secrets",
        ref: "v0.38.4",
        files: ["docker/controller.Dockerfile"],
    }),
    "ghcr.io/stakater/reloader:v1.4.21": stateless("65532:65532", dockerfile("stakater/Reloader", "v1.4.21")),
    "quay.io/jetstack/cert-manager-controller:v1.21.1": certManager("controller"),
    "quay.io/jetstack/cert-manager-webhook:v1.21.1": certManager("webhook"),
    "quay.io/jetstack/cert-manager-cainjector:v1.21.1": certManager("cainjector"),
    "quay.io/jetstack/cert-manager-startupapicheck:v1.21.1": certManager("startupapicheck"),
    // The user is made by its base image, quay.io/jetstack/base-static.
    "quay.io/jetstack/trust-manager:v0.24.0": stateless(undefined, {
        repository: "cert-manager/trust-manager",
        ref: "v0.24.0",
        files: ["make/00_mod.mk", "make/_shared/oci-build/00_mod.mk"],
    }),
    "quay.io/jetstack/trust-pkg-debian-trixie:20250419.1": {
        anyUser: true,
        writes: { "*": ["/packages"] },
        source: {
            repository: "cert-manager/trust-manager",
            ref: "v0.24.0",
            files: ["make/00_mod.mk", "make/_shared/oci-build/00_mod.mk"],
        },
    },
    "registry.k8s.io/external-dns/external-dns:v0.21.0": stateless("0:0", {
        repository: "kubernetes-sigs/external-dns",
        ref: "v0.21.0",
        files: [".ko.yaml"],
    }),
    "docker.elastic.co/eck/eck-operator:3.5.0": stateless("1001:0", {
        repository: "elastic/cloud-on-k8s",
        ref: "v3.5.0",
        files: ["build/Dockerfile"],
    }),
    "ghcr.io/external-secrets/external-secrets:v2.9.0": stateless(
        "65534:65534",
        dockerfile("external-secrets/external-secrets", "v2.9.0"),
    ),
    "docker.io/fluent/fluent-bit:5.1.1": {
        // Where it reads the logs of the host it must be root; the files of the image are for everybody to read.
        user: "0:0",
        anyUser: true,
        writes: { "*": ["/var/fluent-bit/state"] },
        source: { repository: "fluent/fluent-bit", ref: "v5.1.1", files: ["dockerfiles/Dockerfile"] },
    },
    // Its lock is a folder below TMPDIR, which is /dev/shm.
    "ghcr.io/fluent/fluentd-aggregator-docker-image:2.1.0": {
        user: "2000:2000",
        anyUser: true,
        writes: { "*": ["/var/log/fluent"] },
        source: dockerfile("fluent/fluentd-aggregator-docker-image", "v2.1.0", "entrypoint.sh"),
    },
    "ghcr.io/kyverno/kyverno:v1.19.0": kyverno({ "*": ["/.sigstore"] }),
    "ghcr.io/kyverno/kyvernopre:v1.19.0": kyverno(),
    "ghcr.io/kyverno/background-controller:v1.19.0": kyverno(),
    "ghcr.io/kyverno/cleanup-controller:v1.19.0": kyverno(),
    "ghcr.io/kyverno/reports-controller:v1.19.0": kyverno({ "*": ["/.sigstore"] }),
    "ghcr.io/kyverno/kyverno-cli:v1.19.0": kyverno(),
    "ghcr.io/kyverno/readiness-checker:v1.19.0": kyverno(),
    "quay.io/cilium/cilium:v1.20.0@sha256:383968cd5e8873f7976fa76aa6196045643558f4cc9518a207b9335cb24a0e93": {
        user: "0:0",
        anyUser: false,
        homes: { 0: "/root" },
        writes: { "cilium-agent": ["/tmp", "/var/run/cilium", "/host/etc/cni/net.d"], config: ["/tmp"] },
        source: {
            repository: "cilium/cilium",
            ref: "v1.20.0",
            files: [
                "images/cilium/Dockerfile",
                "images/cilium/init-container.sh",
                "plugins/cilium-cni/install-plugin.sh",
            ],
        },
    },
    "quay.io/cilium/operator-generic:v1.20.0@sha256:80744a8cc7c91c2f9e6347629406844eb35d79b30a732c6d41c15b17232a74f3": {
        // Its folder for gops is writable for everybody.
        user: "0:0",
        anyUser: true,
        writes: {},
        source: { repository: "cilium/cilium", ref: "v1.20.0", files: ["images/operator/Dockerfile"] },
    },
    "quay.io/tigera/operator:v1.42.3": stateless("10001:10001", {
        repository: "tigera/operator",
        ref: "v1.42.3",
        files: ["build/Dockerfile"],
    }),
    // All of it is on an empty base, and says no user.
    "quay.io/calico/node:v3.32.1": {
        user: "0:0",
        anyUser: false,
        writes: {},
        source: calicoSource("node/Dockerfile"),
    },
    "quay.io/calico/typha:v3.32.1": stateless("999:0", calicoSource("typha/docker-image/Dockerfile")),
    // Its probes read what it writes to /status/status.json, which is its user's.
    "quay.io/calico/kube-controllers:v3.32.1": {
        user: "999:0",
        anyUser: false,
        writes: { "*": ["/status"] },
        source: calicoSource("kube-controllers/Dockerfile"),
    },
    "docker.io/openpolicyagent/gatekeeper:v3.23.0": {
        user: "65532:65532",
        anyUser: true,
        // What is audited, kind by kind.
        writes: { audit: ["/tmp/audit"] },
        source: dockerfile("open-policy-agent/gatekeeper", "v3.23.0", "pkg/audit/manager.go"),
    },
    "docker.io/openpolicyagent/gatekeeper-crds:v3.23.0": stateless("65532:65532", {
        repository: "open-policy-agent/gatekeeper",
        ref: "v3.23.0",
        files: ["crd.Dockerfile"],
    }),
    "docker.io/grafana/loki:3.7.6": {
        user: "10001:10001",
        anyUser: false,
        writes: { "*": ["/var/loki", "/tmp"] },
        source: { repository: "grafana/loki", ref: "v3.7.6", files: ["cmd/loki/Dockerfile"] },
    },
    "docker.io/nginxinc/nginx-unprivileged:1.31-alpine": {
        user: "101:101",
        anyUser: false,
        writes: { "*": ["/tmp"] },
        source: {
            repository: "nginx/docker-nginx-unprivileged",
            ref: "1.31.3",
            files: ["mainline/alpine-slim/Dockerfile"],
        },
    },
    "ghcr.io/jkroepke/access-log-exporter:0.4.11": stateless(
        "0:0",
        dockerfile("jkroepke/access-log-exporter", "v0.4.10"),
    ),
    "quay.io/prometheus/node-exporter:v1.12.1": stateless(
        "65534:65534",
        dockerfile("prometheus/node_exporter", "v1.12.1"),
    ),
    // The build of this version was not found.
    "docker.io/grafana/grafana:13.2.0": "unknown",
    "quay.io/kiwigrid/k8s-sidecar:2.10.1": {
        user: "65534:65534",
        anyUser: true,
        writes: {
            "grafana-sc-dashboard": ["/tmp/dashboards"],
            "grafana-sc-datasources": ["/etc/grafana/provisioning/datasources"],
        },
        source: dockerfile("kiwigrid/k8s-sidecar", "2.10.1"),
    },
    "registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0": stateless(
        "65534:65534",
        dockerfile("kubernetes/kube-state-metrics", "v2.20.0"),
    ),
    "quay.io/prometheus-operator/prometheus-operator:v0.93.1": stateless(
        "65534:65534",
        dockerfile("prometheus-operator/prometheus-operator", "v0.93.0"),
    ),
    "quay.io/prometheus-operator/prometheus-config-reloader:v0.93.1": {
        user: "65534:65534",
        anyUser: true,
        writes: {
            "config-reloader of Prometheus": ["/etc/prometheus/config_out"],
            "config-reloader of Alertmanager": ["/etc/alertmanager/config_out"],
        },
        source: {
            repository: "prometheus-operator/prometheus-operator",
            ref: "v0.93.0",
            files: ["cmd/prometheus-config-reloader/Dockerfile"],
        },
    },
    "quay.io/prometheus/prometheus:v3.14.0-distroless": {
        user: "65532:65532",
        anyUser: true,
        writes: { "*": ["/prometheus"] },
        source: { repository: "prometheus/prometheus", ref: "v3.14.0", files: ["Dockerfile.distroless"] },
    },
    // Any user of the group root does; what it measures on the host belongs to root.
    // Wolfi's base has no user but root; `HOME` is /root, where it keeps what the kernel told.
    "docker.io/falcosecurity/falco:0.44.1": {
        user: "0:0",
        anyUser: false,
        writes: { "*": ["/root/.falco"] },
        source: dockerfile("falcosecurity/falco", "0.44.1", "docker/falco/Dockerfile"),
    },
    "docker.io/istio/pilot:1.30.3-distroless": stateless("1337:1337", {
        repository: "istio/istio",
        ref: "1.30.3",
        files: ["pilot/docker/Dockerfile.pilot", "docker/Dockerfile.distroless"],
    }),
    "docker.io/istio/install-cni:1.30.3-distroless": istioNodeAgent(
        "cni/deployments/kubernetes/Dockerfile.install-cni",
        [...["/host/opt/cni/bin", "/host/etc/cni/net.d", "/var/run/istio-cni", "/var/run/ztunnel"]],
    ),
    "docker.io/istio/ztunnel:1.30.3-distroless": istioNodeAgent("pilot/docker/Dockerfile.ztunnel", ["/tmp"]),
    // Of scratch; its user is a value of the chart.
    "ghcr.io/linkerd/controller:edge-26.8.3": {
        anyUser: true,
        writes: {},
        source: { repository: "linkerd/linkerd2", ref: "edge-26.8.3", files: ["Dockerfile.controller"] },
    },
    "ghcr.io/linkerd/proxy:edge-26.8.3": {
        user: "65534:0",
        anyUser: true,
        // What it is known by: key and certificate.
        writes: { "linkerd-proxy": ["/var/run/linkerd/identity/end-entity"] },
        source: {
            repository: "linkerd/linkerd2",
            ref: "edge-26.8.3",
            files: ["Dockerfile.proxy", "proxy-runtime.yml"],
        },
    },
    "ghcr.io/linkerd/cni-plugin:v1.7.0-alpha.1": {
        user: "0:0",
        anyUser: true,
        writes: { "install-cni": ["/host/opt/cni/bin", "/host/etc/cni/net.d", "/tmp"] },
        source: {
            repository: "linkerd/linkerd2-proxy-init",
            ref: "cni-plugin/v1.7.0-alpha.1",
            files: ["Dockerfile-cni-plugin", "cni-install/main.go"],
        },
    },
    "public.ecr.aws/datadog/agent:7.81.1": {
        user: "0:0",
        anyUser: false,
        writes: {
            agent: ["/etc/datadog-agent", "/opt/datadog-agent/run", "/tmp", "/var/log/datadog", "/var/run/datadog"],
            "init-config": ["/etc/datadog-agent"],
            "init-volume": ["/opt/datadog-agent"],
        },
        source: dockerfile("DataDog/datadog-agent", "main", "Dockerfiles/agent/Dockerfile"),
    },
    "docker.io/newrelic/nri-kubernetes:4.5.0": stateless("1000:2000", dockerfile("newrelic/nri-kubernetes", "v4.5.0")),
    // The user and what is below it are those of its base image, newrelic/infrastructure.
    "docker.io/newrelic/infrastructure-bundle:3.3.36": {
        user: "0:0",
        anyUser: true,
        writes: { "*": ["/var/db/newrelic-infra/data", "/var/db/newrelic-infra/user_data", "/tmp"] },
        source: dockerfile("newrelic/infrastructure-bundle", "v3.3.36"),
    },
    "docker.io/otel/opentelemetry-collector-contrib:0.158.0": stateless("10001:10001", {
        repository: "open-telemetry/opentelemetry-collector-releases",
        ref: "v0.158.0",
        files: ["distributions/otelcol-contrib/Dockerfile"],
    }),
    "docker.io/grafana/tempo:2.10.8": {
        user: "10001:10001",
        anyUser: false,
        writes: { "*": ["/var/tempo"] },
        source: { repository: "grafana/tempo", ref: "v2.10.8", files: ["cmd/tempo/Dockerfile"] },
    },
    "quay.io/thanos/thanos:v0.42.4": {
        user: "1001:1001",
        anyUser: true,
        writes: {
            compactor: ["/var/thanos/compact"],
            storegateway: ["/var/thanos/store"],
            "thanos-sidecar": ["/prometheus"],
        },
        source: dockerfile("thanos-io/thanos", "v0.42.4"),
    },
    "quay.io/prometheus/alertmanager:v0.34.0": {
        user: "65534:65534",
        anyUser: true,
        writes: { "*": ["/alertmanager"] },
        source: dockerfile("prometheus/alertmanager", "v0.34.0"),
    },
    "ghcr.io/jkroepke/kube-webhook-certgen:1.8.7": stateless(
        "0:0",
        dockerfile("jkroepke/kube-webhook-certgen", "v1.7.3"),
    ),
};
