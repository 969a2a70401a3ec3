import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { Account, AlreadyExists } from "../../../sandbox/providers/account.ts";
import { newAccount } from "./clouds.ts";

const entry = (urn: string) => ({ id: "it", urn, fact: "x" });

test("what is put can be read, listed and removed", () => {
    const account = newAccount();
    account.put("aws/eu-west-1/ec2.Vpc", "vpc-1", entry("urn:a"));
    expect(account.get("aws/eu-west-1/ec2.Vpc", "vpc-1")).toEqual(entry("urn:a"));
    expect(account.list("aws/eu-west-1/ec2.Vpc")).toEqual([entry("urn:a")]);
    expect(account.collections("aws")).toEqual(["eu-west-1"]);
    account.remove("aws/eu-west-1/ec2.Vpc", "vpc-1");
    expect(account.get("aws/eu-west-1/ec2.Vpc", "vpc-1")).toBeUndefined();
});

test("a key belongs to the URN that took it first; the same URN may write it again", () => {
    const account = newAccount();
    account.put("collection", "name", entry("urn:a"));
    expect(() => account.put("collection", "name", entry("urn:b"))).toThrow(AlreadyExists);
    account.put("collection", "name", { ...entry("urn:a"), fact: "y" });
    expect(account.get("collection", "name")?.fact).toBe("y");
});

test("a key may hold any characters and any length", () => {
    const account = newAccount();
    const keys = ["../../up", "a/b", "a%2Fb", "arn:aws:iam::1:role/x", "x".repeat(1000), `${"x".repeat(999)}y`];
    for (const key of keys) account.put("collection", key, { ...entry(`urn:${key}`), key });
    expect(
        account
            .list("collection")
            .map(({ key }) => key)
            .sort(),
    ).toEqual([...keys].sort());
});

test("a draft that a killed process left behind is not seen", () => {
    const account = newAccount();
    account.put("collection", "name", entry("urn:a"));
    writeFileSync(join(account.folder, "collection", "other.json.4711"), "{ half");
    expect(account.list("collection")).toHaveLength(1);
});

test("of several processes that take the same keys at once, exactly one gets each, and every file is whole", async () => {
    const { folder } = newAccount();
    const keys = 40;
    const claims = `
        const { Account } = await import(process.argv[1]);
        const account = new Account(process.argv[2]);
        let got = 0;
        for (let key = 0; key < ${keys}; key++)
            try { account.put("collection", String(key), { id: "it", urn: process.argv[3] }); got++; } catch {}
        console.log(got);
    `;
    const module = join(import.meta.dirname, "../../../sandbox/providers/account.ts");
    const processes = ["a", "b", "c", "d"].map((urn) =>
        execa("node", ["--input-type=module", "-e", claims, module, folder, urn]),
    );
    const got = (await Promise.all(processes)).map(({ stdout }) => Number(stdout));
    expect(got.reduce((sum, one) => sum + one)).toBe(keys);
    expect(new Account(folder).list("collection")).toHaveLength(keys);
    expect(readdirSync(join(folder, "collection"))).toHaveLength(keys);
});
