import { dumpRelations } from "./backup/dumps/relations.ts";
import { backupRelations } from "./backup/relations.ts";
import { standbyFacts } from "./backup/standby-args.ts";
import { kindRelations } from "./configuration/cluster-kinds.ts";
import { mistakeIf, type Relation } from "./configuration/relation.ts";
import { gitOpsRelations } from "./delivery/relations.ts";
import { accessRelations } from "./foundation/access-relations.ts";
import { existingRelations } from "./foundation/existing-cluster-relations.ts";
import { networkRelations } from "./foundation/network-relations.ts";
import { nodeRelations } from "./foundation/node-relations.ts";
import { registryRelations } from "./images/relations.ts";
import { alertsRelations } from "./observability/alerts-relations.ts";
import { logsRelations } from "./observability/logs/relations.ts";
import { sloRelations } from "./observability/slo-relations.ts";
import { partRelations } from "./part-relations.ts";
import { admissionRelations } from "./security/admission/relations.ts";
import { detectionRelations } from "./security/detection/relations.ts";
import { vaultRelations } from "./security/vault/relations.ts";
import type { Settings, StackSettings } from "./settings.ts";
import { ownChartRelations } from "./tenancy/own-chart-relations.ts";
import { certificateRelations } from "./traffic/certificates/relations.ts";
import { dnsRelations } from "./traffic/dns/relations.ts";
import { edgeRelations } from "./traffic/edge/relations.ts";
import { gatewayRelations } from "./traffic/gateway/relations.ts";
import { meshRelations } from "./traffic/mesh/relations.ts";
import { webAppRelations } from "./web-app-relations.ts";

/** What must hold between the arguments of a component. */
export const clusterRelations: Relation<Settings>[] = [
    ...networkRelations,
    ...accessRelations,
    ...alertsRelations,
    ...gitOpsRelations,
    ...existingRelations,
    ...nodeRelations,
    ...admissionRelations,
    ...detectionRelations,
    ...vaultRelations,
    ...logsRelations,
    ...registryRelations,
    ...sloRelations,
    ...ownChartRelations,
    ...backupRelations,
    ...dumpRelations,
    ...dnsRelations,
    ...certificateRelations,
    ...gatewayRelations,
    ...edgeRelations,
    ...meshRelations,
    ...webAppRelations,
    ...partRelations,
    ...kindRelations,
];

/** What must hold in a stack. */
export const stackRelations: Relation<StackSettings>[] = [
    ...(clusterRelations as Relation<StackSettings>[]),
    {
        fields: ["ownership", "primaryStack", "standby"],
        broken: ({ ownership, primaryStack, standby }) =>
            mistakeIf(
                ownership.environment === "standby" && primaryStack === undefined && standby === undefined,
                "primaryStack",
                "is missing: a standby names its primary, <organization>/<project>/<stack>",
            ),
    },
    {
        fields: ["standby", "primaryStack"],
        broken: ({ standby, primaryStack }) =>
            standbyFacts.flatMap((fact) =>
                mistakeIf(
                    standby !== undefined && primaryStack === undefined && standby[fact] === undefined,
                    `standby.${fact}`,
                    "is missing: give it, or primaryStack, whose stack tells it",
                ),
            ),
    },
];
