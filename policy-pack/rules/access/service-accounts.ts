import { namespaceOf } from "../../inventory/namespaces.ts";
import { isSet } from "../../inventory/zero-values.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, pass } from "../../judgement/verdict.ts";
import { podRule } from "../../reading/pod-rule.ts";
import { within } from "../../reading/relations.ts";
import { resolve } from "../../reading/resolve.ts";
import { accountOf, podSpec, workloads } from "../../reading/workloads.ts";

const url = "https://kubernetes.io/docs/concepts/security/service-accounts/";

export const saDefaultUnused = podRule(
    {
        id: "sa-default-unused",
        title: "Workloads have a service account of their own",
        level: "mandatory",
        severity: "medium",
        mend: "Make a ServiceAccount for the workload and set serviceAccountName",
        url,
    },
    [
        {
            holds: (_, workload) => accountOf(workload) !== "default",
            message: "its pods use the service account default",
        },
    ],
);

export const saTokenNotMounted = rule({
    id: "sa-token-not-mounted",
    title: "Pods that do not call the Kubernetes API have no token for it",
    level: "advisory",
    severity: "medium",
    mend: "Set automountServiceAccountToken to false, or except what calls the API",
    url,
    inCharts: true,
    // Whoever names no account gets the one called default.
    subjects: (inventory) => [...workloads(inventory), ...inventory.objects("ServiceAccount", "core")],
    applies: ({ type, props }) => !type.endsWith(":ServiceAccount") || props.metadata?.name === "default",
    judge: (workload, { inventory }) => {
        if (workload.type.endsWith(":ServiceAccount")) {
            return workload.props.automountServiceAccountToken === false
                ? pass()
                : fail("pods that name no account hold its token for the Kubernetes API");
        }
        const mounted = podSpec(workload).automountServiceAccountToken;
        if (mounted === false) return pass();
        const accounts = within(inventory, namespaceOf(inventory, workload), "ServiceAccount", "core");
        const account = accounts.find(({ props }) => props.metadata?.name === accountOf(workload));
        return mounted === undefined && account?.props.automountServiceAccountToken === false
            ? pass()
            : fail("its pods hold a token for the Kubernetes API");
    },
});

/** The API server writes the name into the deprecated field too, so every pod of a cluster has both. */
const onlyMirrors = ({
    serviceAccount,
    serviceAccountName,
}: {
    serviceAccount?: string;
    serviceAccountName?: string;
}) => !isSet(serviceAccount) || serviceAccount === serviceAccountName;

export const saExists = rule({
    id: "sa-exists",
    title: "The service accounts of workloads exist",
    level: "advisory",
    severity: "low",
    mend: "Add the ServiceAccount, and use serviceAccountName instead of serviceAccount",
    url,
    inCharts: true,
    inhibitedBy: ["sa-default-unused"],
    subjects: workloads,
    judge: (workload, { inventory }) =>
        all([
            must(() => onlyMirrors(podSpec(workload)), "the field serviceAccount is deprecated"),
            () =>
                resolve(inventory, workload, {
                    to: "core/ServiceAccount",
                    name: accountOf(workload),
                    namespace: namespaceOf(inventory, workload),
                    how: "the pod",
                }),
        ]),
});
