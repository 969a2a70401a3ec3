import { createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reach } from "../../components/platform/reachability.ts";

const server = createServer();
const port = () => (server.address() as { port: number }).port;

beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
afterAll(() => void server.close());

const patience = { total: 1, between: 0.1 };

test("An endpoint that answers lets the update go on", async () => {
    await expect(reach("127.0.0.1", port(), patience)).resolves.toBeUndefined();
});

test("An endpoint that begins to answer while it is being tried lets the update go on", async () => {
    const late = createServer();
    const taken = port() + 1;
    setTimeout(() => late.listen(taken, "127.0.0.1"), 300);
    await expect(reach("127.0.0.1", taken, patience)).resolves.toBeUndefined();
    late.close();
});

test("An endpoint that never answers stops the update, and the message names the three ways in", async () => {
    const error = await reach("127.0.0.1", 1, patience).catch((reason: Error) => reason);
    expect(error?.message).toMatch(/did not answer within 1 s/);
    for (const way of ["inside the VPC", "ssm start-session", "controlPlane.publicAccessCidrs"])
        expect(error?.message).toContain(way);
});

test("A name that does not exist counts as no answer", async () => {
    await expect(reach("api.example.invalid", 443, patience)).rejects.toThrow("did not answer");
});
