import { expect, test } from "vitest";
import { aws, type Driver } from "../clouds.ts";

const vpc = (driver: Driver, cidrBlock = "10.0.0.0/16", name = "vpc") =>
    driver.make("aws:ec2/vpc:Vpc", { cidrBlock }, name);

test("the same resource made again is the same thing, and no second one", () => {
    const driver = aws();
    expect(vpc(driver)).toBe(vpc(driver));
    expect(vpc(driver, "10.0.0.0/16", "other")).not.toBe(vpc(driver));
    expect(vpc(driver, "10.1.0.0/16")).not.toBe(vpc(driver));
});

test("the same name in another account, region or stack leads to other ids", () => {
    const driver = aws();
    const elsewhere = aws(undefined, { region: "eu-central-1" });
    expect(vpc(driver)).not.toBe(vpc(elsewhere));
    const inputs = { cidrBlock: "10.0.0.0/16", region: "eu-west-1" };
    const other = driver.cloud.create(
        { urn: "urn:pulumi:dr::test::aws:ec2/vpc:Vpc::vpc", type: "aws:ec2/vpc:Vpc", name: "vpc" },
        inputs,
    );
    expect(vpc(driver)).not.toBe(other);
});

test("a resource that was renamed in the program keeps its id and what came with it", () => {
    const driver = aws();
    const inputs = { cidrBlock: "10.0.0.0/16" };
    const before = driver.outputs("aws:ec2/vpc:Vpc", inputs, "old");
    const id = vpc(driver, "10.0.0.0/16", "old");
    const renamed = driver.resource("aws:ec2/vpc:Vpc", "new");
    driver.cloud.update(renamed, id, { ...inputs, tags: { a: "b" } }, inputs);
    expect(driver.cloud.outputs(renamed, id, inputs).defaultSecurityGroupId).toBe(before.defaultSecurityGroupId);
});

test("what is gone is not found when the state is refreshed", () => {
    const driver = aws();
    const [resource, inputs] = [driver.resource("aws:ec2/vpc:Vpc", "vpc"), { cidrBlock: "10.0.0.0/16" }];
    const id = vpc(driver);
    expect(driver.cloud.read(resource, id, inputs)).toEqual(inputs);
    driver.cloud.delete(resource, id, inputs);
    expect(driver.cloud.read(resource, id, inputs)).toBeUndefined();
});
