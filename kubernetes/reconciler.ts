import type { Api } from "./api.ts";
import { operateCalico } from "./calico.ts";
import { operateCilium } from "./cilium.ts";
import { ControlLoop } from "./control-loop.ts";
import { operateGateways } from "./envoy-gateway.ts";
import { operateGatekeeper } from "./gatekeeper.ts";
import { operateKyverno } from "./kyverno.ts";
import { addressLoadBalancers } from "./load-balancers.ts";
import { NodePools } from "./node-pools.ts";
import { operatePrometheus } from "./prometheus-operator.ts";
import type { Shape } from "./shape.ts";
import { provideVolumes } from "./volumes.ts";

/** Milliseconds between two passes. */
const period = 500;

/**
 * Codes of requests that are wrong themselves. Other refusals mean that somebody was quicker, or a busy server: the
 * next pass shows.
 */
const ownErrors = [400, 422];

/** Does what the cloud and operators would do: a control loop adds what is missing. */
export class Reconciler extends ControlLoop {
    readonly nodePools: NodePools;

    /** @param asksWebhooks whether engines of admission run themselves: nothing stands in for them then. */
    constructor(api: Api, shape: Shape, asksWebhooks: boolean) {
        const nodePools = new NodePools(api, shape);
        const reconcilers = [
            () => addressLoadBalancers(api, shape),
            () => provideVolumes(api, shape),
            () => operatePrometheus(api),
            () => operateGateways(api),
            ...(asksWebhooks ? [] : [() => operateGatekeeper(api), () => operateKyverno(api)]),
            () => operateCilium(api),
            () => operateCalico(api),
            () => nodePools.reconcile(),
        ];
        super(reconcilers, { period, isTransient: ({ code }) => !ownErrors.includes(code) });
        this.nodePools = nodePools;
    }
}
