import type { Case } from "../case.ts";

const onNode = { 'kube_pod_info{namespace="kube-system",pod="aws-node-1",node="n1"}': "1" };
const none = `awscni_no_available_ip_addresses{pod="aws-node-1"}`;
const error = (code: string) =>
    `awscni_aws_api_error_count{pod="aws-node-1",api="CreateNetworkInterface",error="${code}"}`;

export const addresses: Case[] = [
    {
        alert: "NodeOutOfAddresses",
        severity: "critical",
        after: "5m",
        settled: "5m",
        labels: { pod: "aws-node-1", node: "n1" },
        says: "Pods on node n1 have found no IP address for 5 minutes.",
        fires: { ...onNode, [none]: "0+6" },
        silent: [{ [none]: "6" }],
        otherwise: { 'namespace="kube-system"': 'namespace="shop"' },
    },
    {
        alert: "SubnetOutOfAddresses",
        severity: "critical",
        after: "5m",
        settled: "2m",
        labels: { pod: "aws-node-1", node: "n1", error: "InsufficientFreeAddressesInSubnet" },
        says: "The subnet of node n1 has no address left for pods: InsufficientFreeAddressesInSubnet.",
        fires: { ...onNode, [error("InsufficientFreeAddressesInSubnet")]: "0+6" },
        silent: [
            { [error("InsufficientFreeAddressesInSubnet")]: "6" },
            { [error("InsufficientFreeAddressesInSubnet")]: null, [error("UnauthorizedOperation")]: "0+6" },
        ],
        otherwise: { 'namespace="kube-system"': 'namespace="shop"' },
    },
    {
        alert: "VpcCniAwsApiErrors",
        severity: "warning",
        after: "30m",
        settled: "10m",
        labels: { api: "CreateNetworkInterface", error: "UnauthorizedOperation" },
        says: "AWS has answered the VPC CNI's CreateNetworkInterface with UnauthorizedOperation for half an hour.",
        fires: { [error("UnauthorizedOperation")]: "0+6" },
        silent: [
            { [error("UnauthorizedOperation")]: "6" },
            { [error("UnauthorizedOperation")]: null, [error("InsufficientCidrBlocks")]: "0+6" },
        ],
    },
];
