import type { Case } from "../case.ts";
import { addresses } from "./addresses.ts";
import { apiServer } from "./api-server.ts";
import { argoCd } from "./argo-cd.ts";
import { argoRollouts } from "./argo-rollouts.ts";
import { certManager, externalDns } from "./certificates.ts";
import { controlPlane } from "./control-plane.ts";
import { databaseDumps } from "./database-dumps.ts";
import { dns } from "./dns.ts";
import { elasticsearch } from "./elasticsearch.ts";
import { falco } from "./falco.ts";
import { fluentd } from "./fluentd.ts";
import { gateway } from "./gateway.ts";
import { history } from "./history.ts";
import { karpenter } from "./karpenter.ts";
import { loadBalancers } from "./load-balancers.ts";
import { eventCollector, fluentBit, loki } from "./logs.ts";
import { mesh } from "./mesh.ts";
import { monitoring } from "./monitoring.ts";
import { nodes } from "./nodes.ts";
import { policyEngines } from "./policy-engines.ts";
import { reloader } from "./reloader.ts";
import { restoreTest } from "./restore-test.ts";
import { sealedSecrets } from "./sealed-secrets.ts";
import { exemptions, externalSecrets, gatekeeper, kyverno } from "./security.ts";
import { slos } from "./slos.ts";
import { storage } from "./storage.ts";
import { tempo, traceCollector } from "./traces.ts";
import { trivyOperator } from "./trivy-operator.ts";
import { vault } from "./vault.ts";
import { velero } from "./velero.ts";
import { workloads } from "./workloads.ts";

/** When the alerts of the parts fire: a line a file. */
export const cases: readonly Case[] = [
    ...nodes,
    ...workloads,
    ...storage,
    ...apiServer,
    ...controlPlane,
    ...dns,
    ...addresses,
    ...monitoring,
    ...externalSecrets,
    ...kyverno,
    ...gatekeeper,
    ...exemptions,
    ...falco,
    ...mesh,
    ...policyEngines,
    ...reloader,
    ...sealedSecrets,
    ...trivyOperator,
    ...karpenter,
    ...argoCd,
    ...argoRollouts,
    ...vault,
    ...velero,
    ...databaseDumps,
    ...restoreTest,
    ...loki,
    ...elasticsearch,
    ...fluentBit,
    ...fluentd,
    ...eventCollector,
    ...loadBalancers,
    ...certManager,
    ...externalDns,
    ...gateway,
    ...history,
    ...tempo,
    ...traceCollector,
    ...slos,
];
