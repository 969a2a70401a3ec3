import { isSet } from "../../inventory/zero-values.ts";
import { rule } from "../../judgement/rule.ts";
import { must } from "../../judgement/verdict.ts";
import { requirePart } from "../../reading/candidates.ts";
import { addons, clusters } from "../../reading/subjects.ts";

export const certificatesManaged = rule({
    id: "certificates-managed",
    title: "Certificates renew themselves",
    level: "advisory",
    severity: "medium",
    mend: "Install cert-manager, or use certificates of ACM",
    url: "https://cert-manager.io/docs/",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const acm = inventory.of("aws:acm/certificate:Certificate").map(({ urn, props }) => ({
            urn,
            requirements: [
                must(() => !isSet(props.privateKey), "the certificate is imported, so it does not renew itself"),
            ],
        }));
        const connectors = addons(inventory)
            .filter(({ props }) => props.addonName === "aws-privateca-connector-for-kubernetes")
            .map(({ urn }) => ({ urn, requirements: [] }));
        return requirePart(inventory, {
            missing: "nothing renews certificates",
            systems: { "cert-manager": {} },
            others: [...acm, ...connectors],
        });
    },
});
