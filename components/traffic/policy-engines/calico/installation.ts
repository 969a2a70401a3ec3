import type { Profile } from "../../../platform/addon.ts";
import type { CalicoInstallation } from "../../../platform/kubernetes-object.ts";
import { placement, resources, spread } from "../../../platform/workload.ts";

export const nodeMetricsPort = 9091;
export const typhaMetricsPort = 9093;

/** Calico for policies alone: pods have the networks and addresses that the VPC CNI gives them. */
export const installation = (profile: Profile): CalicoInstallation => {
    const { nodeSelector, tolerations } = placement(profile);
    const placed = { nodeSelector, tolerations };
    return {
        apiVersion: "operator.tigera.io/v1",
        kind: "Installation",
        metadata: {
            name: "default",
            // Whoever comes next starts when policies are enforced.
            annotations: { "pulumi.com/waitFor": "condition=Ready" },
        },
        spec: {
            variant: "Calico",
            kubernetesProvider: "EKS",
            // With its slash: the operator writes it there otherwise, and the field is its own from then on.
            registry: "quay.io/",
            cni: { type: "AmazonVPC", ipam: { type: "AmazonVPC" } },
            calicoNetwork: { bgp: "Disabled", linuxDataplane: "Iptables", windowsDataplane: "Disabled" },
            // Drivers for Istio's sidecars and for certificates of pods, which nobody asks for: they need folders of the
            // node that are read-only on Bottlerocket.
            flexVolumePath: "None",
            kubeletVolumePluginPath: "None",
            nodeMetricsPort,
            typhaMetricsPort,
            nodeUpdateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "10%" } },
            calicoNodeDaemonSet: template({
                initContainers: [{ name: "ebpf-bootstrap", resources: resources(50, 128) }],
                containers: [{ name: "calico-node", resources: resources(150, 512) }],
            }),
            typhaDeployment: template({
                ...placed,
                topologySpreadConstraints: spread(profile, { "k8s-app": "calico-typha" }),
                containers: [{ name: "calico-typha", resources: resources(50, 256) }],
            }),
            calicoKubeControllersDeployment: template({
                ...placed,
                containers: [{ name: "calico-kube-controllers", resources: resources(50, 256) }],
            }),
        },
    };
};

const template = <Spec>(spec: Spec) => ({ spec: { template: { spec } } });
