import { expect, test } from "vitest";
import { allowedRegistries } from "../../components/images/allowed-registries.ts";
import { settingsOf } from "../addons/example.ts";
import { right } from "../configuration/settings.ts";

const allowed = (settings: object) => allowedRegistries(settingsOf({ ...right, ...settings }));

test("Where the account is said, no image comes from the registry of another one", () => {
    expect(allowed({ accountId: "111122223333" })).toEqual([
        "111122223333.dkr.ecr.*.amazonaws.com/*",
        "111122223333.dkr.ecr.*.amazonaws.com.cn/*",
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
