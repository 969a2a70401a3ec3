import { isSet } from "../../inventory/zero-values.ts";
import { rule } from "../../judgement/rule.ts";
import { must } from "../../judgement/verdict.ts";
import { byAddon, byRelease, releasesOf, requireOne } from "../../reading/candidates.ts";
import { clusters } from "../../reading/subjects.ts";

export const certificatesManaged = rule({
    id: "certificates-managed",
    title: "Certificates renew themselves",
    level: "advisory",
    severity: "medium",
    mend: "Install cert-manager, or use certificates of ACM",
    url: "https://cert-manager.io/docs/",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const manager = releasesOf(inventory, "cert-manager").map((release) => byRelease(release));
        const acm = inventory.of("aws:acm/certificate:Certificate").map(({ urn, props }) => ({
            urn,
            requirements: [
                must(() => !isSet(props.privateKey), "the certificate is imported, so it does not renew itself"),
            ],
        }));
        const managed = ["aws-privateca-connector-for-kubernetes", "cert-manager"].flatMap((name) =>
            byAddon(inventory, name),
        );
        return requireOne(inventory, [...manager, ...acm, ...managed], "nothing renews certificates");
    },
});
