import { describe, expect, test } from "vitest";
import { evaluate } from "../../policy-pack/evaluate.ts";
import { inventory } from "../../policy-pack/inventory.ts";
import type { Resource } from "../../policy-pack/model.ts";
import { seal, unknown } from "../../policy-pack/unknown.ts";
import { object } from "./ready/resource.ts";

const pod = (name: string, spec: unknown) => object("core/v1:Pod", name, { spec });
const privileged = pod("privileged", {
    containers: [{ name: "main", securityContext: { privileged: true, allowPrivilegeEscalation: true } }],
});

function statusOf(id: string, ...resources: Resource[]) {
    const sealed = resources.map((resource) => ({ ...resource, props: seal(resource.props) }));
    return evaluate(inventory(sealed)).checks.find((check) => check.id === id)?.status;
}

describe("a workload that cannot be looked at", () => {
    test.each([
        ["without a spec", undefined],
        ["with a list where the spec belongs", [{ containers: [] }]],
        ["without containers", {}],
        ["with a map where the containers belong", { containers: { name: "main" } }],
    ])("never passes: %s", (_, spec) => {
        expect(statusOf("pod-not-privileged", pod("strange", spec))).toBe("unknown");
        expect(statusOf("pod-no-host-namespaces", pod("strange", spec))).toBe("unknown");
    });

    test.each(["pod-not-privileged", "pod-no-privilege-escalation", "pod-caps-dropped"])(
        "hides no other one's failure of %s",
        (id) => {
            expect(statusOf(id, pod("strange", []), privileged)).toBe("fail");
            expect(statusOf(id, pod("later", unknown), privileged)).toBe("fail");
        },
    );
});
