import type { RuleGroup } from "../../platform/rules.ts";

/** What EC2 answers when a subnet has no address, or no /28 prefix, left. */
const exhausted = `error=~"InsufficientFreeAddressesInSubnet|InsufficientCidrBlocks"`;

/** Pods of the VPC CNI that this happens to, with the node of each. */
const ofNode = (query: string, labels = "pod") =>
    `(sum by (${labels}) (${query}) > 0) * on (pod) group_left (node) max by (pod, node) (kube_pod_info{namespace="kube-system"})`;

/** Addresses of pods, which the VPC CNI takes from the subnets. */
export const addressAlerts: RuleGroup = {
    name: "addresses",
    rules: [
        {
            alert: "NodeOutOfAddresses",
            expr: ofNode("rate(awscni_no_available_ip_addresses[5m])"),
            for: "5m",
            severity: "critical",
            summary: "Pods on node {{ $labels.node }} have found no IP address for 5 minutes.",
        },
        {
            alert: "SubnetOutOfAddresses",
            expr: ofNode(`rate(awscni_aws_api_error_count{${exhausted}}[10m])`, "pod, error"),
            for: "5m",
            severity: "critical",
            summary: "The subnet of node {{ $labels.node }} has no address left for pods: {{ $labels.error }}.",
        },
        {
            alert: "VpcCniAwsApiErrors",
            expr: `sum by (api, error) (rate(awscni_aws_api_error_count{${exhausted.replace("=~", "!~")}}[10m])) > 0`,
            for: "30m",
            severity: "warning",
            summary: "AWS has answered the VPC CNI's {{ $labels.api }} with {{ $labels.error }} for half an hour.",
        },
    ],
};
