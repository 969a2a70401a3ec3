import type { Ways } from "../platform/reachability.ts";

const tunnel = "through a tunnel: aws ssm start-session --document-name AWS-StartPortForwardingSessionToRemoteHost";

/** The three ways to the private API endpoint of a cluster of its own. */
export const waysToOwnCluster: Ways = {
    ways: [
        "on a runner inside the VPC, or in a peered network that controlPlane.privateAccessCidrs names",
        tunnel,
        "from a range that controlPlane.publicAccessCidrs opens the endpoint to (a weakness, and reported as one)",
    ],
    docs: "docs/private-endpoint.md",
};

/** The same to a cluster of somebody else, who owns its endpoint and access entries. */
export const waysToExistingCluster: Ways = {
    ways: [
        "on a runner inside the VPC, or in a network that the cluster's security group lets in",
        tunnel,
        "from a range that the cluster's owner opened its endpoint to",
    ],
    docs: "docs/private-endpoint.md",
};
