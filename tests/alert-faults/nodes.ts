import { constant, type Series } from "./series.ts";

const ksm = `job="kube-state-metrics"`;

/** Two nodes in each of three zones. */
const nodes = ["a", "b", "c"].flatMap((letter) =>
    [1, 2].map((count) => ({ node: `${letter}${count}`, zone: `eu-west-1${letter}` })),
);

/** What is measured of these nodes, and of a pod and two agents on each, while some of them are down. */
export const withDown = (...down: string[]): Series[] => [
    ...nodes.flatMap(({ node, zone }) => {
        const up = down.includes(node) ? 0 : 1;
        return [
            constant(`kube_node_status_condition{${ksm},node="${node}",condition="Ready",status="true"}`, up),
            constant(`kube_node_status_condition{${ksm},node="${node}",condition="Ready",status="unknown"}`, 1 - up),
            constant(`kube_node_spec_unschedulable{${ksm},node="${node}"}`, 0),
            constant(`kube_node_labels{${ksm},node="${node}",label_topology_kubernetes_io_zone="${zone}"}`),
            constant(`kube_node_info{${ksm},node="${node}"}`),
            ...(up === 1
                ? []
                : [
                      constant(
                          `kube_node_spec_taint{${ksm},node="${node}",key="node.kubernetes.io/unreachable",effect="NoSchedule"}`,
                      ),
                  ]),
            ...["kubelet", "node-exporter"].map((job) =>
                constant(
                    `up{job="${job}",metrics_path="/metrics",namespace="kube-system",service="${job}",node="${node}",instance="${node}"}`,
                    up,
                ),
            ),
            constant(`kube_pod_info{${ksm},namespace="shop",pod="db-${node}",node="${node}"}`),
            constant(`kube_pod_status_phase{${ksm},namespace="shop",pod="db-${node}",phase="Unknown"}`, 1 - up),
            constant(
                `kube_pod_owner{${ksm},namespace="shop",pod="db-${node}",owner_kind="StatefulSet",owner_name="db"}`,
            ),
        ];
    }),
    ...["logs", "metrics"].flatMap((daemonset) => daemonSet(daemonset, nodes.length, nodes.length - down.length)),
    ...statefulSet("db", nodes.length, nodes.length - down.length),
];

const daemonSet = (name: string, desired: number, available: number): Series[] => {
    const labels = `{${ksm},namespace="agents",daemonset="${name}"}`;
    return [
        constant(`kube_daemonset_status_desired_number_scheduled${labels}`, desired),
        constant(`kube_daemonset_status_current_number_scheduled${labels}`, desired),
        constant(`kube_daemonset_status_updated_number_scheduled${labels}`, desired),
        constant(`kube_daemonset_status_number_misscheduled${labels}`, 0),
        constant(`kube_daemonset_status_number_available${labels}`, available),
    ];
};

const statefulSet = (name: string, replicas: number, ready: number): Series[] => {
    const labels = `{${ksm},namespace="shop",statefulset="${name}"}`;
    return [
        constant(`kube_statefulset_replicas${labels}`, replicas),
        constant(`kube_statefulset_status_replicas${labels}`, replicas),
        constant(`kube_statefulset_status_replicas_updated${labels}`, replicas),
        constant(`kube_statefulset_status_replicas_ready${labels}`, ready),
    ];
};
