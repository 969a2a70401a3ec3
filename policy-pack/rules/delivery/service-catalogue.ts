import { rule } from "../../judgement/rule.ts";
import { fail, notApplicable, pass } from "../../judgement/verdict.ts";
import { candidatesOf } from "../../reading/candidates.ts";
import { clusters } from "../../reading/subjects.ts";

export const serviceCatalogue = rule({
    id: "service-catalogue",
    title: "Teams order what they need from a catalogue",
    level: "advisory",
    severity: "low",
    mend: "Use Crossplane, ACK or kro as the broker; the Kubernetes service catalog is archived",
    url: "https://www.crossplane.io/",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const capabilities = inventory
            .of("aws:eks/capability:Capability")
            .filter(({ props }) => ["ACK", "KRO"].includes(props.type));
        const [archived] = candidatesOf(inventory, "service-catalog");
        if (archived) return fail("the Kubernetes service catalog is archived", archived.urn);
        const [found] = [...capabilities, ...candidatesOf(inventory, "catalogues")];
        return found ? pass("", found.urn) : notApplicable("no catalogue is declared, and none is required");
    },
});
