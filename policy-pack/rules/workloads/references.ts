import { rule } from "../../judgement/rule.ts";
import { all, must, notApplicable, pass } from "../../judgement/verdict.ts";
import { naming, referencesOf } from "../../reading/references.ts";
import { resolve } from "../../reading/resolve.ts";
import { selectors, selects } from "../../reading/selections.ts";
import { containers, services, workloads } from "../../reading/workloads.ts";

export const refsResolve = rule({
    id: "refs-resolve",
    title: "What objects name is there: Services behind routes, configuration and volumes of pods, classes and roles",
    level: "advisory",
    severity: "medium",
    mend: "Make the name, the namespace, the port or the key match what exists",
    url: "https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/",
    inCharts: true,
    subjects: (inventory) => [...new Set([...workloads(inventory), ...naming(inventory)])],
    judge: (subject, { inventory }) => {
        if (subject.props.metadata?.namespace === "kube-system")
            return notApplicable("what EKS runs in kube-system is not in the stack");
        return all(
            referencesOf(inventory, subject).map((read) => () => {
                const found = read();
                if (!found) return pass();
                return "status" in found ? found : resolve(inventory, subject, found);
            }),
        );
    },
});

export const refsSelect = rule({
    id: "refs-select",
    title: "Selectors select: workloads their own pods, Services and budgets pods, monitors what they scrape",
    level: "advisory",
    severity: "medium",
    mend: "Make the selector match the labels, and the port name a port, of what it is for",
    url: "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors",
    inCharts: true,
    subjects: (inventory) => [...selectors(inventory), ...services(inventory)],
    judge: (subject, { inventory }) => selects(inventory, subject),
});

export const envNoDuplicates = rule({
    id: "env-no-duplicates",
    title: "No variable is set twice",
    level: "advisory",
    severity: "low",
    mend: "Keep one value for each variable",
    url: "https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/",
    inCharts: true,
    subjects: workloads,
    judge: (workload) =>
        all(
            containers(workload).map(({ name, env = [] }) => {
                const names = (env as { name: string }[]).map((variable) => variable.name);
                return must(() => new Set(names).size === names.length, `container ${name} sets a variable twice`);
            }),
        ),
});
