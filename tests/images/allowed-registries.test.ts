import { expect, test } from "vitest";
import { allowedRegistries, isAllowed } from "../../components/images/allowed-registries.ts";
import { partitions, serviceHost } from "../../components/platform/partition.ts";
import { settingsOf } from "../addons/example.ts";
import { right } from "../configuration/settings.ts";

const allowed = (settings: object) => allowedRegistries(settingsOf({ ...right, ...settings }));

test("Where the account is said, no image comes from the registry of another one", () => {
    expect(allowed({ accountId: "111122223333" })).toEqual([
        "111122223333.dkr.ecr.*.amazonaws.com/*",
        "111122223333.dkr.ecr.*.amazonaws.com.cn/*",
        "111122223333.dkr.ecr.*.amazonaws.eu/*",
        "111122223333.dkr-ecr.*.on.aws/*",
    ]);
    expect(allowed({})[0]).toBe("*.dkr.ecr.*.amazonaws.com/*");
});

test("A registry of the user's takes the place of ECR, and what the settings name is beside it", () => {
    expect(
        allowed({
            accountId: "111122223333",
            registry: { existing: { host: "images.example.com:8443" } },
            admission: { imageRegistries: ["ghcr.io/example/*"] },
        }),
    ).toEqual(["images.example.com:8443/*", "ghcr.io/example/*"]);
});

test.each(["eu-west-1", "us-gov-west-1", "eusc-de-east-1"])(
    "The cluster's own registry in %s is among them",
    (region) => {
        const settings = settingsOf({ ...right, accountId: "111122223333" });
        expect(isAllowed(`111122223333.${serviceHost("dkr.ecr", region)}/shop:1.0`, settings)).toBe(true);
    },
);

test("Those are regions of every partition that a cluster can be in", () => {
    expect(partitions.filter(({ refused }) => !refused).map(({ id }) => id)).toEqual(["aws", "aws-us-gov", "aws-eusc"]);
});
