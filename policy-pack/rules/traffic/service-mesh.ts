import type { Inventory } from "../../inventory/inventory.ts";
import type { Resource } from "../../inventory/resource.ts";
import { isSet } from "../../inventory/zero-values.ts";
import { rule } from "../../judgement/rule.ts";
import { any, fail, must, pass, undecided } from "../../judgement/verdict.ts";
import { installedOf } from "../../reading/installed.ts";

export const serviceMeshMtls = rule({
    id: "service-mesh-mtls",
    title: "Services of the mesh speak mutual TLS only",
    level: "advisory",
    severity: "medium",
    mend: "Add a PeerAuthentication with mtls.mode STRICT to the root namespace, or set Linkerd's proxy.defaultInboundPolicy to all-authenticated",
    url: "https://istio.io/latest/docs/reference/config/security/peer_authentication/",
    subjects: (inventory) => [...meshesOf(inventory, "istio"), ...meshesOf(inventory, "linkerd")],
    judge: (mesh, { inventory }) => {
        const release = inventory.release(mesh);
        if (meshesOf(inventory, "linkerd").includes(mesh)) {
            if (!release) return undecided("what Linkerd lets in is not read of its objects");
            const policy = String(release.value("proxy.defaultInboundPolicy", "all-unauthenticated"));
            return policy.endsWith("-authenticated") ? pass() : fail("Linkerd lets unauthenticated traffic in");
        }
        const modes = inventory.objects("PeerAuthentication", "security.istio.io");
        return any(
            modes.map(({ props }) =>
                must(
                    () => props.spec?.mtls?.mode === "STRICT" && !isSet(props.spec?.selector),
                    "Istio lets plain text in",
                ),
            ),
            () => fail("Istio lets plain text in"),
        );
    },
});

/** What installs a mesh. */
function meshesOf(inventory: Inventory, name: "istio" | "linkerd"): readonly Resource[] {
    const { releases, workloads, addons } = installedOf(inventory, name);
    return [...releases.map(({ resource }) => resource), ...workloads.slice(0, 1), ...addons];
}
