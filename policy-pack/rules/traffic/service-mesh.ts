import type { Inventory } from "../../inventory/inventory.ts";
import { isSet } from "../../inventory/zero-values.ts";
import { rule } from "../../judgement/rule.ts";
import { any, fail, must, pass } from "../../judgement/verdict.ts";
import { releasesOf } from "../../reading/candidates.ts";

export const serviceMeshMtls = rule({
    id: "service-mesh-mtls",
    title: "Services of the mesh speak mutual TLS only",
    level: "advisory",
    severity: "medium",
    mend: "Add a PeerAuthentication with mtls.mode STRICT to the root namespace, or set Linkerd's proxy.defaultInboundPolicy to all-authenticated",
    url: "https://istio.io/latest/docs/reference/config/security/peer_authentication/",
    subjects: (inventory) => meshes(inventory).map(({ resource }) => resource),
    judge: (mesh, { inventory }) => {
        const release = inventory.release(mesh);
        if (release?.chart === "linkerd-control-plane") {
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

const meshes = (inventory: Inventory) => releasesOf(inventory, "istiod", "linkerd-control-plane");
