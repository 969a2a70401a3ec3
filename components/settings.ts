import { z } from "zod";
import type { ProductionClusterArgs } from "./arguments.ts";
import { backup } from "./backup/args.ts";
import { standby, standbyOfStack } from "./backup/standby-args.ts";
import { generalNodes } from "./capacity/node-pool-args.ts";
import * as aws from "./configuration/aws-fields.ts";
import * as f from "./configuration/fields.ts";
import * as urls from "./configuration/urls.ts";
import { gitops } from "./delivery/args.ts";
import { access } from "./foundation/access-args.ts";
import { controlPlane } from "./foundation/control-plane-args.ts";
import { cluster } from "./foundation/existing-cluster-args.ts";
import { network } from "./foundation/network-args.ts";
import { systemNodes } from "./foundation/system-nodes-args.ts";
import { registry } from "./images/args.ts";
import { alerts } from "./observability/alerts-args.ts";
import { grafana } from "./observability/grafana-args.ts";
import { logs } from "./observability/logs/args.ts";
import { metrics } from "./observability/metrics-args.ts";
import { slos } from "./observability/slo-args.ts";
import { traces } from "./observability/traces/args.ts";
import { kubernetesVersions } from "./platform/kubernetes-versions.ts";
import { admission } from "./security/admission/args.ts";
import { detection } from "./security/detection/args.ts";
import { secretStores } from "./security/secret-stores/args.ts";
import { vault } from "./security/vault/args.ts";
import { ownCharts } from "./tenancy/own-chart-args.ts";
import { certificates } from "./traffic/certificates/args.ts";
import { dns } from "./traffic/dns/args.ts";
import { edge } from "./traffic/edge/args.ts";
import { gateway } from "./traffic/gateway/args.ts";
import { mesh } from "./traffic/mesh/args.ts";

/** Every setting, a line each; its interface stands beside its schema. */
const shape = {
    // Required on AWS: see cluster-kinds.ts.
    region: aws.region.optional(),
    accountId: aws.accountId.optional(),
    // The address plan has room for four.
    zones: f
        .list(aws.zone)
        .refine(({ length }) => length === 3 || length === 4, "give three or four zones")
        .optional(),
    kubernetesVersion: f.oneOf(kubernetesVersions).default("1.35"),
    access: access.optional(),
    alerts: alerts.optional(),
    gitops,
    ownership: f.object({ owner: f.labelValue, environment: f.labelValue, costCenter: f.labelValue }),
    cluster: cluster.prefault({}),
    network: network.prefault({}),
    controlPlane: controlPlane.prefault({}),
    nodes: f.object({ system: systemNodes.prefault({}), general: generalNodes.prefault({}) }).prefault({}),
    admission: admission.prefault({}),
    detection: detection.prefault({}),
    secretStores: secretStores.default([]),
    sealedSecrets: f.flag.default(false),
    vault: vault.optional(),
    progressiveDelivery: f.flag.default(false),
    restartOnSecretChange: f.flag.default(false),
    backup: backup.prefault({}),
    logs: logs.prefault({}),
    metrics: metrics.prefault({}),
    traces: traces.prefault({}),
    certificates: certificates.optional(),
    dns: dns.optional(),
    domain: f.domain.optional(),
    gateway: gateway.prefault({}),
    edge: edge.optional(),
    mesh: mesh.prefault({}),
    grafana: grafana.prefault({}),
    registry: registry.prefault({}),
    chartSource: urls.chartSource.default("upstream"),
    chartValues: z.record(z.string(), urls.chartValues, { error: "give a map of chart values by release" }).default({}),
    slos: slos.default([]),
    ownCharts: ownCharts.default([]),
    standby: standby.optional(),
    allowDeletion: f.flag.default(false),
};

/** What `new ProductionCluster(name, args)` takes. */
export const clusterSchema = f.object(shape);

/** Arguments with every default filled in. */
export type Settings = z.output<typeof clusterSchema>;
clusterSchema satisfies z.ZodType<Settings, ProductionClusterArgs>;

const { standby: _, ...stackShape } = shape;

/** What `Pulumi.<stack>.yaml` says: the cluster's name and arguments; facts of the primary come by `primaryStack`. */
export const stackSchema = f.object({
    name: f.clusterName,
    primaryStack: f.stackName.optional(),
    ...stackShape,
    standby: standbyOfStack.optional(),
});
export type StackSettings = z.output<typeof stackSchema>;
