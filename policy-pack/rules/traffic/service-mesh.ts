import type { Inventory } from "../../inventory/inventory.ts";
import { namespaceOf } from "../../inventory/namespaces.ts";
import type { Release } from "../../inventory/release.ts";
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
            return policy === "deny" || policy.endsWith("-authenticated")
                ? pass()
                : fail("Linkerd lets unauthenticated traffic in");
        }
        const root = rootOf(release);
        const modes = inventory.objects("PeerAuthentication", "security.istio.io");
        return any(
            modes.map((policy) =>
                must(() => {
                    const { mtls, selector } = policy.props.spec ?? {};
                    return namespaceOf(inventory, policy) === root && mtls?.mode === "STRICT" && !isSet(selector);
                }, "Istio lets plain text in"),
            ),
            () => fail("Istio lets plain text in"),
        );
    },
});

/** The namespace whose policies are for the whole mesh, as Istio's chart sets it. */
const rootOf = (release: Release | undefined): unknown =>
    release?.value("meshConfig.rootNamespace", undefined) ||
    release?.value("global.istioNamespace", undefined) ||
    "istio-system";

/** What installs a mesh. */
function meshesOf(inventory: Inventory, name: "istio" | "linkerd"): readonly Resource[] {
    const { releases, workloads, addons } = installedOf(inventory, name);
    return [...releases.map(({ resource }) => resource), ...workloads.slice(0, 1), ...addons];
}
