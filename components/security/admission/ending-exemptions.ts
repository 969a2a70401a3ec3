import type { RuleGroup } from "../../platform/rules.ts";
import type { Settings } from "../../settings.ts";

type ExemptNamespaces = Settings["admission"]["exemptNamespaces"];

/** Those that hold still; an update is what ends them. */
export const inForce = (all: ExemptNamespaces, today = new Date().toISOString().slice(0, 10)): ExemptNamespaces =>
    all.filter(({ until }) => until >= today);

/** Seconds before its end that people hear of it: what breaks the policies has to be mended until then. */
const notice = 14 * 86_400;

/** Tells of each exemption before it ends, and as long as no update has ended it; none where there are none. */
export const exemptionAlerts = (all: ExemptNamespaces): RuleGroup[] =>
    all.length === 0
        ? []
        : [
              {
                  name: "exemptions",
                  rules: all.map(({ namespace, owner, until }) => ({
                      alert: "AdmissionExemptionEnds",
                      expr: `max by (namespace) (kube_namespace_created{namespace="${namespace}"}) and on () vector(time()) > ${endOf(until) - notice}`,
                      severity: "warning",
                      labels: { until },
                      summary: `The exemption of namespace {{ $labels.namespace }} ends with the first update after ${until}: ${owner} answers for it.`,
                  })),
              },
          ];

/** Seconds since 1970 at which a day is over. */
const endOf = (day: string): number => Date.parse(day) / 1000 + 86_400;
