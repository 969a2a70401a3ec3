import { expect, test } from "vitest";
import { aws } from "../clouds.ts";

const ask = (token: string, args = {}) => aws().cloud.invoke(token, args);

test("identity and partition are answered from the table", () => {
    expect(ask("aws:index/getCallerIdentity:getCallerIdentity")).toMatchObject({ accountId: "000000000000" });
    expect(ask("aws:index/getPartition:getPartition")).toMatchObject({ partition: "aws", dnsSuffix: "amazonaws.com" });
});

test("the account is the one that the provider is held to", () => {
    const driver = aws(undefined, { allowedAccountIds: ["111122223333"] });
    expect(driver.cloud.invoke("aws:index/getCallerIdentity:getCallerIdentity", {})).toMatchObject({
        accountId: "111122223333",
    });
    expect(driver.outputs("aws:kms/key:Key", {}).arn).toMatch(/^arn:aws:kms:eu-west-1:111122223333:key\//);
});

test("the parameter of an image answers with an id of the right form, and another one is not known", () => {
    const parameter = (name: string) => ask("aws:ssm/getParameter:getParameter", { name });
    const name = "/aws/service/bottlerocket/aws-k8s-1.35/arm64/1.64.0/image_id";
    expect(parameter(name).value).toMatch(/^ami-[0-9a-f]{17}$/);
    expect(() => parameter("/mine")).toThrow(/no parameter \/mine: see imageParameters in .*\/lookups\.ts/);
});

test("log groups are found by the beginning of their name", () => {
    const driver = aws();
    const names = ["/aws/eks/shop/cluster", "/aws/eks/shop-dr/cluster"];
    for (const name of names) driver.make("aws:cloudwatch/logGroup:LogGroup", { name }, name);
    const found = driver.cloud.invoke("aws:cloudwatch/getLogGroups:getLogGroups", {
        logGroupNamePrefix: "/aws/eks/shop/",
    });
    expect(found.logGroupNames).toEqual(names.slice(0, 1));
});

test("a look-up that no stack makes is not answered, and named", () => {
    expect(() => ask("aws:rds/getClusters:getClusters")).toThrow(
        /does not answer aws:rds\/getClusters:getClusters; it knows getCallerIdentity/,
    );
});
