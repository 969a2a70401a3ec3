import { afterEach, expect, test, vi } from "vitest";
import { aws, newAccount } from "../clouds.ts";

const queue = "aws:sqs/queue:Queue";

afterEach(() => vi.unstubAllEnvs());

test("A region that is gone answers nothing, and the others go on", () => {
    const account = newAccount();
    const [ireland, frankfurt] = ["eu-west-1", "eu-central-1"].map((region) => aws(account, { region }));
    const id = ireland?.make(queue, { name: "before" }) ?? "";
    vi.stubEnv("SANDBOX_REGIONS_GONE", "eu-west-1");
    expect(() => ireland?.make(queue, { name: "after" }, "after")).toThrow("no endpoint of eu-west-1 answers");
    expect(() => ireland?.remove(queue, { name: "before" }, id)).toThrow("no endpoint of eu-west-1 answers");
    expect(frankfurt?.make(queue, { name: "after" }, "after")).toContain("after");
});
