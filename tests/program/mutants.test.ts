import { expect, test } from "vitest";
import { type Mutation, mutated, programStack } from "./program.ts";

/** What is taken out of the program; the check that says so, about which resource, and how it is mended. */
const mutants: (Mutation & { id: string; resource: RegExp; mend: RegExp })[] = [
    {
        file: "components/foundation/control-plane.ts",
        from: "encryptionConfigKeyArn: keyArn,",
        to: "",
        id: "eks-secrets-kms",
        resource: /eksCluster$/,
        mend: /encryptionConfig/,
    },
    {
        file: "components/foundation/control-plane.ts",
        from: "enabledClusterLogTypes: logTypes,",
        to: "",
        id: "eks-control-plane-logs",
        resource: /eksCluster$/,
        mend: /enabledClusterLogTypes/,
    },
    {
        file: "components/foundation/control-plane.ts",
        from: "endpointPrivateAccess: true,",
        to: "",
        id: "eks-endpoint-private-enabled",
        resource: /eksCluster$/,
        mend: /endpointPrivateAccess/,
    },
    {
        file: "components/platform/network-policies.ts",
        from: 'policy("default-deny", ["Ingress", "Egress"], {}),',
        to: "",
        id: "ns-default-deny",
        resource: /-namespace$/,
        mend: /podSelector|default|NetworkPolicy/,
    },
];

test("what is taken out of the program fails the very first preview, by the check's id, the resource and the mend", async () => {
    const stack = mutated(programStack("prod"), mutants);
    const { exitCode, violations, output } = await stack.preview();
    expect(exitCode).not.toBe(0);
    const mandatory = violations.filter(({ enforcementLevel }) => enforcementLevel === "mandatory");
    expect(new Set(mandatory.map(({ policyName }) => policyName))).toEqual(new Set(mutants.map(({ id }) => id)));
    for (const { id, resource, mend } of mutants) {
        const found = mandatory.filter(({ policyName }) => policyName === id);
        expect(found.length, id).toBeGreaterThan(0);
        for (const { resourceUrn, message } of found) {
            expect(resourceUrn).toMatch(resource);
            expect(message).toMatch(mend);
            expect(output).toContain(id);
        }
    }
}, 900_000);

test("a mandatory failure stops an update before anything is created", async () => {
    const stack = mutated(programStack("sandbox"), mutants.slice(0, 1));
    const { exitCode, output } = await stack.up();
    expect(exitCode, output).not.toBe(0);
    expect(await stack.resources()).toEqual([]);
}, 900_000);
