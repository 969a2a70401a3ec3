/**
 * The AWS CLI, as far as the kubeconfig of an EKS cluster asks it: `aws eks get-token` gives the token of the one user
 * of a cluster that runs on this machine. It is found on PATH by whoever signs in to a simulated EKS cluster, and
 * refuses everything else.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

/** Of the AWS CLI, for a command that it does not know. */
const unknownCommand = 252;

/** EKS gives a token for 15 minutes. */
const lifetime = 15 * 60_000;

const options = Object.fromEntries(
    ["region", "cluster-name", "output", "role", "role-arn", "profile"].map((name) => [
        name,
        { type: "string" as const },
    ]),
);
const { positionals, values } = parseArgs({ options, allowPositionals: true, strict: false });
const file = process.env.SANDBOX_TOKEN_FILE;
if (positionals.join(" ") !== "eks get-token" || !values["cluster-name"] || !file) {
    console.error(
        "aws: there is no AWS here, only `eks get-token --cluster-name` for a cluster that runs on this machine",
    );
    process.exit(unknownCommand);
}
const [token] = readFileSync(file, "utf8").split(",");
console.log(
    JSON.stringify({
        kind: "ExecCredential",
        apiVersion: "client.authentication.k8s.io/v1beta1",
        spec: {},
        status: { expirationTimestamp: new Date(Date.now() + lifetime).toISOString(), token },
    }),
);
