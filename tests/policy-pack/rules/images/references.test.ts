import { expect, test } from "vitest";
import { resultOf } from "../../judged.ts";
import { object } from "../../ready/resource.ts";

const repository = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop";
const pinning = ["image-tag-fixed", "image-digest", "image-pull-policy", "image-git-sha"];

const statusOf = (id: string, image: string) =>
    resultOf(id, [object("core/v1:Pod", "shop", { spec: { containers: [{ name: "shop", image }] } })])?.status;

test.each([
    ["sha256", 64],
    ["sha512", 128],
])("a digest in %s pins an image", (algorithm, length) => {
    const image = `${repository}@${algorithm}:${"0a".repeat(length / 2)}`;
    expect(pinning.filter((id) => statusOf(id, image) !== "pass")).toEqual([]);
});

test.each([
    ["sha512", 64],
    ["sha256", 128],
    ["md5", 32],
])("%s of %i digits is no digest", (algorithm, length) => {
    expect(statusOf("image-digest", `${repository}@${algorithm}:${"0a".repeat(length / 2)}`)).toBe("fail");
});
